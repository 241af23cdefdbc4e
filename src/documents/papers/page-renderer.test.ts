import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import sharp from "sharp";
import { sha256Hex } from "../../platform/ids.ts";
import { renderPage } from "./page-renderer.ts";

const folder = mkdtempSync(join(tmpdir(), "confere-pages-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const cases = join(import.meta.dirname, "../../../test/cases/16-pdf-filled-form");
const field = readFileSync(join(cases, "a-field-with-appearance.pdf"), "latin1");
const note = readFileSync(join(cases, "c-typed-over-freetext.pdf"), "latin1");
/** The same length, so that the table of contents still holds. */
const swap = (pdf: string, from: string, to: string) => {
  assert.ok(pdf.includes(from));
  return pdf.replace(from, to.padEnd(from.length));
};

const signature = swap(swap(field, "/FT /Tx", "/FT /Sig"), "/V (MARIA DA SILVA)", "");
/** Its name, the file, and the file whose appearance a reader makes of it. */
const shown: [string, string, string][] = [
  ["a filled field with its appearance", field, field],
  ["a filled field without appearance", swap(field, "/AP << /N 7 0 R >>", ""), field],
  ["a filled choice", swap(field, "/FT /Tx", "/FT /Ch"), field],
  ["a text typed over the page", note, note],
  ["a signature's stamp", signature, field],
  ["a stamp", swap(field, "/Widget /FT /Tx", "/Stamp"), swap(field, "/Widget /FT /Tx", "/Stamp")],
];

/** The page without its words of the form, cut to where the field stands. Dark: darker than mid grey. */
async function darkPixels(pdf: Buffer): Promise<number> {
  const blobs = { read: async () => pdf } as unknown as Parameters<typeof renderPage>[0];
  const wanted = { keyId: "order", hash: sha256Hex(pdf), mediaType: "application/pdf", page: 1, dpi: 72 };
  const jpeg = await renderPage(blobs, wanted);
  const cut = sharp(jpeg).extract({ left: 125, top: 80, width: 320, height: 130 }).greyscale().raw();
  return (await cut.toBuffer()).filter((grey) => grey < 128).length;
}

/** qpdf makes what stands over the page a part of the page; then every reader shows it. */
function flattened(pdf: string): Buffer {
  const path = join(folder, "page.pdf");
  writeFileSync(path, pdf, "latin1");
  return execFileSync("qpdf", ["--flatten-annotations=all", path, "-"], { maxBuffer: 10_000_000 });
}

for (const [name, pdf, asShown] of shown)
  test(`the agent's picture has ${name}, as a reader shows it`, async () => {
    const [drawn, expected] = [await darkPixels(Buffer.from(pdf, "latin1")), await darkPixels(flattened(asShown))];
    assert.ok(expected > 150, `${expected} dark pixels in the flattened page`);
    assert.ok(Math.abs(drawn - expected) < expected / 5, `${drawn} dark pixels, ${expected} where it is all one page`);
  });
