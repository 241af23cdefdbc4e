import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { type MediaWorkers, startMediaWorkers } from "../../../src/media/media-workers.ts";
import type { BadLine } from "./bad-line.ts";
import { bundleForPage, launchChromium } from "./chromium.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** One media worker without a server, and a browser whose pages hold calls in it. */
export type Stage = {
  media: MediaWorkers;
  folder: string;
  key: Buffer;
  browser: Browser;
  script: string;
  /** The worker that runs, and when it was ready (ms since the epoch). */
  worker: { pid: number; readyAt: number };
  close(): Promise<void>;
};

export async function openStage(within: string): Promise<Stage> {
  const folder = mkdtempSync(join(within, "stage-"));
  const key = Buffer.alloc(32, 7);
  const worker = { pid: 0, readyAt: 0 };
  const log = {
    warn: () => {},
    info: (details: object) =>
      void Object.assign(worker, { pid: (details as { pid: number }).pid, readyAt: Date.now() }),
  };
  const keyOf = () => key.toString("hex");
  const media = await startMediaWorkers({ count: 1, folder, address: "127.0.0.1", port: 0, keyOf, log });
  const [browser, script] = await Promise.all([launchChromium(), bundleForPage("test/browser/kit/room-watch-page.ts")]);
  return {
    media,
    folder,
    key,
    browser,
    script,
    worker,
    async close() {
      await browser.close();
      await media.stop();
    },
  };
}

/** A page in the call. Its signalling waits while the line is cut, as frames of a WebSocket would. */
export async function openCall(
  { media, browser, script }: Stage,
  room: string,
  name: string,
  line: BadLine,
): Promise<Page> {
  const page = await browser.newPage();
  const seat = name === "agent" ? 0 : 1;
  await page.exposeFunction("sendJoin", async (offer: string, attempt: number) => {
    while (line.isCut) await pause(20);
    return line.join(offer, (plain) => media.join(room, name, plain, attempt, { seat }));
  });
  // Candidates sent one by one would show the worker a way that avoids the test's line.
  await page.exposeFunction("sendCandidate", () => {});
  await startCallOn(page, script);
  return page;
}

/** An empty page with the script of a call, which begins it. */
export async function startCallOn(page: Page, script: string): Promise<void> {
  await page.route("http://localhost/**", (route) =>
    route.fulfill({ contentType: "text/html", body: "<!doctype html>" }),
  );
  await page.goto("http://localhost/room");
  await page.addScriptTag({ content: script });
  await page.evaluate(() => window.startCall());
}

export const frameTimes = (page: Page) => page.evaluate(() => window.frameTimes);
