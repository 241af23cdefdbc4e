import { type ColumnType, type Generated, type Reader, sql, type Transaction } from "../../platform/database.ts";
import type { Letter } from "./letter.ts";
import type { LetterKey, Message, Topic } from "./message.ts";

type MessageRow = {
  id: string;
  order_id: string | null;
  purchase_id: string | null;
  ra_id: string | null;
  channel: "email" | "sms";
  template: string;
  recipient: string;
  subject: string;
  body_text: string;
  body_html: string | null;
  sealed_code: Buffer | null;
  calendar: string | null;
  calendar_method: "REQUEST" | "CANCEL" | null;
  dedupe_key: string;
  created_at: Date;
  sent_at: Date | null;
  sent_via: "smtp" | "sms" | "mailbox" | null;
  failed_at: Date | null;
  attempts: ColumnType<number, number | undefined, number>;
  last_error: string | null;
  in_reply_to: string | null;
  appointment_id: string | null;
  withdrawn_at: Date | null;
  topic: Topic | null;
  leaves_at: Date | null;
  held: Generated<boolean>;
  letter: string | null;
  summed_into: string | null;
};

declare module "../../platform/database.ts" {
  interface Tables {
    messages: MessageRow;
  }
}

export const messageColumns = [
  "id",
  "order_id as orderId",
  "purchase_id as purchaseId",
  "ra_id as raId",
  "channel",
  "template",
  "recipient",
  "subject",
  "body_text as bodyText",
  "body_html as bodyHtml",
  "sealed_code as sealedCode",
  "calendar",
  "calendar_method as calendarMethod",
  "created_at as createdAt",
  "sent_at as sentAt",
  "sent_via as sentVia",
  "failed_at as failedAt",
  "attempts",
  "last_error as lastError",
  "in_reply_to as inReplyTo",
  "appointment_id as appointmentId",
  "withdrawn_at as withdrawnAt",
  "topic",
  "leaves_at as leavesAt",
  "held",
  "summed_into as summedInto",
] as const;

export function messageRow(reader: Reader, id: string): Promise<Message | undefined> {
  return reader.selectFrom("messages").select(messageColumns).where("id", "=", id).executeTakeFirst();
}

type NewMessage = Omit<
  Message,
  "sentAt" | "sentVia" | "failedAt" | "attempts" | "lastError" | "withdrawnAt" | "summedInto"
> & {
  dedupeKey: string;
  /** Of one that is held. */
  letter: Letter | null;
};

/** False where a message with that key exists: the handler ran twice, the person is told once. */
export async function insertMessage(tx: Transaction, message: NewMessage): Promise<boolean> {
  const result = await tx
    .insertInto("messages")
    .values({
      id: message.id,
      order_id: message.orderId,
      purchase_id: message.purchaseId,
      ra_id: message.raId,
      channel: message.channel,
      template: message.template,
      recipient: message.recipient,
      subject: message.subject,
      body_text: message.bodyText,
      body_html: message.bodyHtml,
      sealed_code: message.sealedCode,
      calendar: message.calendar,
      calendar_method: message.calendarMethod,
      dedupe_key: message.dedupeKey,
      created_at: message.createdAt,
      in_reply_to: message.inReplyTo,
      appointment_id: message.appointmentId,
      topic: message.topic,
      leaves_at: message.leavesAt,
      held: message.held,
      letter: message.letter && JSON.stringify(message.letter),
    })
    .onConflict((conflict) => conflict.column("dedupe_key").doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Final: a late failure cannot overwrite it. The code is erased unless the mailbox must still show it. */
export async function markSent(tx: Transaction, id: string, via: "smtp" | "sms" | "mailbox", now: Date): Promise<void> {
  await tx
    .updateTable("messages")
    .set((row) => ({
      sent_at: now,
      sent_via: via,
      attempts: row("attempts", "+", 1),
      failed_at: null,
      ...(via !== "mailbox" && { sealed_code: null }),
    }))
    .where("id", "=", id)
    .where("sent_at", "is", null)
    .execute();
}

/** One more failed attempt; with `final` the message is given up. */
export async function markAttempt(
  tx: Transaction,
  id: string,
  error: string,
  final: boolean,
  now: Date,
): Promise<void> {
  await tx
    .updateTable("messages")
    .set((row) => ({
      attempts: row("attempts", "+", 1),
      last_error: error,
      ...(final && { failed_at: now, sealed_code: null }),
    }))
    .where("id", "=", id)
    .where("sent_at", "is", null)
    .execute();
}

/** The time it speaks of is no more: final, like a sent one. */
export async function markWithdrawn(tx: Transaction, id: string, now: Date): Promise<void> {
  await tx
    .updateTable("messages")
    .set({ withdrawn_at: now })
    .where("id", "=", id)
    .where("sent_at", "is", null)
    .where("failed_at", "is", null)
    .execute();
}

/** A message that was given up goes out again; false where it was not. */
export async function reopenFailed(tx: Transaction, id: string): Promise<boolean> {
  const result = await tx
    .updateTable("messages")
    .set({ failed_at: null, attempts: 0 })
    .where("id", "=", id)
    .where("failed_at", "is not", null)
    .where("template", "<>", "contact-code")
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** One at a time for one topic: each sees what the one before wrote. */
export async function lockLetters(tx: Transaction, { orderId, recipient, topic }: LetterKey): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`letters ${orderId} ${topic} ${recipient}`}, 0))`.execute(
    tx,
  );
}

/** When the latest letter of the topic left, or is to; withdrawn ones told nobody anything. */
export async function lastLeaving(
  tx: Transaction,
  { orderId, recipient, topic }: LetterKey,
): Promise<Date | undefined> {
  const row = await tx
    .selectFrom("messages")
    .select("leaves_at as leavesAt")
    .where("order_id", "=", orderId)
    .where("topic", "=", topic)
    .where("recipient", "=", recipient)
    .where("leaves_at", "is not", null)
    .where("withdrawn_at", "is", null)
    .orderBy("leaves_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.leavesAt ?? undefined;
}

export type HeldLetter = { id: string; appointmentId: string | null; letter: Letter };

/** Those that wait for their time, oldest first, locked. */
export async function heldLetters(tx: Transaction, { orderId, recipient, topic }: LetterKey): Promise<HeldLetter[]> {
  return tx
    .selectFrom("messages")
    .select(["id", "appointment_id as appointmentId", sql<Letter>`letter`.as("letter")])
    .where("order_id", "=", orderId)
    .where("topic", "=", topic)
    .where("recipient", "=", recipient)
    .where("held", "=", true)
    .orderBy("created_at")
    .orderBy("id")
    .forUpdate()
    .execute();
}

/** Their time has come: said by another message where `into` is given. */
export async function releaseHeld(tx: Transaction, ids: readonly string[], into: string | null): Promise<void> {
  await tx
    .updateTable("messages")
    .set({ held: false, letter: null, summed_into: into })
    .where("id", "in", ids)
    .execute();
}
