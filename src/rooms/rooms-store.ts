import type { Pause, ShownStep } from "../contract/room-wire.ts";
import { type ColumnType, jsonb, sql, type Transaction } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import type { Admission } from "./room.ts";
import type { RoomLine } from "./rooms-reads.ts";

declare module "../platform/database.ts" {
  interface Tables {
    rooms: {
      id: string;
      appointment_id: string;
      order_id: string;
      ra_id: string;
      agent_id: string;
      provider: string;
      opens_at: Date;
      dies_at: Date;
      created_at: Date;
      announced_at: Date | null;
      consented_at: Date | null;
      step: ColumnType<ShownStep | null, never, unknown>;
      pause: ColumnType<Pause | null, never, unknown>;
      closed_at: Date | null;
      closed_reason: string | null;
      report_hash: string | null;
    };
    lobby_entries: {
      id: string;
      room_id: string;
      display_name: string;
      device_test: ColumnType<Record<string, unknown>, unknown, unknown>;
      entered_at: Date;
      seen_at: Date;
    };
    admissions: {
      id: string;
      room_id: string;
      agent_id: string;
      outcome: Admission;
      reason: string;
      decided_at: Date;
    };
    room_lines: {
      id: string;
      room_id: string;
      author: "applicant" | "agent" | "interpreter" | "system";
      text: string;
      written_at: Date;
      key: string | null;
    };
  }
}

type NewRoom = {
  id: string;
  appointmentId: string;
  orderId: string;
  raId: string;
  agentId: string;
  provider: string;
  opensAt: Date;
  diesAt: Date;
};

/** The room of the appointment: a new one, or the one that is there (false). */
export async function insertRoom(tx: Transaction, room: NewRoom, now: Date): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into rooms (id, appointment_id, order_id, ra_id, agent_id, provider, opens_at, dies_at, created_at)
    values (${room.id}, ${room.appointmentId}, ${room.orderId}, ${room.raId}, ${room.agentId}, ${room.provider},
      ${room.opensAt}, ${room.diesAt}, ${now})
    on conflict (appointment_id) do nothing returning id`.execute(tx);
  return rows.length > 0;
}

/** Holds the room's row to the end of the transaction, so that two decisions on it come one after the other. */
export async function lockRoom(tx: Transaction, roomId: string): Promise<void> {
  await tx.selectFrom("rooms").select("id").where("id", "=", roomId).forUpdate().execute();
}

/** True when it had not been told yet. */
export async function markAnnounced(tx: Transaction, roomId: string, now: Date): Promise<boolean> {
  const open = tx.updateTable("rooms").set({ announced_at: now }).where("id", "=", roomId);
  const done = await open.where("announced_at", "is", null).where("closed_at", "is", null).executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

/** True when it was not closed before. */
export async function markClosed(tx: Transaction, roomId: string, reason: string, now: Date): Promise<boolean> {
  const close = tx.updateTable("rooms").set({ closed_at: now, closed_reason: reason }).where("id", "=", roomId);
  const done = await close.where("closed_at", "is", null).executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

export async function markReopened(tx: Transaction, roomId: string): Promise<void> {
  await tx.updateTable("rooms").set({ closed_at: null, closed_reason: null }).where("id", "=", roomId).execute();
}

/** Another agent conducts it; false where it is closed. */
export async function changeRoomAgent(tx: Transaction, appointmentId: string, agentId: string): Promise<boolean> {
  const change = tx.updateTable("rooms").set({ agent_id: agentId }).where("appointment_id", "=", appointmentId);
  const done = await change.where("closed_at", "is", null).executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

/** True the first time. */
export async function markConsented(tx: Transaction, roomId: string, now: Date): Promise<boolean> {
  const consent = tx.updateTable("rooms").set({ consented_at: now }).where("id", "=", roomId);
  const done = await consent.where("consented_at", "is", null).executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

export async function setStep(tx: Transaction, roomId: string, step: ShownStep): Promise<void> {
  await tx
    .updateTable("rooms")
    .set({ step: jsonb(step) })
    .where("id", "=", roomId)
    .execute();
}

export async function setPause(tx: Transaction, roomId: string, pause: Pause | null): Promise<void> {
  await tx
    .updateTable("rooms")
    .set({ pause: pause && jsonb(pause) })
    .where("id", "=", roomId)
    .execute();
}

/** A knock: takes the place, or renews it under the name given now. */
export async function upsertLobbyEntry(
  tx: Transaction,
  entry: { roomId: string; displayName: string; deviceTest: Record<string, unknown> },
  now: Date,
): Promise<void> {
  const { roomId, displayName, deviceTest } = entry;
  await sql`insert into lobby_entries (id, room_id, display_name, device_test, entered_at, seen_at)
    values (${newId()}, ${roomId}, ${displayName}, ${jsonb(deviceTest)}, ${now}, ${now})
    on conflict (room_id) do update set display_name = excluded.display_name, device_test = excluded.device_test,
      entered_at = excluded.entered_at, seen_at = excluded.seen_at`.execute(tx);
}

export async function insertSeat(
  tx: Transaction,
  seat: { roomId: string; member: string; agentId: string | null; address: string; userAgent: string },
  now: Date,
): Promise<void> {
  const { roomId, member, agentId, address, userAgent } = seat;
  await sql`insert into room_seats (id, room_id, member, agent_id, address, user_agent, first_seen_at)
    values (${newId()}, ${roomId}, ${member}, ${agentId}, ${address}, ${userAgent}, ${now})
    on conflict do nothing`.execute(tx);
}

export async function insertAdmission(
  tx: Transaction,
  admission: { roomId: string; agentId: string; outcome: Admission; reason: string },
  now: Date,
): Promise<void> {
  const { roomId, agentId, outcome, reason } = admission;
  await tx
    .insertInto("admissions")
    .values({ id: newId(), room_id: roomId, agent_id: agentId, outcome, reason, decided_at: now })
    .execute();
}

/** Writes a line and gives it; under a key that its author used before in this room, gives the line written then. */
export async function insertLine(tx: Transaction, line: RoomLine & { roomId: string }): Promise<RoomLine> {
  const { roomId, writtenAt, ...kept } = line;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("room_lines")
    .values({ ...kept, room_id: roomId, written_at: writtenAt })
    .onConflict((conflict) => conflict.columns(["room_id", "author", "key"]).where("key", "is not", null).doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 1n) return { ...kept, writtenAt };
  return tx
    .selectFrom("room_lines")
    .select(["id", "author", "text", "written_at as writtenAt", "key"])
    .where("room_id", "=", roomId)
    .where("author", "=", kept.author)
    .where("key", "=", kept.key)
    .executeTakeFirstOrThrow();
}
