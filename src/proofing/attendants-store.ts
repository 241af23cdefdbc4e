import { type Reader, sql } from "../platform/database.ts";
import type { Person } from "./proofing.ts";

/** Everybody who began a proofing, did a step of it, heard an answer or decided: none of them verifies it. */
export async function attendantsOf(reader: Reader, id: string): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select id, cpf from agents where id in (
      select agent_id from proofings where id = ${id}
      union select done_by from proofing_steps where proofing_id = ${id}
      union select answered_by from question_answers where proofing_id = ${id}
      union select agent_id from validations where proofing_id = ${id})`.execute(reader);
  return rows;
}
