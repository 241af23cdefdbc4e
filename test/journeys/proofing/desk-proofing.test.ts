import assert from "node:assert/strict";
import { test } from "node:test";
import { rulePackById } from "../../../src/catalog/catalog-reads.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { routesOf } from "../../../src/faces/routes.ts";
import { isFrozen } from "../../../src/irregularities/irregularities-reads.ts";
import { agentById } from "../../../src/people/agent-reads.ts";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { openAgentLink } from "../../../src/people/sign-in/invite-agent.ts";
import { sql, transact } from "../../../src/platform/database.ts";
import { reportIrregularity } from "../../../src/proofing/decision/report-irregularity.ts";
import { validateProofing } from "../../../src/proofing/decision/validate-proofing.ts";
import { verifyProofing } from "../../../src/proofing/decision/verify-proofing.ts";
import {
  approvedProofing,
  proofingById,
  proofingProgress,
  verificationQueue,
} from "../../../src/proofing/proofing-reads.ts";
import { logReplay } from "../../../src/proofing/replay/log-replay.ts";
import { answerQuestion } from "../../../src/proofing/script/answer-question.ts";
import { completeStep } from "../../../src/proofing/script/complete-step.ts";
import { drawQuestions } from "../../../src/proofing/script/draw-questions.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { closeRoom } from "../../../src/rooms/sitting/close-room.ts";
import { openAppointmentOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { refused } from "../../kit/refused.ts";
import { openSitting, person, recordUntilNow, walkScript, watchAll } from "../../kit/sitting.ts";
import { visitor } from "../../kit/visitor.ts";
import { facesOf } from "../../kit/watch-story.ts";

test("two people approve: script, recording, replay; each gap refused on the way", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, agent, roomId, orderId, run, shop } = sitting;
  const verifier = await person(ctx, shop.raId, "98765432100", ["verifier"]);
  await assert.rejects(startProofing(ctx, { roomId, by: verifier }), refused("not-allowed"));
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  assert.deepEqual(await startProofing(ctx, { roomId, by: agent }), { proofingId });
  await sitting.admit();
  const approve = { proofingId, outcome: "approved" as const, reason: "", note: "" };
  const spoken = { proofingId, step: "consent", claim: { spoken: true }, by: agent };
  await assert.rejects(completeStep(ctx, spoken), refused("consent-missing"));
  await assert.rejects(completeStep(ctx, { ...spoken, step: "dance" }), refused("step-unknown"));
  await assert.rejects(completeStep(ctx, { ...spoken, step: "face", claim: {} }), refused("still-missing"));
  await assert.rejects(
    completeStep(ctx, { ...spoken, step: "alone", claim: { checks: [] } }),
    refused("checks-missing"),
  );
  await assert.rejects(completeStep(ctx, { ...spoken, by: verifier }), refused("not-allowed"));
  await assert.rejects(validateProofing(ctx, { ...approve, by: agent }), refused("proofing-incomplete"));
  await walkScript(sitting, proofingId);
  await assert.rejects(
    answerQuestion(ctx, { proofingId, position: 1, outcome: "wrong", by: agent }),
    refused("question-answered"),
  );
  await assert.rejects(
    answerQuestion(ctx, { proofingId, position: 9, outcome: "right", by: agent }),
    refused("question-unknown"),
  );
  sitting.clock.advance({ seconds: 4 });
  await assert.rejects(validateProofing(ctx, { ...approve, by: agent }), refused("proofing-incomplete"));
  await recordUntilNow(ctx, roomId, 900);
  await assert.rejects(verifyProofing(ctx, { ...approve, by: verifier }), refused("verification-not-due"));
  await validateProofing(ctx, { ...approve, by: agent });
  await assert.rejects(validateProofing(ctx, { ...approve, by: agent }), refused("proofing-decided"));
  assert.equal((await proofingProgress(ctx.db, orderId)).state, "awaiting-verification");
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  assert.equal(await openAppointmentOf(ctx.db, orderId, ctx.clock.now()), undefined);
  assert.deepEqual(
    (await verificationQueue(ctx.db, shop.raId)).map((task) => task.proofingId),
    [proofingId],
  );
  await assert.rejects(verifyProofing(ctx, { ...approve, by: verifier }), refused("replay-insufficient"));
  const checks = await watchAll(sitting, proofingId, verifier);
  const few = verifyProofing(ctx, { ...approve, checks: checks.slice(1), by: verifier });
  await assert.rejects(few, refused("verification-checks-missing"));
  await verifyProofing(ctx, { ...approve, checks, by: verifier });
  assert.deepEqual(await verificationQueue(ctx.db, shop.raId), []);
  const approved = await approvedProofing(ctx.db, orderId);
  assert.deepEqual([approved?.validatedBy, approved?.verifiedBy], [agent.id, verifier.id]);
});

test("the validator cannot verify: the rule refuses, and so does SQL, also under another login of the same person", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, agent, roomId, run } = sitting;
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  await walkScript(sitting, proofingId);
  await validateProofing(ctx, { proofingId, outcome: "approved", reason: "", note: "", by: agent });
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  const both = { ...agent, roles: ["agent", "verifier"] as const };
  const approve = { proofingId, outcome: "approved" as const, reason: "", note: "" };
  await assert.rejects(
    verifyProofing(ctx, { ...approve, by: { ...both, roles: [...both.roles] } }),
    refused("verifier-is-validator"),
  );
  const insert = (agentId: string, cpf: string) =>
    transact(ctx.db, (tx) =>
      sql`insert into verifications (proofing_id, agent_id, agent_cpf, outcome, replayed_ms, verified_at)
        values (${proofingId}, ${agentId}, ${cpf}, 'approved', 0, now())`.execute(tx),
    );
  await assert.rejects(insert(agent.id, "98765432100"), /the verifier is the validator/);
  const other = await person(ctx, agent.raId, "98765432100", ["verifier"]);
  await assert.rejects(insert(other.id, agent.cpf), /the verifier is the validator/);
  await assert.rejects(
    sql`update validations set outcome = 'refused', reason = 'line-bad' where proofing_id = ${proofingId}`.execute(
      ctx.db,
    ),
    /are final/,
  );
});

test("the questions stand on the agent's page alone: on no page of the holder's, and not in what the desk says of the step", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, agent, roomId, number, accessToken } = sitting;
  await using app = await openDoor(ctx, routesOf(facesOf(ctx)));
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  const { script } = (await rulePackById(ctx.db, (await proofingById(ctx.db, proofingId))!.rulePackId))!.content;
  const asks = script.questions.catalogue.map(({ ask }) => ask);
  const shownOn = (html: string) => asks.filter((ask) => html.includes(ask));
  await walkScript(sitting, proofingId, "questions");
  await drawQuestions(ctx, { proofingId, by: agent });
  const { invitationToken } = await openAgentLink(ctx, { agentId: agent.id, by: "installation" });
  await acceptInvitation(ctx, { token: invitationToken, password: "cavalo bateria grampo" });
  const [desk, holder] = [visitor(app), visitor(app)];
  const { email } = (await agentById(ctx.db, agent.id))!;
  await desk.open("/desk/entrar");
  await desk.send("/desk/entrar", { email, password: "cavalo bateria grampo" });
  await desk.open(`/desk/atendimento/${roomId}`);
  assert.ok(shownOn(desk.page.text).length > 0, "the agent reads them");
  const told = [...desk.page.text.matchAll(/data-step="([^"]*)"/g)].map(([, step]) => step!);
  assert.equal(told.length, 1);
  assert.deepEqual(shownOn(told[0]!), []);
  holder.keep({ confere_pedido: accessToken });
  for (const path of ["", "/sala", "/documentos", "/dados"]) {
    await holder.open(`/pedido/${number}${path}`);
    assert.deepEqual(shownOn(holder.page.text), [], path);
  }
  await holder.open(`/pedido/${number}/sala`);
  assert.equal(holder.page.status, 200);
});

test("replay reports that cannot be true are not counted", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, agent, roomId, run, shop } = sitting;
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  await walkScript(sitting, proofingId);
  await validateProofing(ctx, { proofingId, outcome: "approved", reason: "", note: "", by: agent });
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  const by = await person(ctx, shop.raId, "98765432100", ["verifier"]);
  const span = { fromMs: 0, toMs: 20_000 };
  const log = (over: object, rate = 1) => logReplay(ctx, { proofingId, span: { ...span, ...over }, rate, by });
  await log({});
  await log({ fromMs: 20_000, toMs: 30_000 });
  await assert.rejects(
    log({ fromMs: 30_000, toMs: 32_000 }),
    refused("replay-unbelievable"),
    "nothing is left of the time",
  );
  sitting.clock.advance({ seconds: 60 });
  await assert.rejects(log({ toMs: 50_000 }), refused("replay-unbelievable"), "a minute at once");
  await assert.rejects(log({}, 1.6), refused("replay-unbelievable"), "faster than the pack allows");
  await assert.rejects(log({ fromMs: 9000, toMs: 8000 }), refused("replay-unbelievable"));
  await assert.rejects(log({ fromMs: 9_000_000, toMs: 9_001_000 }), refused("replay-unbelievable"), "after the end");
  const two = [log({ fromMs: 30_000, toMs: 50_000 }), log({ fromMs: 50_000, toMs: 70_000 })];
  const done = await Promise.allSettled(two);
  assert.equal(done.filter(({ status }) => status === "fulfilled").length, 1, "two tabs share one time");
});

test("refusals need their reason; an irregularity freezes the order", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, agent, roomId, orderId, run } = sitting;
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  const decide = (outcome: "refused" | "pending" | "approved", reason: string) =>
    validateProofing(ctx, { proofingId, outcome, reason, note: "", by: agent });
  await assert.rejects(decide("refused", ""), refused("reason-unfit"));
  await assert.rejects(decide("pending", "irregularity"), refused("reason-unfit"));
  await assert.rejects(decide("approved", "line-bad"), refused("reason-unfit"));
  await assert.rejects(decide("refused", "irregularity"), refused("reason-unfit"));
  await reportIrregularity(ctx, {
    roomId,
    kind: "another-person",
    note: "Outra pessoa na câmera às 14h10.",
    by: agent,
  });
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  assert.equal(await isFrozen(ctx.db, orderId), true);
  const progress = await proofingProgress(ctx.db, orderId);
  assert.equal(progress.state === "decided" && progress.outcome, "refused");
  await assert.rejects(startProofing(ctx, { roomId, by: agent }), refused("proofing-room-closed"));
});
