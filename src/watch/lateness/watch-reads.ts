import { atDeskMinutes } from "../../people/signed-in.ts";
import { type Reader, sql } from "../../platform/database.ts";
import { earlier, minuteMs } from "../../platform/time/durations.ts";
import { sittingEnds } from "../../rooms/room.ts";
import type { Task } from "../task.ts";
import { taskRow } from "../task-store.ts";
import { type Lateness, type LobbyChoices, lobbyChoices } from "./lateness.ts";
import { latenessColumns, latenessRow } from "./lateness-store.ts";

export const latenessById: (reader: Reader, id: string) => Promise<Lateness | undefined> = latenessRow;

/** The order's newest lateness, settled or not. */
export async function latenessOf(reader: Reader, orderId: string): Promise<Lateness | undefined> {
  return reader
    .selectFrom("latenesses")
    .select(latenessColumns)
    .where("order_id", "=", orderId)
    .orderBy("noticed_at", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** Every lateness of the order, oldest first, for its timeline. */
export async function latenessesOf(reader: Reader, orderId: string): Promise<Lateness[]> {
  const all = reader.selectFrom("latenesses").select(latenessColumns).where("order_id", "=", orderId);
  return all.orderBy("noticed_at").execute();
}

/** What the lobby of this room says when its agent is late; undefined while there is nothing to say. */
export async function choicesInLobby(reader: Reader, roomId: string, now: Date): Promise<LobbyChoices | undefined> {
  const found = reader.selectFrom("latenesses").select(latenessColumns).where("room_id", "=", roomId);
  return lobbyChoices(await found.executeTakeFirst(), now);
}

export type WaitingRow = {
  latenessId: string;
  roomId: string;
  orderNumber: string;
  applicantName: string;
  agentName: string;
  startsAt: Date;
  endsAt: Date;
  noticedAt: Date;
};

/** Holders of the AR whose agent is late and whom this agent may attend now: not their own, in a language they speak. */
export async function waitingForAnother(reader: Reader, raId: string, agentId: string): Promise<WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`
    select l.id as "latenessId", l.room_id as "roomId", o.number as "orderNumber", o.applicant_name as "applicantName", g.name as "agentName",
      lower(a.during) as "startsAt", upper(a.during) as "endsAt", l.noticed_at as "noticedAt"
    from latenesses l
    join appointments a on a.id = l.appointment_id and a.status = 'booked'
    join orders o on o.id = l.order_id
    join agents g on g.id = l.agent_id
    join agents me on me.id = ${agentId} and me.cpf is distinct from o.cpf
    where l.ra_id = ${raId} and l.settled_at is null and l.agent_id <> ${agentId}
      and a.language = any (coalesce((select languages from agenda_profiles where agent_id = ${agentId}), '{pt-BR}'))
    order by l.noticed_at`.execute(reader);
  return rows;
}

/** A colleague who sits at the desk now. `ownNextAt`: their own appointment that begins before this sitting's time is over. */
export type AtDesk = { id: string; name: string; cpf: string; ownNextAt: Date | null };

/**
 * Who could go on with this appointment now: other agents of the AR who sit at their desk, speak its language and are in
 * no running sitting; who has nothing of their own first.
 */
export async function colleaguesAtDesk(reader: Reader, appointmentId: string, now: Date): Promise<AtDesk[]> {
  const seenAfter = earlier(now, atDeskMinutes * minuteMs);
  const { rows } = await sql<AtDesk>`
    select g.id, g.name, g.cpf, (select min(lower(b.during)) from appointments b
      where b.agent_id = g.id and b.status in ('held', 'booked') and upper(b.during) > ${now}
        and lower(b.during) < upper(a.during)) as "ownNextAt"
    from appointments a
    join agents g on g.ra_id = a.ra_id and g.id <> a.agent_id and g.suspended_at is null and 'agent' = any (g.roles)
    left join agenda_profiles p on p.agent_id = g.id
    where a.id = ${appointmentId} and a.language = any (coalesce(p.languages, '{pt-BR}'))
      and exists (select from agent_sign_ins s
        where s.agent_id = g.id and s.seen_at > ${seenAfter} and s.expires_at > ${now})
      and not exists (select from rooms r where r.agent_id = g.id and r.closed_at is null
        and (select outcome from admissions where room_id = r.id order by decided_at desc, id desc limit 1) = 'admitted')
    order by 4 nulls first, g.name`.execute(reader);
  return rows;
}

/** Sittings that ended and are neither decided nor given up, and open cases, about which nobody was ever asked. */
export async function unwatched(reader: Reader): Promise<{ roomIds: string[]; caseIds: string[] }> {
  const rooms = await sql<{ id: string }>`
    select r.id from rooms r
    join appointments a on a.id = r.appointment_id and a.status = 'booked'
    left join proofings p on p.room_id = r.id
    where r.closed_reason = any (${sittingEnds}::text[]) and p.lapsed_at is null
      and not exists (select from validations v where v.proofing_id = p.id)
      and not exists (select from tasks t where t.subject_id = r.id and t.kind = 'decision-missing')
    order by r.closed_at`.execute(reader);
  const cases = await sql<{ id: string }>`
    select c.id from irregularity_cases c
    where c.closed_at is null and not exists (select from tasks t where t.subject_id = c.id
      and t.kind = case when c.reported_at is null then 'irregularity-report' else 'irregularity-close' end)
    order by c.opened_at`.execute(reader);
  return { roomIds: rooms.rows.map(({ id }) => id), caseIds: cases.rows.map(({ id }) => id) };
}

export const taskById: (reader: Reader, id: string) => Promise<Task | undefined> = taskRow;

export type TaskRow = Task & {
  orderNumber: string | null;
  applicantName: string | null;
  phone: string | null;
  ownerName: string | null;
  doneByName: string | null;
};

/** The AR's work list: what is open, the most urgent first, then what was done since `doneSince`. */
export async function tasksOf(reader: Reader, raId: string, doneSince: Date): Promise<TaskRow[]> {
  const { rows } = await sql<TaskRow>`
    select t.id, t.ra_id as "raId", t.order_id as "orderId", t.kind, t.subject_id as "subjectId", t.words,
      t.due_at as "dueAt", t.owner_id as "ownerId", t.created_at as "createdAt", t.done_at as "doneAt",
      t.done_by as "doneBy", t.result, o.number as "orderNumber", o.applicant_name as "applicantName", o.phone,
      w.name as "ownerName", d.name as "doneByName"
    from tasks t
    join orders o on o.id = t.order_id
    left join agents w on w.id = t.owner_id
    left join agents d on d.id = t.done_by
    where t.ra_id = ${raId} and (t.done_at is null or t.done_at >= ${doneSince})
    order by t.done_at desc nulls first, t.due_at, t.id`.execute(reader);
  return rows;
}
