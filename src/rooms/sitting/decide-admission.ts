import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { type Admission, admissionMoves, mayConduct, placeOf } from "../room.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { roomById } from "../rooms-reads.ts";
import { insertAdmission, lockRoom } from "../rooms-store.ts";
import { beginSession } from "../session-store.ts";

/**
 * The agent lets the applicant in, refuses with a reason, or puts them back into the lobby.
 * Failures: room-not-found, not-allowed, room-ended, room-nobody-waiting (the move is not possible from the present place).
 */
export async function decideAdmission(
  ctx: Context,
  command: { roomId: string; agent: AgentPrincipal; outcome: Admission; reason?: string },
): Promise<void> {
  const now = ctx.clock.now();
  const { roomId, agent, outcome, reason = "" } = command;
  await transact(ctx.db, async (tx) => {
    await lockRoom(tx, roomId);
    const room = await roomById(tx, roomId);
    if (!room) throw new RoomsFailure("room-not-found");
    if (!mayConduct(agent, room)) throw new Failure("not-allowed");
    if (room.closedAt) throw new RoomsFailure("room-ended");
    if (!admissionMoves[placeOf(room)].includes(outcome)) throw new RoomsFailure("room-nobody-waiting");
    await insertAdmission(tx, { roomId, agentId: agent.id, outcome, reason }, now);
    const { orderId } = room;
    if (outcome === "admitted") {
      await beginSession(tx, roomId, now);
      await announce(tx, "applicant.admitted", { roomId, orderId });
    }
    const details = { roomId, ...(reason ? { reason } : {}) };
    const act = `applicant.${outcome}`;
    await record(tx, { chain: `order:${orderId}`, act, actor: actorOf(agent), details }, now);
  });
}
