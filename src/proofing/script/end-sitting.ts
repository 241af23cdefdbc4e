import type { AgentPrincipal } from "../../people/agent.ts";
import type { Context } from "../../platform/settings/context.ts";
import { closeRoom } from "../../rooms/sitting/close-room.ts";
import { proofingOfRoom } from "../proofing-reads.ts";

/**
 * The agent ends the call. Without a decision the room may be opened again inside its time, so its recording is put away
 * only then. Failures: as `closeRoom`.
 */
export async function endSitting(ctx: Context, command: { roomId: string; by: AgentPrincipal }): Promise<void> {
  const undecided = !(await proofingOfRoom(ctx.db, command.roomId))?.validation;
  await closeRoom(ctx, { ...command, reason: "attended", undecided });
}
