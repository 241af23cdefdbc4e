import { hourMs, later, minuteMs } from "../../platform/time/durations.ts";
import type { PaperRefusal } from "../documents-failures.ts";
import type { Paper, PaperSide } from "./paper.ts";

declare module "../../platform/jobs/jobs.ts" {
  interface JobPayloads {
    /** What the desk of papers failed on, for a reason that is not the file's. */
    "documents.judge-paper": { arrivalId: string; orderId: string };
    /** Every file of the batch has its verdict: what they were judged from goes. */
    "documents.forget-batch": { batchId: string; orderId: string };
  }
}

/** A file that came and waits for its verdict; `kind` and `side` are what the sender says it is. */
export type PaperArrival = Pick<Paper, "id" | "orderId" | "mailId" | "source" | "fileName" | "kind" | "side"> &
  Pick<Paper, "hash" | "bytes" | "senderIsHolder" | "receivedAt"> & {
    /** What came together, one form or one mail: also the key of its content until all have their verdict. */
    batchId: string;
    /** Its order's time of this hour is used up until then. */
    waitsUntil: Date | null;
  };

/** A file as it comes. */
export type IncomingFile = {
  name: string;
  content: Uint8Array;
  kind?: string | undefined;
  side?: PaperSide | undefined;
};

/** An order holds at most this many files: more is a mistake or an attack. */
export const mostPapers = 40;
/** Of which by mail, so that whoever knows a number cannot fill the places of its holder. */
export const mostMailedPapers = 30;

/** How many more files an order may take from there; `held` counts files with and without a verdict. */
export function roomFor(source: Paper["source"], held: { all: number; mailed: number }): number {
  const left = mostPapers - held.all;
  return Math.max(0, source === "mail" ? Math.min(left, mostMailedPapers - held.mailed) : left);
}

/** How long the reading threads work for an order's files in one hour, counted apart for its page and for mail. */
export const paperTimeMs = minuteMs;

export const hourOf = (now: Date): Date => new Date(Math.floor(now.getTime() / hourMs) * hourMs);

/** When the next file of the order may be opened; undefined: now. */
export function waitsFor(usedMs: number, now: Date): Date | undefined {
  return usedMs < paperTimeMs ? undefined : later(hourOf(now), hourMs);
}

/** Whose turn a file's judging is. */
export const accountOf = ({ orderId, source }: Pick<PaperArrival, "orderId" | "source">) => `${orderId}/${source}`;

/** Whether another look at the file may end differently; after an acceptance or any other refusal it would not. */
export function isWorthAnotherLook(reason: PaperRefusal | null): boolean {
  return reason === "paper-too-slow" || reason === "paper-broken";
}
