import assert from "node:assert/strict";
import { test } from "node:test";
import { rulePackById } from "../../../src/catalog/catalog-reads.ts";
import type { FailureCode } from "../../../src/faces/failure-catalogue.ts";
import { sql } from "../../../src/platform/database.ts";
import { validateProofing } from "../../../src/proofing/decision/validate-proofing.ts";
import { proofingById } from "../../../src/proofing/proofing-reads.ts";
import { answerQuestion } from "../../../src/proofing/script/answer-question.ts";
import { completeStep } from "../../../src/proofing/script/complete-step.ts";
import { drawQuestions } from "../../../src/proofing/script/draw-questions.ts";
import { actsOf } from "../../../src/proofing/script/proofing-acts-reads.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { recordingsOf } from "../../../src/rooms/recordings/recording-reads.ts";
import { closeRoom } from "../../../src/rooms/sitting/close-room.ts";
import { decideAdmission } from "../../../src/rooms/sitting/decide-admission.ts";
import { giveConsent } from "../../../src/rooms/sitting/give-consent.ts";
import { requestStill } from "../../../src/rooms/stills/request-still.ts";
import { refused } from "../../kit/refused.ts";
import { consent, openSitting, recordUntilNow, type Sitting, takeStill, walkScript } from "../../kit/sitting.ts";

/** Every act of the script, each refused with `code`. */
async function nothingIsTaken(sitting: Sitting, proofingId: string, code: FailureCode): Promise<void> {
  const { ctx, roomId, agent: by } = sitting;
  const proofing = (await proofingById(ctx.db, proofingId))!;
  const { content } = (await rulePackById(ctx.db, proofing.rulePackId))!;
  await assert.rejects(drawQuestions(ctx, { proofingId, by }), refused(code));
  await assert.rejects(answerQuestion(ctx, { proofingId, position: 1, outcome: "right", by }), refused(code));
  await assert.rejects(requestStill(ctx, { roomId, agent: by, kind: "face" }), refused(code));
  for (const step of content.script.steps) {
    const claim = { spoken: true, ...(step.kind === "checklist" && { checks: step.checks }) };
    await assert.rejects(completeStep(ctx, { proofingId, step: step.key, claim, by }), refused(code), step.key);
  }
}

test("no act of the script is taken without the holder in the room and both sides recorded, at any time", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, clock, roomId, orderId, agent, run } = sitting;
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await nothingIsTaken(sitting, proofingId, "act-holder-waiting");
  await decideAdmission(ctx, { roomId, agent, outcome: "admitted" });
  await nothingIsTaken(sitting, proofingId, "act-holder-unrecorded");
  await assert.rejects(giveConsent(ctx, { roomId, orderId }), refused("consent-unrecorded"));
  await recordUntilNow(ctx, roomId, 1, ["applicant"]);
  await nothingIsTaken(sitting, proofingId, "act-agent-unrecorded");
  await sitting.startRecording();
  await consent(sitting);
  await completeStep(ctx, { proofingId, step: "consent", claim: { spoken: true }, by: agent });
  await drawQuestions(ctx, { proofingId, by: agent });
  clock.advance({ seconds: 4 });
  await nothingIsTaken(sitting, proofingId, "act-holder-unrecorded");
  await recordUntilNow(ctx, roomId);
  await decideAdmission(ctx, { roomId, agent, outcome: "put-back" });
  await nothingIsTaken(sitting, proofingId, "act-holder-waiting");
  await decideAdmission(ctx, { roomId, agent, outcome: "admitted" });
  await walkScript(sitting, proofingId);
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  clock.advance({ seconds: 49 });
  await nothingIsTaken(sitting, proofingId, "act-call-over");
  await validateProofing(ctx, { proofingId, outcome: "approved", reason: "", note: "", by: agent });
});

test("a call that ended with steps undone can never be approved, only left pending", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, clock, roomId, agent, run } = sitting;
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  clock.advance({ seconds: 300 });
  await recordUntilNow(ctx, roomId);
  await consent(sitting);
  await completeStep(ctx, { proofingId, step: "consent", claim: { spoken: true }, by: agent });
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  const decide = { proofingId, reason: "", note: "", by: agent };
  await assert.rejects(validateProofing(ctx, { ...decide, outcome: "approved" }), refused("proofing-incomplete"));
  await validateProofing(ctx, { ...decide, outcome: "pending", reason: "line-bad" });
});

test("every act keeps its place in both recordings, question by question", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, clock, roomId, agent } = sitting;
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  const start = clock.now().getTime();
  await walkScript(sitting, proofingId);
  const acts = await actsOf(ctx.db, proofingId);
  const recordings = await recordingsOf(ctx.db, roomId);
  const idOf = (member: string) => recordings.find((piece) => piece.member === member)!.id;
  for (const act of acts) {
    assert.equal(act.recordingId, idOf("applicant"));
    assert.equal(act.agentRecordingId, idOf("agent"));
    assert.equal(act.offsetMs, act.at.getTime() - start, JSON.stringify(act));
    assert.deepEqual([act.session, act.isVoid], [1, false]);
    assert.ok(act.by !== null || act.kind === "draw");
  }
  const answers = acts.filter(({ kind }) => kind === "answer");
  assert.deepEqual(
    answers.map(({ outcome, position }) => [position, outcome]),
    answers.map((_, i) => [i + 1, "right"]),
  );
  assert.ok(answers.length >= 3 && answers.every(({ question }) => question !== null));
});

test("SQL refuses an act outside the recording of both sides, and an approval without its whole script inside", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, clock, roomId, agent } = sitting;
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  await consent(sitting);
  await completeStep(ctx, { proofingId, step: "consent", claim: { spoken: true }, by: agent });
  const copied = (step: string, over: string, at: Date) =>
    sql`insert into proofing_steps (proofing_id, step, evidence, done_by, done_at, session_id, recording_id,
        recording_offset_ms, agent_recording_id, agent_offset_ms)
      select proofing_id, ${step}, evidence, done_by, ${at}, ${sql.raw(over || "session_id, recording_id, recording_offset_ms, agent_recording_id, agent_offset_ms")}
      from proofing_steps where proofing_id = ${proofingId} and step = 'consent'`.execute(ctx.db);
  const outside = /an act outside the recording of both sides/;
  await copied("alone", "", clock.now());
  await assert.rejects(copied("face", "null, null, null, null, null", clock.now()), outside);
  const swapped = "session_id, agent_recording_id, 0, recording_id, 0";
  await assert.rejects(copied("face", swapped, clock.now()), outside, "the sides exchanged");
  await assert.rejects(copied("face", "", new Date(clock.now().getTime() + 3001)), outside, "no chunk for 3 s");
  await assert.rejects(copied("face", "", new Date(clock.now().getTime() - 60_000)), outside, "before it began");
  const approve = () =>
    sql`insert into validations (proofing_id, agent_id, agent_cpf, outcome, validated_at)
      values (${proofingId}, ${agent.id}, ${agent.cpf}, 'approved', ${clock.now()})`.execute(ctx.db);
  await assert.rejects(approve(), /an approval without its whole script inside the recording/);
  await takeStill(sitting, "face");
  await walkScript(sitting, proofingId);
  const wrong = sql`update question_answers set outcome = 'wrong' where proofing_id = ${proofingId}`;
  await assert.rejects(wrong.execute(ctx.db).then(approve), /an approval without its whole script|an act outside/);
  await decideAdmission(ctx, { roomId, agent, outcome: "put-back" });
  await assert.rejects(copied("document-back", "", clock.now()), outside, "in the waiting room");
});
