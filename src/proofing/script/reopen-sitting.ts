import { isFrozen } from "../../irregularities/irregularities-reads.ts";
import type { AgentPrincipal } from "../../people/agent.ts";
import { type Reader, transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Room } from "../../rooms/room.ts";
import { RoomsFailure } from "../../rooms/rooms-failures.ts";
import { roomById } from "../../rooms/rooms-reads.ts";
import { canReopen, reopenRoom } from "../../rooms/sitting/reopen-room.ts";
import type { Proofing } from "../proofing.ts";
import { proofingOfRoom } from "../proofing-reads.ts";
import { lockProofing } from "../proofing-store.ts";

/**
 * Its agent opens a sitting again that was ended too soon; never one that is decided, given up or stands still for a
 * case, also in the moment before the jobs that free its time have run: nothing said in it could lead to a decision.
 * Failures: room-not-found, not-allowed, room-not-reopenable.
 */
export async function reopenSitting(ctx: Context, command: { roomId: string; by: AgentPrincipal }): Promise<void> {
  const { roomId } = command;
  await transact(ctx.db, async (tx) => {
    const known = await proofingOfRoom(tx, roomId);
    const proofing = known && (await lockProofing(tx, known.id));
    await reopenRoom(tx, command, ctx.clock.now());
    const { orderId } = (await roomById(tx, roomId))!;
    if (isOver(proofing) || (await isFrozen(tx, orderId))) throw new RoomsFailure("room-not-reopenable");
  });
}

/** Whether `reopenSitting` would open it now, for the page that offers it. */
export async function canReopenSitting(
  reader: Reader,
  room: Room,
  proofing: Proofing | undefined,
  now: Date,
): Promise<boolean> {
  return !isOver(proofing) && !(await isFrozen(reader, room.orderId)) && (await canReopen(reader, room, now));
}

const isOver = (proofing: Pick<Proofing, "validation" | "lapsedAt"> | undefined): boolean =>
  Boolean(proofing?.validation || proofing?.lapsedAt);
