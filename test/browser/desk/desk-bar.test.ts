import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { bundleForPage, launchChromium } from "../kit/chromium.ts";

let browser: Browser;
let script: string;

before(async () => {
  [browser, script] = await Promise.all([launchChromium(), bundleForPage("test/browser/kit/bar-page.ts")]);
});
after(() => browser.close());

const ids = ["gravacao", "gravacao-texto", "linha", "linha-texto", "controles", "mudo", "sem-imagem", "mais", "menos"];
const parts = [...ids, "centro", "relogio", "estouro", "imagem-baixa"];

test("a server that says nothing proves nothing: the desk's bar stops saying that it records", async () => {
  const page = await browser.newPage();
  await page.clock.install();
  await page.setContent(parts.map((id) => `<p id="${id}" data-lines="720" data-frames="10"></p>`).join(""));
  await page.addScriptTag({ content: script });
  const proof = { type: "recording", ok: true, bytes: 2_000_000, head: "", at: null } as const;
  const prove = () =>
    page.evaluate((told) => window.bar.recording({ ...told, silentMs: 0, limitMs: 5000, broken: false }), proof);
  const said = () => page.locator("#gravacao-texto").textContent();
  await prove();
  await page.clock.runFor(3000);
  assert.equal(await said(), "Gravando, 2,0 MB");
  await page.clock.runFor(3000);
  assert.match((await said()) ?? "", /^Sem notícia da gravação há [56] s$/);
  assert.equal(await page.getAttribute("#gravacao", "data-state"), "alarm");
  assert.equal(await page.locator("#linha-texto").textContent(), "sem sinal do servidor");
  await prove();
  assert.equal(await said(), "Gravando, 2,0 MB");
  // The holder waits in the lobby again: nothing is recorded, and nothing is missed.
  await page.evaluate(() => (window.times = { ...window.times, place: "waiting" }));
  await page.clock.runFor(10_000);
  assert.equal(await said(), "Gravando, 2,0 MB");
  await page.evaluate(() => (window.times = { ...window.times, place: "admitted" }));
  await prove();
  await page.evaluate(() => window.bar.end());
  await page.clock.runFor(10_000);
  assert.equal(await said(), "Gravação encerrada, 2,0 MB");
});
