import type { AgentPrincipal } from "../people/agent.ts";
import type { Context } from "../platform/context.ts";
import { Failure } from "../platform/failure.ts";
import { passOnRoom } from "../rooms/pass-on-room.ts";
import { roomById } from "../rooms/rooms-views.ts";
import { verifiersLeft } from "./proofing-views.ts";

/**
 * Passes a running sitting to another agent, and says before it whether anybody could still verify it. `aware`: whoever
 * passes it on knows that nobody could, and the AR's manager is asked to find somebody.
 * Failures: hand-over-leaves-nobody, and those of `passOnRoom`.
 */
export async function handOverSitting(
  ctx: Context,
  command: { roomId: string; agentId: string; aware: boolean; by: AgentPrincipal },
): Promise<void> {
  const { roomId, agentId, aware, by } = command;
  const room = await roomById(ctx.db, roomId);
  // A stranger learns nothing of who works in another AR: the hand-over itself refuses them.
  const mayKnow = room?.raId === by.raId;
  if (mayKnow && !aware && (await verifiersLeft(ctx.db, roomId, agentId)) === 0)
    throw new Failure("hand-over-leaves-nobody", {}, "ciente");
  await passOnRoom(ctx, { roomId, agentId, by });
}
