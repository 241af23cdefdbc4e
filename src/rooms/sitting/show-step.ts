import type { ShownStep } from "../../contract/room-wire.ts";
import type { AgentPrincipal } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { mayConduct } from "../room.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { roomById } from "../rooms-reads.ts";
import { setStep } from "../rooms-store.ts";

/**
 * What the applicant's page shows as the present step; remembered, so a reload or another device shows the same.
 * Failures: room-not-found, not-allowed, room-ended.
 */
export async function showStep(
  ctx: Context,
  command: { roomId: string; agent: AgentPrincipal; step: ShownStep },
): Promise<void> {
  const { roomId, agent, step } = command;
  await transact(ctx.db, async (tx) => {
    const room = await roomById(tx, roomId);
    if (!room) throw new RoomsFailure("room-not-found");
    if (!mayConduct(agent, room)) throw new Failure("not-allowed");
    if (room.closedAt) throw new RoomsFailure("room-ended");
    await setStep(tx, roomId, step);
  });
}
