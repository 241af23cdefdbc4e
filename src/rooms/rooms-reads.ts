import type { Pause, ShownStep } from "../contract/room-wire.ts";
import { type Reader, sql } from "../platform/database.ts";
import { type Admission, placeOf, type Room } from "./room.ts";

type RoomRow = Omit<Room, "lobby" | "admission" | "session" | "elsewhere"> & {
  provider: string;
  providerTitle: string;
  holderUrl: string | null;
  agentUrl: string | null;
  sessionId: string | null;
  sessionNumber: number | null;
  countsFrom: Date | null;
  beganAt: Date | null;
  displayName: string | null;
  enteredAt: Date | null;
  deviceTest: Record<string, unknown> | null;
  outcome: Admission | null;
  reason: string | null;
  decidedAt: Date | null;
  step: ShownStep | null;
  pause: Pause | null;
};

const roomQuery = sql`
  select r.id, r.appointment_id as "appointmentId", r.order_id as "orderId", o.number as "orderNumber", r.ra_id as "raId",
    r.agent_id as "agentId", g.name as "agentName", o.applicant_name as "applicantName",
    lower(a.during) as "startsAt", upper(a.during) as "endsAt", r.opens_at as "opensAt", r.dies_at as "diesAt",
    r.consented_at as "consentedAt", r.step, r.pause, r.closed_at as "closedAt", r.closed_reason as "closedReason",
    r.provider, v.title as "providerTitle", m.holder_url as "holderUrl", m.agent_url as "agentUrl",
    l.display_name as "displayName", l.entered_at as "enteredAt", l.device_test as "deviceTest",
    d.outcome, d.reason, d.decided_at as "decidedAt",
    s.id as "sessionId", s.number as "sessionNumber", s.began_at as "beganAt", s.counts_from as "countsFrom",
    exists (select 1 from rooms b where b.agent_id = r.agent_id and b.id <> r.id and b.closed_at is null
      and (select outcome from admissions where room_id = b.id order by decided_at desc, id desc limit 1) = 'admitted')
      as "agentIsBusy"
  from rooms r
  join appointments a on a.id = r.appointment_id
  join orders o on o.id = r.order_id
  join agents g on g.id = r.agent_id
  join meeting_providers v on v.name = r.provider
  left join room_meetings m on m.room_id = r.id and m.cancelled_at is null
  left join lobby_entries l on l.room_id = r.id
  left join room_sessions s on s.room_id = r.id and s.voided_at is null
  left join lateral (select outcome, reason, decided_at from admissions where room_id = r.id
    order by decided_at desc, id desc limit 1) d on true`;

function asRoom(row: RoomRow): Room {
  const { displayName, enteredAt, deviceTest, outcome, reason, decidedAt, ...rest } = row;
  const { sessionId, sessionNumber, beganAt, countsFrom, ...more } = rest;
  const { provider, providerTitle: title, holderUrl: holder, agentUrl: agent, ...room } = more;
  const links = holder !== null && agent !== null ? { holder, agent } : null;
  const elsewhere = provider === "own" ? null : { provider, title, links };
  const lobby = enteredAt ? { displayName: displayName!, enteredAt, deviceTest: deviceTest! } : null;
  const session = beganAt ? { id: sessionId!, number: sessionNumber!, beganAt, countsFrom } : null;
  return {
    ...room,
    elsewhere,
    lobby,
    session,
    admission: outcome ? { outcome, reason: reason!, decidedAt: decidedAt! } : null,
  };
}

export async function roomById(reader: Reader, id: string): Promise<Room | undefined> {
  return (await roomsById(reader, [id]))[0];
}

export async function roomsById(reader: Reader, ids: string[]): Promise<Room[]> {
  const { rows } = await sql<RoomRow>`${roomQuery} where r.id = any(${ids}::uuid[])`.execute(reader);
  return rows.map(asRoom);
}

/** The order's newest room: of its open appointment, else of its last sitting. */
export async function roomOfOrder(reader: Reader, orderId: string): Promise<Room | undefined> {
  const { rows } = await sql<RoomRow>`${roomQuery} where r.order_id = ${orderId}
    order by r.closed_at is not null, r.created_at desc limit 1`.execute(reader);
  return rows[0] && asRoom(rows[0]);
}

/** Who holds, or held to its end, a room of the order. */
export async function agentsOfRooms(reader: Reader, orderId: string): Promise<string[]> {
  const rows = await reader.selectFrom("rooms").select("agent_id").distinct().where("order_id", "=", orderId).execute();
  return rows.map((row) => row.agent_id);
}

export async function roomOfAppointment(reader: Reader, appointmentId: string): Promise<Room | undefined> {
  const { rows } = await sql<RoomRow>`${roomQuery} where r.appointment_id = ${appointmentId}`.execute(reader);
  return rows[0] && asRoom(rows[0]);
}

/** Open rooms of an agent in which a holder waits to be let in, soonest first. */
export async function roomsWaitingFor(reader: Reader, agentId: string): Promise<Room[]> {
  const { rows } = await sql<RoomRow>`${roomQuery} where r.agent_id = ${agentId} and r.closed_at is null
    and l.entered_at is not null order by lower(a.during), l.entered_at`.execute(reader);
  return rows.map(asRoom).filter((room) => placeOf(room) === "waiting");
}

/** Rooms by their appointment, for a board of many. */
export async function roomsOfAppointments(reader: Reader, appointmentIds: string[]): Promise<Map<string, Room>> {
  const { rows } = await sql<RoomRow>`${roomQuery} where r.appointment_id = any(${appointmentIds}::uuid[])`.execute(
    reader,
  );
  return new Map(rows.map((row) => [row.appointmentId, asRoom(row)]));
}

export type AbandonedSitting = {
  roomId: string;
  orderNumber: string;
  applicantName: string;
  agentName: string;
  endsAt: Date;
};

/**
 * Running sittings of the AR whose agent's recording has stood still since `before`, for a colleague who speaks their
 * language and is not the holder.
 */
export async function abandonedSittings(
  reader: Reader,
  raId: string,
  colleagueId: string,
  before: Date,
): Promise<AbandonedSitting[]> {
  const { rows } = await sql<AbandonedSitting>`
    select r.id as "roomId", o.number as "orderNumber", o.applicant_name as "applicantName", g.name as "agentName",
      upper(a.during) as "endsAt"
    from rooms r
    join appointments a on a.id = r.appointment_id and a.status = 'booked'
    join orders o on o.id = r.order_id
    join agents g on g.id = r.agent_id
    join lateral (select outcome, decided_at from admissions where room_id = r.id
      order by decided_at desc, id desc limit 1) d on d.outcome = 'admitted' and d.decided_at < ${before}
    join agents c on c.id = ${colleagueId} and c.cpf is distinct from o.cpf
    left join agenda_profiles p on p.agent_id = c.id
    where r.ra_id = ${raId} and r.closed_at is null and r.agent_id <> c.id
      and a.language = any (coalesce(p.languages, '{pt-BR}'))
      and not exists (select from recordings c
        where c.room_id = r.id and c.member = 'agent' and c.last_chunk_at >= ${before})
    order by d.decided_at`.execute(reader);
  return rows;
}

type LineAuthor = "applicant" | "agent" | "interpreter" | "system";
/** `key`: as the page that wrote it gave it. */
export type RoomLine = { id: string; author: LineAuthor; text: string; writtenAt: Date; key: string | null };

/** The text panel, oldest first. */
export async function linesOf(reader: Reader, roomId: string): Promise<RoomLine[]> {
  return reader
    .selectFrom("room_lines")
    .select(["id", "author", "text", "written_at as writtenAt", "key"])
    .where("room_id", "=", roomId)
    .orderBy("written_at")
    .orderBy("id")
    .execute();
}

/** Lines written after `since` in any of these rooms, oldest first. */
export async function linesSince(
  reader: Reader,
  roomIds: string[],
  since: Date,
): Promise<(RoomLine & { roomId: string })[]> {
  return reader
    .selectFrom("room_lines")
    .select(["id", "room_id as roomId", "author", "text", "written_at as writtenAt", "key"])
    .where("room_id", "in", roomIds)
    .where("written_at", ">", since)
    .orderBy("written_at")
    .orderBy("id")
    .execute();
}
