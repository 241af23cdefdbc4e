import { type Ask, fairThreads } from "../../platform/threads/fair-threads.ts";
import { ThreadFailure } from "../../platform/threads/guarded-thread.ts";
import type { PaperRefusal } from "../documents-failures.ts";
import { type PaperMedia, paperMedia } from "./paper-media.ts";

export type PaperQuestion =
  | ({ media: PaperMedia; content: Uint8Array } & (
      | { act: "inspect" }
      | { act: "render"; page: number; dpi: number; side: number }
    ))
  /** A phone's HEIC as the JPEG that every screen, and the dossier's reader, can show. */
  | { act: "convert"; content: Uint8Array };
export type PaperAnswer =
  | { pages: number }
  | { jpeg: Uint8Array; width: number; height: number }
  /** It has no such page. */
  | { missing: "page" }
  | { refusal: PaperRefusal };

export type PaperVerdict =
  /** `converted`: what is kept instead of the file that came. */
  | { verdict: "accepted"; mediaType: PaperMedia; pages: number; converted?: Uint8Array }
  | { verdict: "refused"; mediaType: string; pages: 0; reason: PaperRefusal };

export type AskPaper = Ask<PaperQuestion, PaperAnswer>;

const gate = fairThreads<PaperQuestion, PaperAnswer>("documents/papers/paper-worker", {
  threads: 2,
  quickMs: 1_000,
  milliseconds: 10_000,
  heapMb: 256,
  answersPerThread: 200,
});

/** Runs `work` when it is the turn of `account` at the gate: again from its start, where a first try took too long. */
export const atTheGate: <T>(account: string, work: (ask: AskPaper) => Promise<T>) => Promise<T> = gate.turn;

function refused(reason: PaperRefusal, mediaType = "application/octet-stream"): PaperVerdict {
  return { verdict: "refused", mediaType, pages: 0, reason };
}

/**
 * May this file be a paper? Size, then the first bytes, then a full opening in a guarded thread that a hostile
 * file can neither hold (10 s) nor fill. Never rejects because of the content, but as `ask` does where it asks for a
 * second turn. `content` is copied, not taken.
 */
export async function inspectPaper(content: Uint8Array, ask: AskPaper): Promise<PaperVerdict> {
  const media = paperMedia(content);
  if (typeof media !== "string")
    return media.refusal === "paper-is-heic" ? convertHeic(content, ask) : refused(media.refusal);
  try {
    const answer = await ask({ act: "inspect", media, content });
    if ("refusal" in answer) return refused(answer.refusal, media);
    if ("pages" in answer) return { verdict: "accepted", mediaType: media, pages: answer.pages };
    throw new Error("the paper thread drew a page when asked to inspect");
  } catch (error) {
    if (!(error instanceof ThreadFailure)) throw error;
    return refused(error.reason === "too-slow" ? "paper-too-slow" : "paper-broken", media);
  }
}

/** What cannot be converted is refused with words that ask for a JPG. */
async function convertHeic(content: Uint8Array, ask: AskPaper): Promise<PaperVerdict> {
  try {
    const answer = await ask({ act: "convert", content });
    if (!("jpeg" in answer)) return refused("paper-is-heic");
    return { verdict: "accepted", mediaType: "image/jpeg", pages: 1, converted: answer.jpeg };
  } catch (error) {
    if (!(error instanceof ThreadFailure)) throw error;
    return refused("paper-is-heic");
  }
}
