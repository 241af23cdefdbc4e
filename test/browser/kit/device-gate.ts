import type { Page } from "playwright-core";
import { bundleForPage } from "./chromium.ts";
import type { GateAnswer } from "./device-gate-page.ts";

/** Puts a gate before the page's devices; to be called before the page is opened. */
export async function gateDevices(page: Page, answer: GateAnswer = "open"): Promise<void> {
  const script = await bundleForPage("test/browser/kit/device-gate-page.ts");
  await page.addInitScript({ content: `window.firstAnswer = ${JSON.stringify(answer)};${script}` });
}

/** The track of `kind` in the page's own picture ends, as where its cable was pulled. */
export const endTrack = (page: Page, video: string, kind: "audio" | "video") =>
  page.evaluate(([id, which]) => window.gate.end(id, which), [video, kind] as const);

export const answerDevices = (page: Page, answer: GateAnswer) =>
  page.evaluate((one) => {
    window.gate.answer = one;
  }, answer);
