import type { StillFault, StillKind } from "../../contract/room-wire.ts";
import type { Transaction } from "../../platform/database.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    stills: {
      id: string;
      room_id: string;
      kind: StillKind;
      nonce_hash: string;
      asked_by: string;
      asked_at: Date;
      taken_at: Date | null;
      received_at: Date | null;
      hash: string | null;
      bytes: number | null;
      width: number | null;
      height: number | null;
      light: number | null;
      glare: number | null;
      sharpness: number | null;
      faults: StillFault[] | null;
      recording_id: string | null;
      recording_offset_ms: number | null;
      recording_head: string | null;
    };
  }
}

export async function insertStillRequest(
  tx: Transaction,
  still: { id: string; roomId: string; kind: StillKind; nonceHash: string; askedBy: string },
  now: Date,
): Promise<void> {
  const { id, roomId, kind, nonceHash, askedBy } = still;
  const empty = { taken_at: null, received_at: null, hash: null, bytes: null, width: null, height: null };
  const asked = { id, room_id: roomId, kind, nonce_hash: nonceHash, asked_by: askedBy, asked_at: now };
  await tx
    .insertInto("stills")
    .values({ ...asked, ...empty })
    .execute();
}

/** Uses the nonce up, of several at once for one of them; undefined where there is none or it was used. */
export async function takeStillRequest(
  tx: Transaction,
  roomId: string,
  nonceHash: string,
  askedAfter: Date,
  now: Date,
): Promise<{ id: string; kind: StillKind } | undefined> {
  return tx
    .updateTable("stills")
    .set({ taken_at: now })
    .where("room_id", "=", roomId)
    .where("nonce_hash", "=", nonceHash)
    .where("asked_at", ">", askedAfter)
    .where("taken_at", "is", null)
    .returning(["id", "kind"])
    .executeTakeFirst();
}

type KeptPicture = {
  hash: string;
  bytes: number;
  width: number;
  height: number;
  light: number;
  glare: number;
  sharpness: number;
  faults: StillFault[];
  recording_id: string | null;
  recording_offset_ms: number | null;
  recording_head: string | null;
};

/** True when the request had no picture yet: a nonce is good once. */
export async function fillStill(tx: Transaction, id: string, picture: KeptPicture, now: Date): Promise<boolean> {
  const fill = tx
    .updateTable("stills")
    .set({ ...picture, received_at: now })
    .where("id", "=", id);
  const done = await fill.where("received_at", "is", null).executeTakeFirst();
  return done.numUpdatedRows > 0n;
}
