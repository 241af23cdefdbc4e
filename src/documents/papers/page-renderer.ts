import type { BlobStore } from "../../platform/blobs/blob-store.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { fairThreads } from "../../platform/threads/fair-threads.ts";
import { ThreadFailure } from "../../platform/threads/guarded-thread.ts";
import { DocumentsFailure } from "../documents-failures.ts";
import type { PaperAnswer, PaperQuestion } from "./paper-gate.ts";
import type { PaperMedia } from "./paper-media.ts";

/** One page to show: where the paper is kept and how sharp it is wanted. `page` counts from 1. */
type PageWanted = {
  keyId: string;
  hash: string;
  mediaType: string;
  page: number;
  /** Dots per inch, 110 where not said; the longer side never passes 2400 pixels. */
  dpi?: number;
};

const largestSide = 2400;
const cacheBytes = 64 * 1024 * 1024;

// Threads apart from the gate's: a hostile upload must not make an agent in a call wait, nor one order's pages delay
// another's.
const threads = fairThreads<PaperQuestion, PaperAnswer>("documents/papers/paper-worker", {
  threads: 2,
  quickMs: 2_000,
  milliseconds: 10_000,
  heapMb: 256,
  answersPerThread: 500,
});

/** Least recently used goes first: a Map keeps the order in which entries were put. */
const cache = new Map<string, Buffer>();
let cached = 0;

function remember(key: string, jpeg: Buffer): void {
  cache.set(key, jpeg);
  cached += jpeg.length;
  for (const [oldest, bytes] of cache) {
    if (cached <= cacheBytes) break;
    cache.delete(oldest);
    cached -= bytes.length;
  }
}

/**
 * The page as JPEG. Agents see these, never the file: a browser's own PDF reader hangs on hostile ones. Failures:
 * not-found (no such page), paper-broken, paper-too-slow.
 */
export async function renderPage(blobs: BlobStore, wanted: PageWanted): Promise<Buffer> {
  const dpi = Math.min(Math.max(Math.round(wanted.dpi ?? 110), 36), 300);
  const key = `${wanted.keyId}/${wanted.hash}/${wanted.page}/${dpi}`;
  const known = cache.get(key);
  if (known) {
    cache.delete(key);
    cache.set(key, known);
    return known;
  }
  const content = await blobs.read(wanted.keyId, wanted.hash);
  const jpeg = await draw(wanted.keyId, {
    act: "render",
    media: wanted.mediaType as PaperMedia,
    content,
    page: wanted.page,
    dpi,
    side: largestSide,
  });
  remember(key, jpeg);
  return jpeg;
}

async function draw(account: string, question: PaperQuestion): Promise<Buffer> {
  try {
    const answer = await threads.turn(account, (ask) => ask(question));
    if ("jpeg" in answer) return Buffer.from(answer.jpeg.buffer, answer.jpeg.byteOffset, answer.jpeg.byteLength);
    if ("missing" in answer) throw new Failure("not-found");
    throw new DocumentsFailure("refusal" in answer ? answer.refusal : "paper-broken");
  } catch (error) {
    if (error instanceof ThreadFailure)
      throw new DocumentsFailure(error.reason === "too-slow" ? "paper-too-slow" : "paper-broken");
    throw error;
  }
}
