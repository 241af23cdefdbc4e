import { type Reader, sql, type Transaction } from "../../platform/database.ts";
import type { HandOver, HandOverOutcome } from "./hand-over.ts";

type NewHandOver = Pick<HandOver, "id" | "roomId" | "fromAgentId" | "toAgentId" | "reason" | "offeredAt" | "expiresAt">;

export async function insertHandOver(tx: Transaction, offer: NewHandOver & { offeredBy: string }): Promise<void> {
  const { id, roomId, fromAgentId, toAgentId, offeredBy, reason, offeredAt, expiresAt } = offer;
  await sql`insert into hand_overs (id, room_id, from_agent_id, to_agent_id, offered_by, reason, offered_at, expires_at)
    values (${id}, ${roomId}, ${fromAgentId}, ${toAgentId}, ${offeredBy}, ${reason}, ${offeredAt}, ${expiresAt})`.execute(
    tx,
  );
}

/** True where it was open: one answer counts, the first that came in time. */
export async function answerOffer(
  tx: Transaction,
  id: string,
  { outcome, answer }: { outcome: HandOverOutcome; answer: string },
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`update hand_overs set outcome = ${outcome}, answer = ${answer}, answered_at = ${now}
    where id = ${id} and answered_at is null and expires_at > ${now} returning id`.execute(tx);
  return rows.length > 0;
}

const offers = sql`
  select h.id, h.room_id as "roomId", o.number as "orderNumber", o.applicant_name as "applicantName",
    h.from_agent_id as "fromAgentId", f.name as "fromName", h.to_agent_id as "toAgentId", t.name as "toName", h.reason,
    h.offered_at as "offeredAt", h.expires_at as "expiresAt", h.answered_at as "answeredAt", h.outcome, h.answer
  from hand_overs h
  join rooms r on r.id = h.room_id
  join orders o on o.id = r.order_id
  join agents f on f.id = h.from_agent_id
  join agents t on t.id = h.to_agent_id`;

export async function handOverRow(reader: Reader, id: string): Promise<HandOver | undefined> {
  return (await sql<HandOver>`${offers} where h.id = ${id}`.execute(reader)).rows[0];
}

/** The newest of a room, however it ended. */
export async function lastHandOverRow(reader: Reader, roomId: string): Promise<HandOver | undefined> {
  const { rows } = await sql<HandOver>`${offers} where h.room_id = ${roomId}
    order by h.offered_at desc, h.id desc limit 1`.execute(reader);
  return rows[0];
}

/** Open offers to an agent, the oldest first; not of a room that ended or changed hands meanwhile. */
export async function openHandOverRows(reader: Reader, toAgentId: string, now: Date): Promise<HandOver[]> {
  const { rows } = await sql<HandOver>`${offers} where h.to_agent_id = ${toAgentId} and h.answered_at is null
    and h.expires_at > ${now} and r.closed_at is null and r.agent_id = h.from_agent_id
    order by h.offered_at`.execute(reader);
  return rows;
}
