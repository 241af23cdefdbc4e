import type { MessageChannel } from "./message.ts";

/** A message ready to go: the code is in its place. */
export type Parcel = {
  id: string;
  channel: MessageChannel;
  recipient: string;
  subject: string;
  text: string;
  html: string | null;
  calendar: { method: "REQUEST" | "CANCEL"; content: string } | null;
  /** Display name of the sender and where answers go: the AR's. */
  from: { name: string; replyTo: string } | null;
  inReplyTo: string | null;
};

/** The recipient was refused for good: asking again would change nothing. */
export class UndeliverableError extends Error {}

/** Hands parcels to the outside. Rejects with UndeliverableError (for good) or anything else (try again). */
export type Courier = { deliver(parcel: Parcel): Promise<"smtp" | "sms" | "mailbox">; close(): void };
