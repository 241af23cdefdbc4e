import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import sharp from "sharp";
import {
  flateBomb,
  formBomb,
  goodPdf,
  hugeBox,
  lockedPdf,
  loopingPages,
  ownerLockedPdf,
  pdfWithPages,
  pdfWithScript,
  pictureBomb,
  slowPdf,
} from "../../../test/kit/pdf-samples.ts";
import { ThreadFailure } from "../../platform/threads/guarded-thread.ts";
import { atTheGate, inspectPaper as inspectWith } from "./paper-gate.ts";
import { displayName, largestPaper } from "./paper-media.ts";

const inspectPaper = (content: Uint8Array) => atTheGate("test", (ask) => inspectWith(content, ask));
const bytes = (text: string) => Buffer.from(text, "latin1");

test("a file that the thread could not open in its time is refused for that", async () => {
  const late = () => Promise.reject(new ThreadFailure("too-slow"));
  const verdict = await inspectWith(goodPdf(), late);
  assert.deepEqual([verdict.verdict, "reason" in verdict && verdict.reason], ["refused", "paper-too-slow"]);
});

const refusedFiles: [string, Uint8Array, string][] = [
  ["an empty file", Buffer.alloc(0), "paper-empty"],
  ["a page of the web with a PDF name", bytes("<html>%PDF-1.4 no</html>"), "paper-not-pdf"],
  ["a ZIP before the PDF", Buffer.concat([bytes("PK\x03\x04"), Buffer.alloc(30), goodPdf()]), "paper-is-archive"],
  ["a winmail.dat", Buffer.concat([bytes("\x78\x9f\x3e\x22"), goodPdf()]), "paper-not-pdf"],
  ["a HEIC picture", bytes("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), "paper-is-heic"],
  ["a PDF that asks for a password", lockedPdf, "paper-locked"],
  ["noise after the right start", Buffer.concat([bytes("%PDF-1.4\n"), Buffer.alloc(20_000, 7)]), "paper-broken"],
  ["a PDF cut in the mail", goodPdf().subarray(0, -200), "paper-broken"],
  ["a page tree that contains itself", loopingPages(), "paper-broken"],
  ["51 pages", pdfWithPages(51), "paper-too-many-pages"],
  ["more than 20 MB", Buffer.concat([goodPdf(), Buffer.alloc(largestPaper)]), "paper-too-big"],
  ["a cut JPEG", bytes("\xff\xd8\xff\xe0\x00\x10JFIF"), "paper-broken"],
];
for (const [what, content, reason] of refusedFiles)
  test(`${what} is refused: ${reason}`, async () => {
    const verdict = await inspectPaper(content);
    assert.equal(verdict.verdict === "refused" && verdict.reason, reason);
  });

const goodFiles: [string, Uint8Array, number][] = [
  ["a plain PDF", goodPdf(), 1],
  ["50 pages", pdfWithPages(50), 50],
  ["a byte order mark and blanks before", Buffer.concat([bytes("\xef\xbb\xbf\r\n "), goodPdf()]), 1],
  ["a PDF locked for editing only", ownerLockedPdf, 1],
  ["a script that nothing here runs", pdfWithScript(), 1],
  ["a page of 28 x 28 km", hugeBox(), 1],
];
for (const [what, content, pages] of goodFiles)
  test(`${what} is accepted`, async () => {
    assert.deepEqual(await inspectPaper(content), { verdict: "accepted", mediaType: "application/pdf", pages });
  });

test("a phone's HEIC is kept as a JPEG of the same picture", async () => {
  const verdict = await inspectPaper(readFileSync(new URL("../../../test/cases/heic/foto.heic", import.meta.url)));
  assert.ok(verdict.verdict === "accepted" && verdict.converted);
  assert.deepEqual([verdict.mediaType, verdict.pages], ["image/jpeg", 1]);
  const { data, info } = await sharp(verdict.converted).raw().toBuffer({ resolveWithObject: true });
  assert.deepEqual([info.width, info.height], [320, 240]);
  const red = [...data.subarray(0, 3)];
  assert.ok(red[0]! > 180 && red[1]! < 40 && red[2]! < 40, red.join());
});

test("photos are papers of one page", async () => {
  const photo = sharp({ create: { width: 800, height: 600, channels: 3, background: "#aabbcc" } });
  assert.equal((await inspectPaper(await photo.clone().jpeg().toBuffer())).mediaType, "image/jpeg");
  assert.deepEqual(await inspectPaper(await photo.clone().png().toBuffer()), {
    verdict: "accepted",
    mediaType: "image/png",
    pages: 1,
  });
});

test("bombs end in time and the next file is served", { timeout: 120_000 }, async () => {
  for (const bomb of [flateBomb(900), formBomb(), pictureBomb()]) {
    const started = performance.now();
    const { verdict } = await inspectPaper(bomb);
    assert.ok(performance.now() - started < 25_000);
    assert.ok(verdict === "refused" || verdict === "accepted");
    assert.equal((await inspectPaper(goodPdf())).verdict, "accepted");
  }
});

test("what is not quick has a second turn, and a good file one, however busy the machine is", {
  timeout: 60_000,
}, async () => {
  const tries = { slow: 0, good: 0 };
  const ask = (name: keyof typeof tries, content: Uint8Array) =>
    atTheGate(name, (asked) => {
      tries[name]++;
      return inspectWith(content, asked);
    });
  const [slow, good] = await Promise.all([ask("slow", slowPdf(1)), ask("good", goodPdf())]);
  assert.deepEqual([slow.verdict, good.verdict], ["refused", "accepted"]);
  assert.deepEqual(tries, { slow: 2, good: 1 });
});

test("file names for the screen", () => {
  assert.equal(displayName("../../etc/cron.d/rg.pdf"), "rg.pdf");
  assert.equal(displayName("rg\u202efdp.exe\r\n\0"), "rgfdp.exe");
  assert.equal(displayName(""), "sem nome");
});
