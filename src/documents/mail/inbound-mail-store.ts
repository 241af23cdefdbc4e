import type { ColumnType, Generated, Reader, Transaction } from "../../platform/database.ts";
import { type InboundMail, type MailOutcome, openOutcomes } from "./inbound-mail.ts";
import type { MailKind } from "./mail-kind.ts";

type InboundMailRow = {
  id: string;
  raw_hash: string;
  bytes: ColumnType<number, number, never>;
  envelope_from: string;
  envelope_to: string[];
  received_at: Date;
  message_id: string | null;
  subject: string | null;
  sender: string | null;
  kind: MailKind | null;
  documents: number | null;
  warnings: Generated<string[]>;
  left_out: Generated<string[]>;
  words: Generated<string>;
  asks: Generated<boolean>;
  outcome: MailOutcome | null;
  order_id: string | null;
  opened_at: Date | null;
  handled_by: string | null;
  handled_at: Date | null;
};

declare module "../../platform/database.ts" {
  interface Tables {
    inbound_mails: InboundMailRow;
  }
}

export const mailColumns = [
  "id",
  "raw_hash as rawHash",
  "bytes",
  "envelope_from as envelopeFrom",
  "envelope_to as envelopeTo",
  "received_at as receivedAt",
  "message_id as messageId",
  "subject",
  "sender",
  "kind",
  "documents",
  "warnings",
  "left_out as leftOut",
  "words",
  "asks",
  "outcome",
  "order_id as orderId",
  "opened_at as openedAt",
] as const;

export function inboundMailRow(reader: Reader, id: string): Promise<InboundMail | undefined> {
  return reader.selectFrom("inbound_mails").select(mailColumns).where("id", "=", id).executeTakeFirst();
}

export type ReceivedMail = Pick<InboundMail, "id" | "rawHash" | "bytes" | "envelopeFrom" | "envelopeTo" | "receivedAt">;

/** False where the same bytes came before: senders that lost our answer, Exim among them, send again. */
export async function insertMail(tx: Transaction, mail: ReceivedMail): Promise<boolean> {
  const result = await tx
    .insertInto("inbound_mails")
    .values({
      id: mail.id,
      raw_hash: mail.rawHash,
      bytes: mail.bytes,
      envelope_from: mail.envelopeFrom,
      envelope_to: mail.envelopeTo,
      received_at: mail.receivedAt,
    })
    .onConflict((conflict) => conflict.column("raw_hash").doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

type MailFindings = {
  messageId: string | null;
  subject: string | null;
  sender: string | null;
  kind: MailKind | null;
  documents: number;
  warnings: string[];
  leftOut: string[];
  words: string;
  asks: boolean;
  outcome: MailOutcome;
  orderId: string | null;
};

/** Writes what the opening found; false where another run was first. */
export async function markOpened(tx: Transaction, id: string, found: MailFindings, now: Date): Promise<boolean> {
  const result = await tx
    .updateTable("inbound_mails")
    .set({
      message_id: found.messageId,
      subject: found.subject,
      sender: found.sender,
      kind: found.kind,
      documents: found.documents,
      warnings: found.warnings,
      left_out: found.leftOut,
      words: found.words,
      asks: found.asks,
      outcome: found.outcome,
      order_id: found.orderId,
      opened_at: now,
    })
    .where("id", "=", id)
    .where("opened_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** A person must read it after all: a file of it does not serve, and nobody else is told. */
export async function markAsks(tx: Transaction, id: string): Promise<void> {
  await tx.updateTable("inbound_mails").set({ asks: true }).where("id", "=", id).execute();
}

/** A person took care of it: for `orderId`, or for no order. False where somebody else was first. */
export async function markHandled(
  tx: Transaction,
  id: string,
  handled: { orderId: string | null; agentId: string; leftOut: string[] },
  now: Date,
): Promise<boolean> {
  const { orderId, agentId, leftOut } = handled;
  const result = await tx
    .updateTable("inbound_mails")
    .set({ outcome: "handled", order_id: orderId, handled_by: agentId, handled_at: now, left_out: leftOut })
    .where("id", "=", id)
    .where("outcome", "in", [...openOutcomes])
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
