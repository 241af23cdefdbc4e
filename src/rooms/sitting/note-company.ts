import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { mayConduct, roomState } from "../room.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { roomById } from "../rooms-reads.ts";

/**
 * The agent saw (or no longer sees) another person beside the applicant. Each sighting is a fact with its time, for the
 * second person who watches the recording. Failures: room-not-found, not-allowed, room-not-admitted.
 */
export async function noteCompany(
  ctx: Context,
  command: { roomId: string; agent: AgentPrincipal; seen: boolean },
): Promise<void> {
  const now = ctx.clock.now();
  const { roomId, agent, seen } = command;
  await transact(ctx.db, async (tx) => {
    const room = await roomById(tx, roomId);
    if (!room) throw new RoomsFailure("room-not-found");
    if (!mayConduct(agent, room)) throw new Failure("not-allowed");
    if (roomState(room, now) !== "in-session") throw new RoomsFailure("room-not-admitted");
    const act = seen ? "company.seen" : "company.gone";
    await record(tx, { chain: `order:${room.orderId}`, act, actor: actorOf(agent), details: { roomId } }, now);
  });
}
