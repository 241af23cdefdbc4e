import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "playwright-core";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

type Violation = { id: string; nodes: { html: string }[] };

/** What axe-core finds against WCAG 2.2 AA in the page as it is now. The context must bypass the page's CSP. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axe });
  const violations = await page.evaluate<Violation[]>(
    `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then((r) => r.violations)`,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

/** The page at phone and desktop width, into the folder of CONFERE_PICTURES where that is set. */
export async function takePictures(page: Page, name: string): Promise<void> {
  const folder = process.env["CONFERE_PICTURES"];
  if (!folder) return;
  const size = page.viewportSize() ?? { width: 360, height: 740 };
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: width === 360 ? 740 : 800 });
    await page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: true });
  }
  await page.setViewportSize(size);
}

/** Lets the keyboard do what a finger would: focus, then Enter. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  const button = page.getByRole("button", { name, disabled: false });
  await button.focus();
  await page.keyboard.press("Enter");
}
