import { type Chain, record } from "../../audit/record.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { isId } from "../../platform/ids.ts";
import type { EventPayloads } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { type Trouble, wordsOf } from "./trouble.ts";
import { lockTrouble, putTrouble, settleTroubleRow } from "./trouble-store.ts";

/** Where a trouble is told: in its order's trail, its AR's, or the installation's. */
export const chainOfTrouble = ({ orderId, raId }: Pick<Trouble, "orderId" | "raId">): Chain =>
  orderId ? `order:${orderId}` : raId ? `ar:${raId}` : "installation";

/** A job fails and fails: it goes on the list of its order's AR, of the AR alone, or of the installation. Again only updates it. */
export async function noteTrouble(ctx: Context, stalled: EventPayloads["job.stalled"]): Promise<void> {
  const { jobId, name, attempts, lastError, givenUp } = stalled;
  await transact(ctx.db, async (tx) => {
    const about = await subjectIn(tx, stalled.subject);
    const failedAt = new Date(stalled.at);
    const givenUpAt = givenUp ? failedAt : null;
    const isNew = await putTrouble(tx, { jobId, name, ...about, attempts, lastError, failedAt, givenUpAt });
    if (!isNew && !givenUp) return;
    const details = { jobId, name, words: wordsOf(name), attempts, givenUp };
    const deed = { chain: chainOfTrouble(about), act: "job.stalled", actor: { kind: "system" as const }, details };
    await record(tx, deed, failedAt);
  });
}

async function subjectIn(
  tx: Transaction,
  { orderId, raId }: EventPayloads["job.stalled"]["subject"],
): Promise<Pick<Trouble, "orderId" | "raId">> {
  const order = !orderId || !isId(orderId) ? undefined : await orderById(tx, orderId);
  return { orderId: order?.id ?? null, raId: order?.raId ?? raId ?? null };
}

/** It ran after all, or nothing is left of it to run: off the list. */
export async function settleTrouble(ctx: Context, settled: EventPayloads["job.settled"]): Promise<void> {
  const { jobId, name, outcome } = settled;
  await transact(ctx.db, async (tx) => {
    const at = new Date(settled.at);
    const known = await lockTrouble(tx, jobId);
    if (!(await settleTroubleRow(tx, { jobId, name, outcome, at })) || !known) return;
    const details = { jobId, name, outcome };
    await record(tx, { chain: chainOfTrouble(known), act: "job.settled", actor: { kind: "system" }, details }, at);
  });
}
