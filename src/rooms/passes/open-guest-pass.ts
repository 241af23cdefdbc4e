import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import { newToken, sha256Hex } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { roomById } from "../rooms-reads.ts";
import { giveUpGuestSeat, passByToken, passOfSeat, takePass } from "./guest-store.ts";

/**
 * What a pass is good for, by looking only. `isMine`: this browser (its cookie's value is `seat`) took it already.
 * Failures: guest-pass-used (also expired or unknown: the same words), room-ended.
 */
export async function lookAtGuestPass(
  ctx: Context,
  command: { token: string; seat: string | undefined },
): Promise<{ roomId: string; name: string; expiresAt: Date; isMine: boolean }> {
  const pass = await passByToken(ctx.db, sha256Hex(command.token));
  const isMine = Boolean(pass?.seatHash && command.seat && pass.seatHash === sha256Hex(command.seat));
  const isFree = pass !== undefined && pass.seatHash === null && pass.expiresAt > ctx.clock.now();
  if (!pass || !(isMine || isFree)) throw new RoomsFailure("guest-pass-used");
  if ((await roomById(ctx.db, pass.roomId))?.closedAt) throw new RoomsFailure("room-ended");
  return { roomId: pass.roomId, name: pass.name, expiresAt: pass.expiresAt, isMine };
}

/**
 * The first browser that takes a pass has its seat; `seat` goes into its cookie.
 * Failures: guest-pass-used (also expired or unknown: the same words), room-ended.
 */
export async function openGuestPass(
  ctx: Context,
  command: { token: string },
): Promise<{ roomId: string; seat: string }> {
  const now = ctx.clock.now();
  const seat = newToken();
  return transact(ctx.db, async (tx) => {
    const taken = await takePass(tx, sha256Hex(command.token), sha256Hex(seat), now);
    const room = taken && (await roomById(tx, taken.roomId));
    if (!room) throw new RoomsFailure("guest-pass-used");
    if (room.closedAt) throw new RoomsFailure("room-ended");
    const guest = await passOfSeat(tx, room.id, sha256Hex(seat));
    const actor = { kind: "provider" as const, name: guest!.name };
    const chain = `order:${room.orderId}` as const;
    await record(tx, { chain, act: "interpreter.came", actor, details: { roomId: room.id } }, now);
    return { roomId: room.id, seat };
  });
}

/** The guest's seat is given up, whoever holds its cookie's value; another invitation makes another seat. */
export async function leaveGuestSeat(ctx: Context, command: { roomId: string; seat: string }): Promise<void> {
  const now = ctx.clock.now();
  const { roomId, seat } = command;
  await transact(ctx.db, async (tx) => {
    const room = await roomById(tx, roomId);
    const guest = room && (await giveUpGuestSeat(tx, roomId, sha256Hex(seat), now));
    if (!room || !guest) return;
    const actor = { kind: "provider" as const, name: guest.name };
    await record(tx, { chain: `order:${room.orderId}`, act: "interpreter.left", actor, details: { roomId } }, now);
  });
}

/** Who holds the seat by this cookie's value; undefined where nobody does. */
export async function guestOf(
  ctx: Context,
  roomId: string,
  seat: string | undefined,
): Promise<{ name: string } | undefined> {
  return seat ? passOfSeat(ctx.db, roomId, sha256Hex(seat)) : undefined;
}
