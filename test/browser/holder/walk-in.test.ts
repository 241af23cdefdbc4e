import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { openDoor } from "../../../src/faces/door.ts";
import { routesOf } from "../../../src/faces/routes.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { joinQueue } from "../../../src/scheduling/line/join-queue.ts";
import { maria, pay, placedOrder } from "../../kit/shop.ts";
import { facesOf, openWatch, sitDown } from "../../kit/watch-story.ts";
import { launchChromium, until } from "../kit/chromium.ts";
import { faultsOf } from "../kit/room-faults.ts";

const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const wide: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
const pictures = process.env["CONFERE_PICTURES"];

/** What a judge would say of the page as it stands: WCAG, and nothing wider than the window; at both widths. */
async function judged(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()!;
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    if (pictures) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${name}-${width}.png`), fullPage: true });
    }
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${name} is ${over} px wider than its ${width} px window`);
  }
  await page.setViewportSize(before);
  assert.deepEqual(await faultsOf(page), [], name);
}

describe("Atender agora, in Chromium", () => {
  let browser: Browser;
  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser?.close());

  test("the holder waits on a phone, the agent calls with one key, both are in the room", async () => {
    const story = await openWatch(2);
    await using _ = story.world;
    const { ctx, ear, run, shop, expected, manager, clock } = story;
    const faces = facesOf(ctx);
    const app = await openDoor(ctx, routesOf(faces));
    await app.listen({ port: 0, host: "127.0.0.1" });
    const url = `http://localhost:${(app.server.address() as AddressInfo).port}`;
    const windowOf = async (cookies: Record<string, string>, options: BrowserContextOptions) => {
      const context = await browser.newContext({ ...options, bypassCSP: true });
      await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url })));
      await context.grantPermissions(["camera", "microphone"], { origin: url });
      return context.newPage();
    };
    const paid = async (name: string, cpf: string) => {
      const order = await placedOrder(ctx, shop.productId, { ...maria, name, cpf: cpf as Cpf }, ear, run);
      await pay(ctx, order.orderId);
      await run();
      return order;
    };
    try {
      const [rita, joao] = [await paid("Rita Melo", "39053344705"), await paid("João Alves", "11144477735")];
      const agent = await windowOf({ confere_agente: await sitDown(ctx, expected) }, wide);
      await agent.goto(`${url}/desk`);
      await agent.getByText("Ninguém na fila").waitFor();
      await judged(agent, "mesa-fila-vazia");
      // Refused a moment after somebody else called them: the page that says so goes on looking.
      await agent.evaluate(() => {
        const form = Object.assign(document.createElement("form"), { method: "post", action: "/desk/chamada" });
        document.body.append(form);
        form.submit();
      });
      await agent.getByRole("alert").getByText("Ninguém está esperando na fila").waitFor();
      assert.equal(
        new URL(agent.url()).pathname,
        "/desk",
        "a refused press comes back to a page that reload may ask for",
      );
      await joinQueue(ctx, { orderId: rita.orderId, by: "installation" });
      clock.advance({ minutes: 3 });

      const holder = await windowOf({ confere_pedido: joao.accessToken }, phone);
      const panel = `${url}/pedido/${joao.number}`;
      await holder.goto(`${panel}/horario`);
      await judged(holder, "horario-agora");
      await holder.getByRole("button", { name: "Entrar na fila" }).click();
      await holder.getByRole("heading", { level: 1, name: "Você está na fila" }).waitFor();
      await holder.getByText("Há 1 pessoa à sua frente").first().waitFor();
      await judged(holder, "espera");
      await holder.goto(panel);
      await judged(holder, "painel-na-fila");
      await holder.goto(`${panel}/agora`);
      const says = holder.locator("[data-walk-in-says]");

      await agent.locator("#fila").getByText("Rita Melo").waitFor();
      assert.equal(await agent.getByText("Ninguém está esperando").count(), 0, "and takes back what is true no more");
      await judged(agent, "mesa-fila");
      const boss = await windowOf({ confere_agente: await sitDown(ctx, manager) }, wide);
      await boss.goto(`${url}/office`);
      await judged(boss, "gestao-fila");

      await agent.keyboard.press("c");
      await agent.waitForURL("**/desk/atendimento/*");
      await holder.getByText("Você é o próximo").first().waitFor();
      assert.equal(await says.textContent(), "", "seen at once, said aloud at most once a minute");
      // The agent's half hour with Rita is over; João is called.
      clock.advance({ minutes: 45 });
      await run();
      clock.set(new Date("2026-11-23T14:35:00Z"));
      await run();
      await agent.context().addCookies([{ name: "confere_agente", value: await sitDown(ctx, expected), url }]);
      await agent.goto(`${url}/desk`);
      await agent.locator("#atalhos").uncheck();
      await agent.keyboard.press("c");
      assert.equal(new URL(agent.url()).pathname, "/desk", "keys that are off do nothing");
      await agent.locator("#atalhos").check();
      await agent.keyboard.press("c");
      await agent.waitForURL("**/desk/atendimento/*");
      await until("the call to be said aloud", async () => (await says.textContent())?.startsWith("Chegou a sua vez"));
      assert.equal(await holder.locator("h1").textContent(), "Chegou a sua vez");
      await holder.waitForURL(`**/pedido/${joao.number}/sala`);
      await holder.getByRole("heading", { level: 1, name: "Tudo certo" }).waitFor();
      await holder.getByRole("button", { name: "Ingressar agora" }).click();
      await holder.getByRole("heading", { level: 1, name: /Você é o próximo|O agente/ }).waitFor();
      await until("the holder in the agent's lobby", async () => {
        await agent.reload();
        return (await agent.locator("#admissao").textContent())?.includes("João Alves espera desde");
      });
      // The page of the call as it stands without its script: one press.
      const still = await windowOf({ confere_pedido: joao.accessToken }, phone);
      await still.route("**/walk-in-island*", (route) => route.abort());
      await still.goto(`${panel}/agora`);
      await judged(still, "chamado");
      await still.getByRole("link", { name: "Entrar na sala" }).click();
      await still.waitForURL(`**/pedido/${joao.number}/sala`);
      await judged(agent, "atendimento-chamado");
    } finally {
      for (const context of browser.contexts()) await context.close();
      await app.close();
    }
  });
});
