import type { Reader, Transaction } from "../../platform/database.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    guest_passes: {
      id: string;
      room_id: string;
      member: "interpreter";
      name: string;
      made_by: string;
      token_hash: string;
      made_at: Date;
      expires_at: Date;
      seat_hash: string | null;
      opened_at: Date | null;
      left_at: Date | null;
    };
  }
}

type NewPass = { id: string; roomId: string; name: string; madeBy: string; tokenHash: string; expiresAt: Date };

export async function insertPass(tx: Transaction, pass: NewPass, now: Date): Promise<void> {
  const { id, roomId, name, madeBy, tokenHash, expiresAt } = pass;
  const keys = { id, room_id: roomId, member: "interpreter" as const, name, made_by: madeBy, token_hash: tokenHash };
  await tx
    .insertInto("guest_passes")
    .values({ ...keys, made_at: now, expires_at: expiresAt, seat_hash: null, opened_at: null, left_at: null })
    .execute();
}

/** The room of a pass that was still good, taken by this browser now; undefined for any other. */
export async function takePass(
  tx: Transaction,
  tokenHash: string,
  seatHash: string,
  now: Date,
): Promise<{ roomId: string } | undefined> {
  return tx
    .updateTable("guest_passes")
    .set({ seat_hash: seatHash, opened_at: now })
    .where("token_hash", "=", tokenHash)
    .where("seat_hash", "is", null)
    .where("expires_at", ">", now)
    .returning("room_id as roomId")
    .executeTakeFirst();
}

/** A pass by its token, used or expired too, unless its seat was given up. Changes nothing. */
export async function passByToken(
  reader: Reader,
  tokenHash: string,
): Promise<{ roomId: string; name: string; expiresAt: Date; seatHash: string | null } | undefined> {
  return reader
    .selectFrom("guest_passes")
    .select(["room_id as roomId", "name", "expires_at as expiresAt", "seat_hash as seatHash"])
    .where("token_hash", "=", tokenHash)
    .where("left_at", "is", null)
    .executeTakeFirst();
}

/** Whose seat was given up; undefined where this value holds none of the room (any more). */
export async function giveUpGuestSeat(
  tx: Transaction,
  roomId: string,
  seatHash: string,
  now: Date,
): Promise<{ name: string } | undefined> {
  return tx
    .updateTable("guest_passes")
    .set({ left_at: now })
    .where("room_id", "=", roomId)
    .where("seat_hash", "=", seatHash)
    .where("left_at", "is", null)
    .returning("name")
    .executeTakeFirst();
}

export async function passOfSeat(
  reader: Reader,
  roomId: string,
  seatHash: string,
): Promise<{ name: string } | undefined> {
  return reader
    .selectFrom("guest_passes")
    .select("name")
    .where("room_id", "=", roomId)
    .where("seat_hash", "=", seatHash)
    .where("left_at", "is", null)
    .executeTakeFirst();
}
