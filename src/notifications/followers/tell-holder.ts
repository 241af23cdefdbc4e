import { missingPapers } from "../../documents/papers/paper-reads.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { headOf, type OrderFacts } from "../letters/order-facts.ts";
import { draftOf, type Letter } from "../outbox/letter.ts";
import { leavesAt, paceAt, topicOf } from "../outbox/letter-pace.ts";
import type { LetterKey } from "../outbox/message.ts";
import { lastLeaving, lockLetters } from "../outbox/message-store.ts";
import { sendMessage } from "../outbox/send-message.ts";
import { orderFacts } from "./notifications-reads.ts";

/**
 * Writes one letter to the order's holder, in one transaction with what `also` does. `write` gets the facts of now and
 * may answer undefined: nothing to say. The same `dedupeKey` is told once.
 */
export async function tellHolder(
  ctx: Context,
  orderId: string,
  dedupeKey: string,
  write: (facts: OrderFacts, tx: Transaction) => Letter | undefined | Promise<Letter | undefined>,
  also?: (tx: Transaction) => Promise<void>,
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    await also?.(tx);
    await writeHolder(ctx, tx, orderId, dedupeKey, write);
  });
}

/** As `tellHolder`, in the caller's transaction. "earlier": the same key was told before. */
export async function writeHolder(
  ctx: Context,
  tx: Transaction,
  orderId: string,
  dedupeKey: string,
  write: (facts: OrderFacts, tx: Transaction) => Letter | undefined | Promise<Letter | undefined>,
): Promise<"told" | "earlier" | "nothing"> {
  const facts = await orderFacts(tx, orderId);
  const letter = facts && (await write(facts, tx));
  if (!facts?.email || !letter) return "nothing";
  const draft = draftOf(headOf(facts, ctx.config.publicUrl), letter);
  const { raId, email: recipient } = facts;
  const pace = await paceOf(tx, letter, { orderId, recipient }, ctx.clock.now());
  const outgoing = { dedupeKey, orderId, raId, channel: "email", recipient, draft, ...(pace && { pace }) } as const;
  const id = await sendMessage(ctx, tx, outgoing);
  if (id && pace?.letter) {
    const { topic, leavesAt: startAt } = pace;
    const key = `${orderId}:${topic}:${recipient}`;
    await enqueue(tx, "notifications.sum-up", { orderId, recipient, topic }, { startAt, key });
  }
  return id ? "told" : "earlier";
}

/** Within minutes of another on its topic it waits, and is summed up with what else comes (letter-pace.ts). */
async function paceOf(tx: Transaction, letter: Letter, to: Omit<LetterKey, "topic">, now: Date) {
  const pace = paceAt(now);
  const topic = pace && topicOf(letter, pace);
  if (!topic) return undefined;
  const key = { ...to, topic };
  await lockLetters(tx, key);
  const leaves = leavesAt(letter, await lastLeaving(tx, key), pace, now);
  return { topic, leavesAt: leaves, letter: leaves > now ? letter : null };
}

/** Titles of the papers that must still come. */
export async function missingTitles(ctx: Context, tx: Transaction, orderId: string): Promise<string[]> {
  const missing = await missingPapers(tx, orderId, ctx.clock.now());
  return missing.map(({ title }) => title);
}
