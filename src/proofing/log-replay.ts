import { orderById } from "../orders/orders-views.ts";
import type { AgentPrincipal } from "../people/agent.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failure.ts";
import { newId } from "../platform/ids.ts";
import { awaitsVerification, mayCheck } from "./proofing.ts";
import { insertReplay, lockProofing } from "./proofing-store.ts";
import { replaysOf, roomFacts } from "./proofing-views.ts";
import { fastestReplay, fitsTheClock, type Stretch } from "./replay.ts";

/** Longest stretch of one report: the player reports every few seconds. */
const longestReportMs = 60_000;

/**
 * What the verifier's player showed since its last report. Claims that cannot be true (faster than the clock, beyond
 * the rate limit, of another room) are refused: replay-unbelievable.
 */
export async function logReplay(
  ctx: Context,
  command: { proofingId: string; stretch: Stretch; rate: number; by: AgentPrincipal },
): Promise<void> {
  const { stretch, rate, by } = command;
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const proofing = await lockProofing(tx, command.proofingId);
    const order = proofing && (await orderById(tx, proofing.orderId));
    if (!proofing || !order) throw new Failure("not-found");
    if (!mayCheck(by, proofing, order.cpf ?? "")) throw new Failure("not-allowed");
    if (!awaitsVerification(proofing)) throw new Failure("verification-not-due");
    const { recordings } = await roomFacts(tx, proofing.roomId);
    const own = recordings.some((piece) => piece.id === stretch.recordingId);
    const last = (await replaysOf(tx, proofing.id, by.id)).at(-1)?.watchedAt;
    const elapsedMs = last ? now.getTime() - last.getTime() : longestReportMs;
    const length = stretch.toMs - stretch.fromMs;
    const sane =
      stretch.fromMs >= 0 && length > 0 && length <= longestReportMs * rate && rate > 0 && rate <= fastestReplay;
    if (!own || !sane || !fitsTheClock(stretch, rate, elapsedMs)) throw new Failure("replay-unbelievable");
    const { recordingId } = stretch;
    const [fromMs, toMs] = [Math.floor(stretch.fromMs), Math.ceil(stretch.toMs)];
    const row = { id: newId(now.getTime()), proofingId: proofing.id, agentId: by.id, recordingId, fromMs, toMs, rate };
    await insertReplay(tx, row, now);
  });
}
