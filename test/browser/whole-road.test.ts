import { rmSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { launchChromium, until } from "./kit/chromium.ts";
import { type Product, startProduct } from "./kit/product.ts";
import { openRoad, type Road, roadSteps } from "./kit/road.ts";
import { judgeCertificate, judgeDossier } from "./kit/road-judges.ts";

/** `between` runs after every step: nothing, or a power cut of the process. */
function walk(what: string, between: (product: Product, road: Road) => Promise<void>): void {
  describe(what, () => {
    let product: Product;
    let browser: Browser;
    let road: Road;
    let stuck = false;

    before(async () => {
      [product, browser] = await Promise.all([startProduct(), launchChromium()]);
      road = await openRoad(product, browser);
    });
    after(async () => {
      await browser?.close();
      await product?.remove();
      if (road) rmSync(road.folder, { recursive: true, force: true });
    });

    for (const { name, act } of roadSteps)
      test(name, async (t) => {
        if (stuck) return t.skip("an earlier step failed");
        stuck = true;
        try {
          await act(road);
          await between(product, road);
        } catch (error) {
          t.diagnostic(product.log());
          throw error;
        }
        stuck = false;
      });
    test("OpenSSL opens the files and accepts the chain", (t) =>
      stuck ? t.skip("an earlier step failed") : judgeCertificate(road));
    test("the sealed dossier stands, and its recordings have picture and sound", (t) =>
      stuck ? t.skip("an earlier step failed") : judgeDossier(road));
  });
}

walk("the whole road, from the shelf to the certificate file", async () => {});

walk("the same road with the server killed after every step", async (product, { agent }) => {
  await product.kill();
  await product.start();
  // Acts of the script count only while both are recorded: an agent waits until the recording grows again.
  if (!(await agent.getByRole("button", { name: "Devolver à espera" }).isVisible())) return;
  const grown = agent.getByText(/Gravando, [\d,]+ (kB|MB)/).first();
  const stood = await grown.textContent({ timeout: 60_000 });
  await until("the recording grows again", async () => (await grown.textContent()) !== stood, 60_000);
});
