import { missingPapers } from "../documents/documents-views.ts";
import type { Context } from "../platform/context.ts";
import { type Transaction, transact } from "../platform/database.ts";
import { draftOf, type Letter } from "./letter.ts";
import { orderFacts } from "./notifications-views.ts";
import { headOf, type OrderFacts } from "./order-facts.ts";
import { sendMessage } from "./send-message.ts";

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
  const isNew = await sendMessage(ctx, tx, { dedupeKey, orderId, raId, channel: "email", recipient, draft });
  return isNew ? "told" : "earlier";
}

/** Titles of the papers that must still come. */
export async function missingTitles(ctx: Context, tx: Transaction, orderId: string): Promise<string[]> {
  const missing = await missingPapers(tx, orderId, ctx.clock.now());
  return missing.map(({ title }) => title);
}
