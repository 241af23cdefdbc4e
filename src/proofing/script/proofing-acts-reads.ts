import { type Reader, sql } from "../../platform/database.ts";
import type { AnswerOutcome } from "../questions.ts";

/**
 * One act of the attending agent. `offsetMs` lies in the file of the holder's segment `recordingId`, `agentOffsetMs` in
 * that of the agent's: ms from the beginning of each. The five are null for acts from before they had a place.
 */
type ProofingAct = {
  kind: "step" | "draw" | "answer";
  /** Key of the script's step; of a question: null. */
  step: string | null;
  /** Key of the catalogue's question. */
  question: string | null;
  position: number | null;
  outcome: AnswerOutcome | null;
  by: string | null;
  at: Date;
  /** Number of the session; `isVoid`: a break ended it. */
  session: number | null;
  isVoid: boolean;
  recordingId: string | null;
  offsetMs: number | null;
  agentRecordingId: string | null;
  agentOffsetMs: number | null;
};

/** Every act of a proofing with its place in the recording, oldest first: what the second person's time line shows. */
export async function actsOf(reader: Reader, proofingId: string): Promise<ProofingAct[]> {
  const place = sql`x.recording_id as "recordingId", x.recording_offset_ms as "offsetMs",
    x.agent_recording_id as "agentRecordingId", x.agent_offset_ms as "agentOffsetMs"`;
  const session = sql`s.number as session, s.voided_at is not null as "isVoid"`;
  const { rows } = await sql<ProofingAct>`
    select 'step' as kind, x.step, null as question, null::integer as position, null as outcome, g.name as by,
      x.done_at as at, ${session}, ${place}
    from proofing_steps x join agents g on g.id = x.done_by left join room_sessions s on s.id = x.session_id
    where x.proofing_id = ${proofingId}
    union all
    select 'draw', null, x.question, x.position, null, null, x.drawn_at, ${session}, ${place}
    from drawn_questions x left join room_sessions s on s.id = x.session_id where x.proofing_id = ${proofingId}
    union all
    select 'answer', null, q.question, x.position, x.outcome, g.name, x.answered_at, ${session}, ${place}
    from question_answers x join agents g on g.id = x.answered_by
    join drawn_questions q on q.proofing_id = x.proofing_id and q.position = x.position
    left join room_sessions s on s.id = x.session_id where x.proofing_id = ${proofingId}
    order by at, position`.execute(reader);
  return rows;
}

/** Keys of the questions this person was asked since then, in any AR of the installation. */
export async function questionsAskedOf(reader: Reader, cpf: string, since: Date): Promise<Set<string>> {
  const rows = await reader
    .selectFrom("drawn_questions as q")
    .innerJoin("proofings as p", "p.id", "q.proofing_id")
    .innerJoin("orders as o", "o.id", "p.order_id")
    .select("q.question")
    .where("o.cpf", "=", cpf)
    .where("q.drawn_at", ">", since)
    .execute();
  return new Set(rows.map((row) => row.question));
}
