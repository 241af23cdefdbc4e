import type { Reader, Transaction } from "../../platform/database.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    camera_passes: {
      id: string;
      room_id: string;
      token_hash: string;
      made_at: Date;
      expires_at: Date;
      seat_hash: string | null;
      opened_at: Date | null;
      left_at: Date | null;
    };
  }
}

type NewCameraPass = { id: string; roomId: string; tokenHash: string; expiresAt: Date };

export async function insertCameraPass(tx: Transaction, pass: NewCameraPass, now: Date): Promise<void> {
  const { id, roomId, tokenHash, expiresAt } = pass;
  await tx
    .insertInto("camera_passes")
    .values({
      id,
      room_id: roomId,
      token_hash: tokenHash,
      made_at: now,
      expires_at: expiresAt,
      seat_hash: null,
      opened_at: null,
      left_at: null,
    })
    .execute();
}

/** The room of a pass that was still good, taken by this phone now; undefined for any other. */
export async function takeCameraPass(
  tx: Transaction,
  tokenHash: string,
  seatHash: string,
  now: Date,
): Promise<string | undefined> {
  const taken = await tx
    .updateTable("camera_passes")
    .set({ seat_hash: seatHash, opened_at: now })
    .where("token_hash", "=", tokenHash)
    .where("seat_hash", "is", null)
    .where("expires_at", ">", now)
    .returning("room_id as roomId")
    .executeTakeFirst();
  return taken?.roomId;
}

/** A pass by its token, used or expired too, unless its seat was given up. Changes nothing. */
export async function cameraPassByToken(
  reader: Reader,
  tokenHash: string,
): Promise<{ roomId: string; expiresAt: Date; seatHash: string | null } | undefined> {
  return reader
    .selectFrom("camera_passes")
    .select(["room_id as roomId", "expires_at as expiresAt", "seat_hash as seatHash"])
    .where("token_hash", "=", tokenHash)
    .where("left_at", "is", null)
    .executeTakeFirst();
}

/** False where this value holds no seat of the room (any more). */
export async function giveUpCameraSeat(tx: Transaction, roomId: string, seatHash: string, now: Date): Promise<boolean> {
  const left = await tx
    .updateTable("camera_passes")
    .set({ left_at: now })
    .where("room_id", "=", roomId)
    .where("seat_hash", "=", seatHash)
    .where("left_at", "is", null)
    .executeTakeFirst();
  return left.numUpdatedRows > 0n;
}

export async function holdsCameraSeat(reader: Reader, roomId: string, seatHash: string): Promise<boolean> {
  const found = await reader
    .selectFrom("camera_passes")
    .select("id")
    .where("room_id", "=", roomId)
    .where("seat_hash", "=", seatHash)
    .where("left_at", "is", null)
    .executeTakeFirst();
  return found !== undefined;
}
