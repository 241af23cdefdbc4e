import { type Reader, sql } from "../platform/database.ts";
import type { Person } from "./proofing.ts";

/**
 * Everybody who began a proofing, did a step of it, heard an answer or decided: none of them verifies it. And who is bound to
 * one of them: made their access or had it made by them, for as many days after as the sitting's rules say.
 */
export async function attendantsOf(reader: Reader, id: string): Promise<Person[]> {
  const { rows } = await sql<Person>`
    with attended as (
      select agent_id as id from proofings where id = ${id}
      union select done_by from proofing_steps where proofing_id = ${id}
      union select answered_by from question_answers where proofing_id = ${id}
      union select agent_id from validations where proofing_id = ${id}),
    rules as (select coalesce((r.content->'verification'->>'independentAfterDays')::integer, 7) as days
      from proofings p join rule_packs r on r.id = p.rule_pack_id where p.id = ${id}),
    bound as (
      select case when t.agent_id in (select id from attended) then t.made_by else t.agent_id end as id,
        max(t.at) + make_interval(days => (select days from rules)) as until
      from agent_ties t
      where (t.agent_id in (select id from attended)) <> (t.made_by in (select id from attended))
      group by 1)
    select a.id, a.cpf, null::timestamptz as "boundUntil" from agents a join attended using (id)
    union all select a.id, a.cpf, b.until from agents a join bound b using (id)`.execute(reader);
  return rows;
}
