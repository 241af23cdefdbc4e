import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { placeAct } from "../../rooms/recordings/place-act.ts";
import { insertAnswer, putStep } from "../act-store.ts";
import { openProofing } from "../open-proofing.ts";
import { questionsStanding } from "../proofing.ts";
import { ProofingFailure } from "../proofing-failures.ts";
import { type AnswerOutcome, type QuestionState, questionsVerdict } from "../questions.ts";

/**
 * What the agent heard. "not-heard" may be said again; right and wrong are final (question-answered). The step
 * completes itself with the last answer when enough were right. `placeAct` refuses what is not inside the recording.
 */
export async function answerQuestion(
  ctx: Context,
  command: { proofingId: string; position: number; outcome: AnswerOutcome; by: AgentPrincipal },
): Promise<{ verdict: "open" | "passed" | "failed" }> {
  return transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const { proofing, content } = await openProofing(tx, command.proofingId, command.by);
    const place = await placeAct(tx, proofing.roomId, now);
    const standing = questionsStanding(content, proofing, { id: place.sessionId });
    const asked = standing.find((entry) => entry.position === command.position);
    if (!asked) throw new ProofingFailure("question-unknown");
    if (asked.outcome === "right" || asked.outcome === "wrong") throw new ProofingFailure("question-answered");
    const { position, outcome } = command;
    await insertAnswer(
      tx,
      { id: newId(now.getTime()), proofingId: proofing.id, position, outcome, by: command.by.id, place },
      now,
    );
    const questions = standing.map((entry): QuestionState => (entry === asked ? { ...entry, outcome } : entry));
    const verdict = questionsVerdict(questions, content.script.questions.pass);
    const step = content.script.steps.find((candidate) => candidate.kind === "questions");
    if (verdict === "passed" && step) {
      const right = questions.filter((entry) => entry.outcome === "right").length;
      const evidence = { kind: "questions" as const, asked: questions.length, right };
      await putStep(tx, proofing.id, { step: step.key, evidence, doneBy: command.by.id, place }, now);
    }
    const details = { proofingId: proofing.id, question: asked.question, outcome, place };
    await record(
      tx,
      { chain: `order:${proofing.orderId}`, act: "proofing.question-answered", actor: actorOf(command.by), details },
      now,
    );
    return { verdict };
  });
}
