import { build } from "esbuild";
import { type Browser, chromium } from "playwright-core";

/** Debian's Chromium with a made-up camera and microphone; `more` are further switches. */
export function launchChromium(more: string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      "--autoplay-policy=no-user-gesture-required",
      ...more,
    ],
  });
}

/** One browser module with everything it imports, as the text of a script. */
export async function bundleForPage(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    logLevel: "error",
  });
  return outputFiles[0]!.text;
}

/**
 * Waits until `probe` gives a truthy value and returns it; fails with `what` after `ms`. Probes that load pages pause
 * `everyMs` like a person between two looks: more would end at the door's limit for one address.
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T> | T,
  ms = 15_000,
  everyMs = 50,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + ms;
  for (;;) {
    const value = await probe();
    if (value) return value as NonNullable<T>;
    if (Date.now() > deadline) throw new Error(`waited ${ms} ms for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
