import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { bundleForPage, launchChromium } from "../kit/chromium.ts";

let browser: Browser;
let server: Server;
let script: string;
let done = false;
let letIn: () => void;
let looks = 0;

before(async () => {
  [browser, script] = await Promise.all([launchChromium(), bundleForPage("test/browser/kit/panes-page.ts")]);
  server = createServer(async (request, reply) => {
    if (request.method === "POST") {
      await new Promise<void>((resolve) => (letIn = resolve));
      done = true;
      return reply.writeHead(303, { location: "/case" }).end();
    }
    if (request.url === "/panes.js") return reply.end(script);
    if (request.url === "/slow") {
      if (looks++ > 0) await new Promise<void>((resolve) => (letIn = resolve));
      reply.setHeader("content-type", "text/html; charset=utf-8");
      const boxes = `<form data-look="${looks}"><input type="checkbox" name="checks" value="1"></form>`;
      return reply.end(
        `<section id="roteiro" data-swap>${boxes}</section><p id="linha" data-swap>${looks}</p><script src="/panes.js"></script>`,
      );
    }
    reply.setHeader("content-type", "text/html; charset=utf-8");
    const form = `<form method="post" action="/case" data-swap-form><button>Concluir</button></form>`;
    reply.end(`<section id="roteiro" data-swap>${done ? "feito" : form}</section><script src="/panes.js"></script>`);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
after(async () => {
  await browser.close();
  server.close();
});

test("what a person did stays on the screen, whatever asks for a refresh before its answer", async () => {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as { port: number }).port}/case`);
  const posted = page.waitForRequest((request) => request.method() === "POST");
  await page.click("button");
  await posted;
  const seen: string[] = [];
  page.on("request", (request) => seen.push(request.method()));
  // The holder's picture arrives while the agent's own act is under way.
  const refreshed = page.evaluate(() => window.panes.refresh());
  await page.waitForTimeout(200);
  letIn();
  await refreshed;
  assert.equal(await page.locator("#roteiro").textContent(), "feito");
  assert.ok(seen.length >= 1, "the refresh was asked for all the same");
});

test("a box that is ticked while a refresh is on its way stays ticked; the rest is drawn anew", async () => {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as { port: number }).port}/slow`);
  const asked = page.waitForRequest((request) => request.resourceType() === "fetch");
  const refreshed = page.evaluate(() => window.panes.refresh());
  await asked;
  await page.locator("[name=checks]").check();
  await page.waitForTimeout(200);
  letIn();
  await refreshed;
  assert.equal(await page.locator("#linha").textContent(), "2");
  assert.equal(await page.locator("[name=checks]").isChecked(), true);
});
