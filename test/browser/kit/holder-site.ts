import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { helpPages } from "../../../src/faces/applicant/help/help-pages.ts";
import { orderPages } from "../../../src/faces/applicant/order/order-pages.ts";
import { homePages } from "../../../src/faces/applicant/purchase/home-page.ts";
import { purchasePages } from "../../../src/faces/applicant/purchase/purchase-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import { listener, openShop } from "../../kit/shop.ts";
import { createWorld } from "../../kit/world.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pictures = process.env["CONFERE_PICTURES"];

export type HolderSite = Awaited<ReturnType<typeof openHolderSite>>;

/** The holder's site up to the payment, with three agents, on a port of its own. */
export async function openHolderSite() {
  const world = await createWorld();
  const { ctx } = world;
  const ear = listener();
  const deps = { ctx, provider: simulatedBank() };
  const app = await openDoor(ctx, [
    (scope) => homePages(scope, deps),
    (scope) => purchasePages(scope, deps),
    (scope) => orderPages(scope, deps),
    (scope) => helpPages(scope, deps),
  ]);
  const shop = await openShop(ctx, { agents: 3 });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const run = () => world.runJobs(ear.domains);
  const codeOf = async (draft: string, channel: "email" | "phone") => {
    await run();
    return ear.codeOf(draft, channel);
  };
  const close = async () => {
    await app.close();
    await world.close();
  };
  return { ctx, clock: world.clock, shop, url, run, codeOf, close };
}

export const answers = {
  nome: "Maria da Silva",
  dia: "28",
  mes: "2",
  ano: "1990",
  email: "maria@exemplo.com.br",
  telefone: "11987654321",
};

export const draftOf = (page: Page) => page.url().split("/")[4] ?? "";

/** What a judge would say of each page: bytes, axe, nothing wider than the window, one heading. */
export function inspector(page: Page, size: string) {
  let [bytes, script, opened] = [0, 0, 0];
  const pending: Promise<void>[] = [];
  // What counts is the page that is looked at, not those that were passed on the way to it.
  page.on("request", (request) => {
    if (!request.isNavigationRequest()) return;
    [bytes, script] = [0, 0];
    opened++;
  });
  page.on("requestfinished", (request) => {
    const of = opened;
    pending.push(
      request.sizes().then(({ responseBodySize, responseHeadersSize }) => {
        if (of !== opened) return;
        bytes += responseBodySize + responseHeadersSize;
        if (request.url().endsWith(".js")) script += responseBodySize;
      }),
    );
  });
  return async (name: string) => {
    await page.waitForLoadState("networkidle");
    await Promise.all(pending);
    if (pictures) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${name.replaceAll(" ", "-")}-${size}.png`), fullPage: true });
    }
    assert.ok(bytes <= 45_000, `${name}: ${bytes} bytes`);
    assert.ok(script <= 12_000, `${name}: ${script} bytes of script`);
    assert.equal(
      await page.evaluate("document.documentElement.scrollWidth - innerWidth"),
      0,
      `${name} scrolls sideways`,
    );
    await page.evaluate(axe);
    const found = await page.evaluate(
      `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then((r) => r.violations.map((v) => v.id + " " + v.nodes.map((n) => n.target)))`,
    );
    assert.deepEqual(found, [], name);
    assert.equal(await page.locator("h1").count(), 1, `${name}: one h1`);
  };
}

/** Presses Tab until `selector` has the focus. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 150; presses++) {
    if ((await page.locator(`${selector}:focus`).count()) > 0) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`${selector} cannot be reached by Tab on ${page.url()}`);
}

/** Presses Tab until `selector` has the focus, then Enter, and waits for the next page. */
export async function press(page: Page, selector: string): Promise<void> {
  await tabTo(page, selector);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}
