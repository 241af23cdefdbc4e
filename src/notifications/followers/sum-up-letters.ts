import { type Transaction, transact } from "../../platform/database.ts";
import { enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { appointmentById } from "../../scheduling/appointments/scheduling-reads.ts";
import { headOf } from "../letters/order-facts.ts";
import { draftOf } from "../outbox/letter.ts";
import { sumUp } from "../outbox/letter-pace.ts";
import type { LetterKey } from "../outbox/message.ts";
import { type HeldLetter, heldLetters, lockLetters, markWithdrawn, releaseHeld } from "../outbox/message-store.ts";
import { sendMessage } from "../outbox/send-message.ts";
import { orderFacts } from "./notifications-reads.ts";

/**
 * The minutes are over in which letters on one topic waited: one leaves as it is, several as one that says all of it. One
 * about a time that was freed meanwhile is withdrawn, as on its delivery. A second run finds nothing to do.
 */
export async function sumUpLetters(ctx: Context, key: LetterKey): Promise<void> {
  await transact(ctx.db, async (tx) => {
    await lockLetters(tx, key);
    const [first, ...more] = await standing(ctx, tx, await heldLetters(tx, key));
    if (!first) return;
    const ids = [first, ...more].map(({ id }) => id);
    if (more.length === 0) {
      await releaseHeld(tx, ids, null);
      await enqueue(tx, "notifications.deliver", { messageId: first.id }, { key: first.id });
      return;
    }
    const { orderId, recipient, topic } = key;
    const facts = await orderFacts(tx, orderId);
    if (!facts) return;
    const letter = sumUp([first.letter, ...more.map((one) => one.letter)]);
    const into = await sendMessage(ctx, tx, {
      dedupeKey: `summed-up:${first.id}`,
      orderId,
      raId: facts.raId,
      channel: "email",
      recipient,
      draft: draftOf(headOf(facts, ctx.config.publicUrl), letter),
      pace: { topic, leavesAt: ctx.clock.now(), letter: null },
    });
    await releaseHeld(tx, ids, into ?? null);
  });
}

async function standing(ctx: Context, tx: Transaction, held: readonly HeldLetter[]): Promise<HeldLetter[]> {
  const stand: HeldLetter[] = [];
  for (const one of held) {
    const visit = one.appointmentId === null ? undefined : await appointmentById(tx, one.appointmentId);
    if (visit?.status !== "released") stand.push(one);
    else {
      await releaseHeld(tx, [one.id], null);
      await markWithdrawn(tx, one.id, ctx.clock.now());
    }
  }
  return stand;
}
