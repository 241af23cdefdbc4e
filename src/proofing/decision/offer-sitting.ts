import type { AgentPrincipal } from "../../people/agent.ts";
import type { Context } from "../../platform/settings/context.ts";
import { offerHandOver } from "../../rooms/hand-over/offer-hand-over.ts";
import { roomById } from "../../rooms/rooms-reads.ts";
import { ProofingFailure } from "../proofing-failures.ts";
import { verifiersLeft } from "./second-person-reads.ts";

/**
 * Offers a running sitting to another agent, unless nobody could verify it afterwards. `aware`: it is offered all the
 * same, for whoever passes it on knows that; the AR's manager is asked to find somebody once it is accepted. Failures:
 * hand-over-leaves-nobody, and those of `offerHandOver`.
 */
export async function offerSitting(
  ctx: Context,
  command: { roomId: string; agentId: string; reason: string; aware: boolean; by: AgentPrincipal },
): Promise<{ handOverId: string }> {
  const { roomId, agentId, reason, aware, by } = command;
  const room = await roomById(ctx.db, roomId);
  // A stranger learns nothing of who works in another AR: the hand-over itself refuses them.
  const mayKnow = room?.raId === by.raId;
  if (mayKnow && !aware && (await verifiersLeft(ctx.db, roomId, agentId, ctx.clock.now())) === 0)
    throw new ProofingFailure("hand-over-leaves-nobody");
  return offerHandOver(ctx, { roomId, agentId, reason, by });
}
