import type { ColumnType, Reader, Transaction } from "../platform/database.ts";
import type { Message } from "./message.ts";

export type MessageRow = {
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
};

declare module "../platform/database.ts" {
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
] as const;

export function messageRow(reader: Reader, id: string): Promise<Message | undefined> {
  return reader.selectFrom("messages").select(messageColumns).where("id", "=", id).executeTakeFirst();
}

export type NewMessage = Omit<Message, "sentAt" | "sentVia" | "failedAt" | "attempts" | "lastError" | "withdrawnAt"> & {
  dedupeKey: string;
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
