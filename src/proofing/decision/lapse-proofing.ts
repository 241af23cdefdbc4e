import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf, type Installation } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { roomById } from "../../rooms/rooms-reads.ts";
import { mayLapse } from "../proofing.ts";
import { ProofingFailure } from "../proofing-failures.ts";
import { lockProofing } from "../proofing-store.ts";
import { markLapsed } from "./lapse-store.ts";

/**
 * Nobody decided after the call had ended: the sitting counts as undecided, no decision comes any more, and the holder
 * books again. By the clock, or by a person of the AR before it. Failures: not-found, not-allowed,
 * decision-still-possible (the call runs, or it is decided).
 */
export async function lapseProofing(
  ctx: Context,
  command: { proofingId: string; by: AgentPrincipal | Installation },
): Promise<void> {
  const { proofingId, by } = command;
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const proofing = await lockProofing(tx, proofingId);
    if (!proofing) throw new Failure("not-found");
    if (by !== "installation" && !mayLapse(by, proofing.raId)) throw new Failure("not-allowed");
    const { orderId, roomId } = proofing;
    const room = await roomById(tx, roomId);
    if (!room?.closedAt || !(await markLapsed(tx, proofingId, now)))
      throw new ProofingFailure("decision-still-possible");
    await announce(tx, "proofing.lapsed", { orderId, proofingId, roomId });
    const details = { proofingId, roomId };
    await record(tx, { chain: `order:${orderId}`, act: "proofing.lapsed", actor: actorOf(by), details }, now);
  });
}
