import { type Reader, sql } from "../../platform/database.ts";

/** A sitting that is with its agent again. */
export type OpenReturn = {
  returnId: string;
  proofingId: string;
  orderId: string;
  raId: string;
  orderNumber: string;
  applicantName: string;
  /** Who attended and decided. */
  agentId: string;
  agentName: string;
  /** The second person who sent it back, and in whose words. */
  byName: string;
  reason: string;
  note: string;
  at: Date;
  dueAt: Date;
};

const openReturns = sql`
  select r.id as "returnId", p.id as "proofingId", o.id as "orderId", o.ra_id as "raId", o.number as "orderNumber",
    o.applicant_name as "applicantName", v.agent_id as "agentId", g.name as "agentName", b.name as "byName", r.reason,
    r.note, r.returned_at as at, r.due_at as "dueAt"
  from returns r
  join validations v on v.proofing_id = r.proofing_id
  join proofings p on p.id = r.proofing_id
  join orders o on o.id = p.order_id
  join agents g on g.id = v.agent_id
  join agents b on b.id = r.agent_id
  where not exists (select from return_answers a where a.return_id = r.id)
    and not exists (select from verifications w where w.proofing_id = r.proofing_id) and o.cancelled_at is null`;

/** What waits for an agent's answer in this AR, the most urgent first. */
export async function openReturnsOf(reader: Reader, raId: string): Promise<OpenReturn[]> {
  const { rows } = await sql<OpenReturn>`${openReturns} and o.ra_id = ${raId} order by r.due_at`.execute(reader);
  return rows;
}

export async function openReturnById(reader: Reader, returnId: string): Promise<OpenReturn | undefined> {
  const { rows } = await sql<OpenReturn>`${openReturns} and r.id = ${returnId}`.execute(reader);
  return rows[0];
}
