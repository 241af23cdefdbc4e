import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { roomById } from "../rooms-reads.ts";
import { markAnnounced } from "../rooms-store.ts";

/** Tells once that the room is open. Whether it is open depends on the hour alone, never on this having run. */
export async function openRoom(ctx: Context, command: { roomId: string }): Promise<void> {
  const now = ctx.clock.now();
  const { roomId } = command;
  await transact(ctx.db, async (tx) => {
    const room = await roomById(tx, roomId);
    if (!room || now < room.opensAt || !(await markAnnounced(tx, roomId, now))) return;
    await announce(tx, "room.opened", { roomId, orderId: room.orderId });
    const chain = `order:${room.orderId}` as const;
    await record(tx, { chain, act: "room.opened", actor: { kind: "system" }, details: { roomId } }, now);
  });
}
