import { rulePackAt } from "../../catalog/catalog-reads.ts";
import { type Reader, sql } from "../../platform/database.ts";
import { dayMs, earlier } from "../../platform/time/durations.ts";
import { roomById } from "../../rooms/rooms-reads.ts";

/**
 * How many people of the AR could still verify what happens in this room if `agentId` went on with it: verifiers who
 * work there, who attended no part of it, are not its holder and not bound to that agent.
 */
export async function verifiersLeft(reader: Reader, roomId: string, agentId: string, now: Date): Promise<number> {
  const room = await roomById(reader, roomId);
  const days = room ? (await rulePackAt(reader, room.raId, now)).content.verification.independentAfterDays : 0;
  const since = earlier(now, days * dayMs);
  const { rows } = await sql<{ n: number }>`
    with room as (select r.ra_id, r.order_id, p.id as proofing_id from rooms r
        left join proofings p on p.room_id = r.id where r.id = ${roomId}),
      barred as (
        select a.cpf from agents a where a.id = ${agentId}
        union select a.cpf from proofings p join room on p.id = room.proofing_id join agents a on a.id = p.agent_id
        union select a.cpf from proofing_steps s join room on s.proofing_id = room.proofing_id join agents a on a.id = s.done_by
        union select a.cpf from question_answers q join room on q.proofing_id = room.proofing_id join agents a on a.id = q.answered_by
        union select o.cpf from orders o join room on o.id = room.order_id where o.cpf is not null
        -- Who made this agent's access a short while ago, or had it made by them (src/proofing/decision/second-person.ts).
        union select b.cpf from agent_ties t join agents b on b.id in (t.agent_id, t.made_by) and b.id <> ${agentId}
          where ${agentId} in (t.agent_id, t.made_by) and t.at > ${since})
    select count(distinct a.cpf)::int as n from agents a join room on a.ra_id = room.ra_id
    where 'verifier' = any (a.roles) and a.suspended_at is null and a.cpf not in (select cpf from barred)`.execute(
    reader,
  );
  return rows[0]?.n ?? 0;
}
