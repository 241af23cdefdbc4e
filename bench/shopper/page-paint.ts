import type { Browser } from "playwright-core";
import { launchChromium } from "../../test/browser/kit/chromium.ts";
import { type Figure, weigh } from "../measure.ts";

/** How a line and a machine are slowed down: ms from asking to the first byte, bytes a second, and how often the CPU rests. */
type Slow = { name: string; latency: number; throughput: number; cpu: number; bound: number };

/** The first as Chromium's own "Slow 3G"; the second what Lighthouse applies for a phone. */
const slows: Slow[] = [
  { name: "Slow 3G, CPU 6x", latency: 2000, throughput: 50_000, cpu: 6, bound: 2.5 },
  { name: "Lighthouse mobile", latency: 562.5, throughput: 184_320, cpu: 4, bound: 1.5 },
];
const rounds = 3;

/** Largest contentful paint of pages, each in a fresh profile at 360 px, in seconds; the median of three. */
export async function openPainter() {
  const browser = await launchChromium();
  return {
    async *paint(name: string, url: string, cookies: [string, string][]): AsyncGenerator<Figure> {
      for (const slow of slows) {
        const seen: number[] = [];
        for (let round = 0; round < rounds; round++) seen.push(await paintOf(browser, url, cookies, slow));
        const median = seen.sort((a, b) => a - b)[(rounds - 1) / 2]!;
        yield weigh(`${name}: largest paint, ${slow.name}`, "s", median, slow.bound, { atMost: 1 });
      }
    },
    close: () => browser.close(),
  };
}

async function paintOf(browser: Browser, url: string, cookies: [string, string][], slow: Slow): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
  await context.addCookies(cookies.map(([name, value]) => ({ name, value, url })));
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  const { latency, throughput } = slow;
  const line = { offline: false, latency, downloadThroughput: throughput, uploadThroughput: throughput };
  await devtools.send("Network.emulateNetworkConditions", line);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: slow.cpu });
  const answer = await page.goto(url, { waitUntil: "load" });
  if (answer?.status() !== 200 || page.url() !== url) throw new Error(`${url} led to ${page.url()}`);
  const ms = await page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1)!.startTime)).observe({
          type: "largest-contentful-paint",
          buffered: true,
        });
        setTimeout(() => reject(new Error("nothing was painted within 20 s")), 20_000);
      }),
  );
  await context.close();
  return ms / 1000;
}
