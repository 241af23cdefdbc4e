import type { AgentPrincipal } from "../people/agent.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failure.ts";
import { reopenRoom } from "../rooms/reopen-room.ts";
import { lockProofing } from "./proofing-store.ts";
import { proofingOfRoom } from "./proofing-views.ts";

/**
 * Its agent opens a sitting again that was ended too soon; never one that is decided, also in the moment before the
 * decision's jobs have run. Failures: room-not-found, not-allowed, room-not-reopenable.
 */
export async function reopenSitting(ctx: Context, command: { roomId: string; by: AgentPrincipal }): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const known = await proofingOfRoom(tx, command.roomId);
    const proofing = known && (await lockProofing(tx, known.id));
    if (proofing?.validation) throw new Failure("room-not-reopenable");
    await reopenRoom(tx, command, ctx.clock.now());
  });
}
