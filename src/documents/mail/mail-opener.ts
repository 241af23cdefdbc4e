import { fairThreads } from "../../platform/threads/fair-threads.ts";
import { asSeen } from "../../platform/typed-text.ts";
import type { MailKind } from "./mail-kind.ts";

export type MailDocument = { name: string; declaredType: string; content: Uint8Array };

/** A calendar object that came along; `method` as its Content-Type declares it. */
export type MailCalendar = { text: string; method: string | undefined };

/** What is inside a raw message, nested messages (at most six deep) included. `sender` is a bare lower-case address or "". */
export type OpenedMail = {
  messageId: string | null;
  subject: string;
  sender: string;
  kind: MailKind;
  /** All of it, quoted and nested mails too: where numbers are looked for. */
  texts: string[];
  /** What this sender wrote; "" where nothing or where a machine answered. */
  words: string;
  /** A person must read the words. */
  asks: boolean;
  calendars: MailCalendar[];
  /** What may be papers: signatures, cards, logos and calendars are left out. */
  documents: MailDocument[];
  /** "too-many-attachments", "too-deep", "uuencoded", "winmail", "sealed", "encrypted", "cloud-link": told to the person who looks. */
  warnings: string[];
};

export type MailQuestion = { raw: Uint8Array; envelopeFrom: string };

const threads = fairThreads<MailQuestion, OpenedMail>("documents/mail/mail-worker", {
  threads: 2,
  quickMs: 5_000,
  milliseconds: 30_000,
  heapMb: 512,
  answersPerThread: 500,
});

/**
 * Takes a raw message apart in a thread of its own, senders in turns. `raw` is copied, not taken.
 * Rejects with ThreadFailure (too slow, out of memory, a parser that gave up): a person must look.
 */
export async function openRawMail(raw: Uint8Array, envelopeFrom: string): Promise<OpenedMail> {
  return asSeen(await threads.turn(envelopeFrom, (ask) => ask({ raw, envelopeFrom })));
}
