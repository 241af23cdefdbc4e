import { jsonb, type Reader, sql, type Transaction } from "../platform/database.ts";
import type { ActPlace } from "../rooms/recordings/recorded-session.ts";
import type { StepDone, StepEvidence } from "./proofing.ts";
import type { AnswerOutcome, QuestionState } from "./questions.ts";

type PlaceColumns = {
  session_id: string | null;
  recording_id: string | null;
  recording_offset_ms: number | null;
  agent_recording_id: string | null;
  agent_offset_ms: number | null;
};

declare module "../platform/database.ts" {
  interface Tables {
    proofing_steps: PlaceColumns & {
      proofing_id: string;
      step: string;
      evidence: StepEvidence;
      done_by: string;
      done_at: Date;
    };
    drawn_questions: PlaceColumns & { proofing_id: string; position: number; question: string; drawn_at: Date };
    question_answers: PlaceColumns & {
      id: string;
      proofing_id: string;
      position: number;
      outcome: AnswerOutcome;
      answered_by: string;
      answered_at: Date;
    };
  }
}

const placed = (place: ActPlace): PlaceColumns => ({
  session_id: place.sessionId,
  recording_id: place.recordingId,
  recording_offset_ms: place.offsetMs,
  agent_recording_id: place.agentRecordingId,
  agent_offset_ms: place.agentOffsetMs,
});

/** Each step as it was done last, in whichever session. */
export async function stepsOf(reader: Reader, id: string): Promise<StepDone[]> {
  const rows = await reader
    .selectFrom("proofing_steps")
    .select(["step", "evidence", "done_at as doneAt", "session_id as sessionId"])
    .where("proofing_id", "=", id)
    .orderBy("done_at")
    .execute();
  return rows.filter(({ step }, at) => !rows.slice(at + 1).some((later) => later.step === step));
}

/** The newest draw, with what was heard. */
export async function questionsOf(reader: Reader, id: string): Promise<QuestionState[]> {
  const drawn = await reader
    .selectFrom("drawn_questions")
    .select(["position", "question", "session_id as sessionId"])
    .where("proofing_id", "=", id)
    .orderBy("position")
    .execute();
  const answers = await reader
    .selectFrom("question_answers")
    .select(["position", "outcome"])
    .where("proofing_id", "=", id)
    .orderBy("answered_at")
    .orderBy("id")
    .execute();
  const newest = drawn.filter(({ sessionId }) => sessionId === drawn.at(-1)!.sessionId);
  return newest.map(({ position, question, sessionId }) => {
    const heard = answers.filter((answer) => answer.position === position);
    // Right and wrong are final (one_final_answer), so they count whatever the order of the rows.
    const final = heard.find((answer) => answer.outcome !== "not-heard");
    const outcome = (final ?? heard.at(-1))?.outcome ?? null;
    return { position, question, sessionId, outcome, hearings: heard.length };
  });
}

/** A step done again in the same session replaces its evidence (a retake); the earlier still stays in the room and in the audit. */
export async function putStep(
  tx: Transaction,
  proofingId: string,
  step: { step: string; evidence: StepEvidence; doneBy: string; place: ActPlace },
  now: Date,
): Promise<void> {
  const values = { evidence: jsonb(step.evidence), done_by: step.doneBy, done_at: now, ...placed(step.place) };
  await tx
    .insertInto("proofing_steps")
    .values({ proofing_id: proofingId, step: step.step, ...values })
    .onConflict((conflict) => conflict.columns(["proofing_id", "step", "session_id"]).doUpdateSet(values))
    .execute();
}

/** Positions go on after those of an earlier draw. */
export async function insertDraw(
  tx: Transaction,
  proofingId: string,
  questions: string[],
  place: ActPlace,
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(position), 0) as last from drawn_questions where proofing_id = ${proofingId}`.execute(tx);
  const rest = { proofing_id: proofingId, drawn_at: now, ...placed(place) };
  await tx
    .insertInto("drawn_questions")
    .values(questions.map((question, i) => ({ position: rows[0]!.last + i + 1, question, ...rest })))
    .execute();
}

export async function insertAnswer(
  tx: Transaction,
  answer: {
    id: string;
    proofingId: string;
    position: number;
    outcome: AnswerOutcome;
    by: string;
    place: ActPlace;
  },
  now: Date,
): Promise<void> {
  const { id, proofingId, position, outcome, by, place } = answer;
  await tx
    .insertInto("question_answers")
    .values({ id, proofing_id: proofingId, position, outcome, answered_by: by, answered_at: now, ...placed(place) })
    .execute();
}
