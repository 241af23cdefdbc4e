import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { createRoomStory, type RoomStory } from "../../kit/room/room-story.ts";
import { bundleForPage, launchChromium, until } from "../kit/chromium.ts";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

type Violation = { id: string; nodes: { html: string }[] };

/** What axe-core finds against WCAG 2.2 AA in the page as it is now. */
async function faultsOf(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axe });
  const violations = await page.evaluate<Violation[]>(
    `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then((r) => r.violations)`,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

describe("the room without a camera, in the demonstration, by keyboard", () => {
  let browser: Browser;
  let story: RoomStory;
  let page: Page;
  let agent: Page;
  const heading = (name: string | RegExp) => page.getByRole("heading", { level: 1, name }).waitFor();

  before(async () => {
    [browser, story] = await Promise.all([launchChromium(), createRoomStory({ demo: true })]);
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true });
    for (const name of ["confere_pedido", "confere_agente"] as const)
      await context.addCookies([{ name, value: story.cookies[name], url: story.url }]);
    page = await context.newPage();
    await page.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("none", "NotFoundError"));
    });
    agent = await context.newPage();
    await agent.goto(`${story.url}/health?sala=${story.room.id}`);
    await agent.addScriptTag({ content: await bundleForPage("test/browser/kit/room-agent-page.ts") });
    await page.bringToFront();
  });
  after(async () => {
    await browser?.close();
    await story?.close();
  });

  async function press(name: string): Promise<void> {
    const button = page.getByRole("button", { name });
    await button.focus();
    await page.keyboard.press("Enter");
  }

  test("no camera is said in words; the labelled test picture reaches the agent; axe finds nothing on the way", async () => {
    await page.goto(`${story.url}/pedido/${story.order.number}/sala`);
    await heading("Vamos testar câmera e microfone");
    await press("Permitir microfone e câmera");
    await page.getByText("Não encontramos câmera ou microfone").waitFor();
    assert.deepEqual(await faultsOf(page), []);
    await press("Usar imagem de teste");
    await heading("Tudo certo");
    assert.deepEqual(await faultsOf(page), []);
    await press("Ingressar agora");
    await heading("Você é o próximo");
    assert.deepEqual(await faultsOf(page), []);
    const focused = () => page.evaluate(() => document.activeElement?.id);
    assert.equal(await focused(), "sala-titulo", "focus follows to the heading");

    await agent.evaluate(() => window.agent.join());
    await agent.evaluate(() => window.agent.send({ type: "admit" }));
    await until("the test picture at the desk", () => agent.evaluate(() => window.agent.frames() > 5));
    await until("the announcement", () =>
      page.evaluate(() => /chamando|Conectado/.test(document.getElementById("sala-urgente")!.textContent ?? "")),
    );
    await page.getByRole("button", { name: "Concordo com a gravação" }).waitFor();
    assert.deepEqual(await faultsOf(page), []);
    await press("Sair da chamada");
    await heading("Você saiu da chamada");
    await press("Ingressar agora");
    await heading("Você está com o agente");
    await agent.evaluate(() => window.agent.send({ type: "put-back" }));
    await heading("Você é o próximo");
    await agent.evaluate(() => window.agent.send({ type: "refuse", reason: "O documento não está com você." }));
    await heading("O agente não pôde admitir você agora");
    await page.getByText("O documento não está com você.").first().waitFor();
    assert.deepEqual(await faultsOf(page), []);
    await agent.evaluate(() => window.agent.send({ type: "end" }));
    await heading("A videoconferência terminou");
    assert.deepEqual(await faultsOf(page), []);
  });
});
