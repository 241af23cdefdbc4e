import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { TransferListItem } from "node:worker_threads";
import { type PDFiumDocument, PDFiumLibrary } from "@hyzyla/pdfium";
import sharp from "sharp";
import { answerQuestions } from "../../platform/threads/guarded-thread.ts";
import type { PaperAnswer, PaperQuestion } from "./paper-gate.ts";
import { mostPages, type PaperMedia } from "./paper-media.ts";

const mostMemory = 768 * 1024 * 1024;
const mostPicturePixels = 60_000_000;
/**
 * For progressive JPEGs, of which the decoder holds the whole picture in memory, six bytes a pixel, however small the
 * file.
 */
const mostProgressivePixels = 24_000_000;
const largestSide = 4000;
const wasmPage = 65_536;

/** The heap limit of a thread does not reach WebAssembly memory, so growing it past the cap is refused here. */
const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number) {
  if (this.buffer.byteLength + pages * wasmPage > mostMemory) throw new RangeError("memory limit of the paper thread");
  return grow.call(this, pages);
};

// Nothing of a file is wanted twice.
sharp.cache(false);

// The library complains about hostile files on the console; the verdict says enough.
console.error = () => {};
console.warn = () => {};
console.log = () => {};
const wasm = await readFile(createRequire(import.meta.url).resolve("@hyzyla/pdfium/pdfium.wasm"));
const library = await PDFiumLibrary.init({ wasmBinary: new Uint8Array(wasm).buffer });

/** The library's words for FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY; every other failure to load is a broken file. */
function isLocked(error: unknown): boolean {
  return error instanceof Error && /password|security/i.test(error.message);
}

async function withDocument(content: Uint8Array, use: (document: PDFiumDocument) => Promise<PaperAnswer>) {
  let document: PDFiumDocument;
  try {
    document = await library.loadDocument(content);
  } catch (error) {
    return { refusal: isLocked(error) ? "paper-locked" : "paper-broken" } as const;
  }
  try {
    return await use(document);
  } finally {
    document.destroy();
  }
}

/**
 * Draws page `index` so that its longer side is at most `side` pixels and its resolution at most `dpi`. With all that a
 * reader shows over the page: filled fields, signatures' stamps, notes typed on it.
 */
async function drawPage(document: PDFiumDocument, index: number, dpi: number, side: number) {
  const page = document.getPage(index);
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const longer = Math.max(originalWidth, originalHeight);
  if (!(longer > 0)) return undefined;
  const scale = Math.min(dpi / 72, side / longer);
  const width = Math.max(1, Math.round(originalWidth * scale));
  const height = Math.max(1, Math.round(originalHeight * scale));
  return page.render({ width, height, scale: 1, render: "bitmap", renderFormFields: true });
}

function inspectPdf(content: Uint8Array): Promise<PaperAnswer> {
  return withDocument(content, async (document) => {
    const pages = document.getPageCount();
    if (pages < 1) return { refusal: "paper-broken" };
    if (pages > mostPages) return { refusal: "paper-too-many-pages" };
    // A page that cannot be drawn would stop the agent in the middle of a call; better told now.
    for (let index = 0; index < Math.min(pages, 3); index++)
      if (!(await drawPage(document, index, 36, 600))) return { refusal: "paper-broken" };
    return { pages };
  });
}

function renderPdf(content: Uint8Array, page: number, dpi: number, side: number): Promise<PaperAnswer> {
  return withDocument(content, async (document) => {
    if (page > document.getPageCount()) return { missing: "page" };
    const drawn = await drawPage(document, page - 1, dpi, side);
    if (!drawn) return { refusal: "paper-broken" };
    const { data, width, height } = drawn;
    const jpeg = await sharp(data, { raw: { width, height, channels: 4 } })
      .removeAlpha()
      .jpeg({ quality: 80 })
      .toBuffer();
    return { jpeg: new Uint8Array(jpeg), width, height };
  });
}

/** Decodes the whole picture: a header alone proves nothing. Turns it as the camera says. */
async function drawPicture(content: Uint8Array, side: number): Promise<PaperAnswer> {
  try {
    const { isProgressive, width = 0, height = 0 } = await sharp(content).metadata();
    if (isProgressive && width * height > mostProgressivePixels) return { refusal: "paper-too-slow" };
    const { data, info } = await sharp(content, { limitInputPixels: mostPicturePixels, failOn: "error" })
      .rotate()
      .resize(side, side, { fit: "inside", withoutEnlargement: true })
      .flatten({ background: "#ffffff" })
      .jpeg({ quality: 82 })
      .toBuffer({ resolveWithObject: true });
    return { jpeg: new Uint8Array(data), width: info.width, height: info.height };
  } catch {
    // The reader's words are of no use to the holder; what to do is the same: take the picture again.
    return { refusal: "paper-broken" };
  }
}

type HeifPicture = {
  get_width(): number;
  get_height(): number;
  display(into: { data: Uint8ClampedArray; width: number; height: number }, done: (drawn: unknown) => void): void;
};
type Heif = { HeifDecoder: new () => { decode(content: Uint8Array): HeifPicture[] } };
let heif: Heif | undefined;

/** The first picture of a HEIC, turned as the camera says (the decoder does that), as a JPEG. */
async function convertHeic(content: Uint8Array): Promise<PaperAnswer> {
  // Loaded by the first HEIC: most days bring none. From its own files: LGPL, unmodified, not of the bundle.
  heif ??= createRequire(import.meta.url)("libheif-js/wasm-bundle.js") as Heif;
  const [picture] = new heif.HeifDecoder().decode(content);
  const [width, height] = [picture?.get_width() ?? 0, picture?.get_height() ?? 0];
  if (!picture || width * height < 1 || width * height > mostPicturePixels) return { refusal: "paper-is-heic" };
  const data = new Uint8ClampedArray(width * height * 4);
  const drawn = await new Promise((resolve) => picture.display({ data, width, height }, resolve));
  if (!drawn) return { refusal: "paper-is-heic" };
  const jpeg = await sharp(data, { raw: { width, height, channels: 4 } })
    .flatten({ background: "#ffffff" })
    .jpeg({ quality: 88 })
    .toBuffer();
  return { jpeg: new Uint8Array(jpeg), width, height };
}

async function answer(question: PaperQuestion): Promise<PaperAnswer> {
  if (question.act === "convert") return convertHeic(question.content);
  const isPdf = (question.media satisfies PaperMedia) === "application/pdf";
  if (question.act === "inspect") {
    if (isPdf) return inspectPdf(question.content);
    const drawn = await drawPicture(question.content, 600);
    return "refusal" in drawn ? drawn : { pages: 1 };
  }
  const side = Math.min(question.side, largestSide);
  if (isPdf) return renderPdf(question.content, question.page, question.dpi, side);
  return question.page === 1 ? drawPicture(question.content, side) : { missing: "page" };
}

answerQuestions<PaperQuestion, PaperAnswer>(async (question) => {
  const said = await answer(question);
  return { answer: said, transfer: "jpeg" in said ? [said.jpeg.buffer as TransferListItem] : [] };
});
