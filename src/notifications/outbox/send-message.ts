import type { Transaction } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Letter } from "./letter.ts";
import type { Draft, MessageChannel, Topic } from "./message.ts";
import { insertMessage } from "./message-store.ts";

type Outgoing = {
  /** One message per key for ever: `order-paid:<orderId>`. */
  dedupeKey: string;
  orderId: string | null;
  raId: string | null;
  channel: MessageChannel;
  recipient: string;
  draft: Draft;
  sealedCode?: Buffer;
  inReplyTo?: string;
  /** How it stands among the letters of its topic; `letter` of one that is held. */
  pace?: { topic: Topic; leavesAt: Date; letter: Letter | null };
};

/**
 * Puts a message into the outbox with the caller's transaction; its delivery is a job, unless it is held (sum-up-letters.ts
 * sends it then). Its id; undefined where the same key was told before.
 */
export async function sendMessage(ctx: Context, tx: Transaction, outgoing: Outgoing): Promise<string | undefined> {
  const now = ctx.clock.now();
  const id = newId(now.getTime());
  const { draft, sealedCode, inReplyTo, pace, ...to } = outgoing;
  const held = pace?.letter ?? null;
  const isNew = await insertMessage(tx, {
    id,
    ...to,
    template: draft.template,
    subject: draft.subject,
    bodyText: draft.text,
    bodyHtml: draft.html,
    sealedCode: sealedCode ?? null,
    calendar: draft.calendar?.content ?? null,
    calendarMethod: draft.calendar?.method ?? null,
    createdAt: now,
    inReplyTo: inReplyTo ?? null,
    appointmentId: draft.appointmentId ?? null,
    purchaseId: draft.purchaseId ?? null,
    topic: pace?.topic ?? null,
    leavesAt: pace?.leavesAt ?? null,
    held: held !== null,
    letter: held,
  });
  if (isNew && !held) await enqueue(tx, "notifications.deliver", { messageId: id }, { key: id });
  return isNew ? id : undefined;
}
