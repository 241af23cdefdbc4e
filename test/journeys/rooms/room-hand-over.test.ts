import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { rulePackById } from "../../../src/catalog/catalog-reads.ts";
import type { AgentPrincipal } from "../../../src/people/agent.ts";
import { sql, transact } from "../../../src/platform/database.ts";
import { validateProofing } from "../../../src/proofing/decision/validate-proofing.ts";
import { verifyProofing } from "../../../src/proofing/decision/verify-proofing.ts";
import { presentStep } from "../../../src/proofing/proofing.ts";
import { proofingById } from "../../../src/proofing/proofing-reads.ts";
import { completeStep } from "../../../src/proofing/script/complete-step.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { acceptHandOver } from "../../../src/rooms/hand-over/answer-hand-over.ts";
import { offerHandOver } from "../../../src/rooms/hand-over/offer-hand-over.ts";
import { takeUpRoom } from "../../../src/rooms/hand-over/take-up-room.ts";
import { abandonedSittings, roomById, roomOfOrder } from "../../../src/rooms/rooms-reads.ts";
import { closeRoom } from "../../../src/rooms/sitting/close-room.ts";
import { decideAdmission } from "../../../src/rooms/sitting/decide-admission.ts";
import { enterLobby } from "../../../src/rooms/sitting/enter-lobby.ts";
import { stillsOf } from "../../../src/rooms/stills/still-reads.ts";
import { setAgendaHours } from "../../../src/scheduling/agenda/set-agenda-hours.ts";
import { openAppointmentOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { bookAppointment } from "../../../src/scheduling/booking/book-appointment.ts";
import { takeOver } from "../../../src/watch/lateness/take-over.ts";
import { latenessOf } from "../../../src/watch/lateness/watch-reads.ts";
import { refused } from "../../kit/refused.ts";
import { maria, pay, placedOrder } from "../../kit/shop.ts";
import {
  consent,
  openSitting,
  person,
  recordUntilNow,
  type Sitting,
  takeStill,
  walkScript,
  watchAll,
} from "../../kit/sitting.ts";
import { openWatch, sitDown } from "../../kit/watch-story.ts";

test("a sitting passes to another agent in mid-script, who finds every step and decides; neither of them verifies", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, clock, agent, roomId, orderId, run, shop } = sitting;
  const colleague = await person(ctx, shop.raId, "98765432100", ["agent"]);
  const pass = { roomId, agentId: colleague.id, reason: "Vou ao médico.", by: agent };
  await assert.rejects(offerHandOver(ctx, pass), refused("room-not-admitted"));
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  await consent(sitting);
  await completeStep(ctx, { proofingId, step: "consent", claim: { spoken: true }, by: agent });
  clock.advance({ seconds: 5 });
  await recordUntilNow(ctx, roomId, 6);
  const face = await takeStill(sitting, "face");
  await completeStep(ctx, { proofingId, step: "face", claim: { stillId: face }, by: agent });

  await assert.rejects(offerHandOver(ctx, { ...pass, roomId: randomUUID() }), refused("room-not-found"));
  await assert.rejects(offerHandOver(ctx, { ...pass, agentId: randomUUID() }), refused("not-found"));
  await assert.rejects(offerHandOver(ctx, { ...pass, agentId: agent.id }), refused("not-found"));
  const verifierOnly = await person(ctx, shop.raId, "15350946056", ["verifier"]);
  await assert.rejects(offerHandOver(ctx, { ...pass, agentId: verifierOnly.id }), refused("not-found"));
  const holder = await person(ctx, shop.raId, maria.cpf, ["agent"]);
  await assert.rejects(offerHandOver(ctx, { ...pass, agentId: holder.id }), refused("not-allowed"), "AGR-06");
  await assert.rejects(offerHandOver(ctx, { ...pass, by: colleague }), refused("not-allowed"));
  await assert.rejects(takeUpRoom(ctx, { roomId, by: colleague }), refused("not-allowed"), "its agent is still there");

  const { handOverId } = await offerHandOver(ctx, pass);
  assert.equal((await roomById(ctx.db, roomId))!.agentId, agent.id, "until it is accepted nothing moves");
  await acceptHandOver(ctx, { handOverId, by: colleague });
  assert.equal((await roomById(ctx.db, roomId))!.agentId, colleague.id);
  assert.equal((await openAppointmentOf(ctx.db, orderId, clock.now()))!.agentId, colleague.id);
  const steps = { proofingId, step: "consent", claim: { spoken: true } };
  await assert.rejects(completeStep(ctx, { ...steps, by: agent }), refused("not-allowed"));
  const proofing = (await proofingById(ctx.db, proofingId))!;
  const { content } = (await rulePackById(ctx.db, proofing.rulePackId))!;
  assert.deepEqual(
    proofing.steps.map(({ step }) => step),
    ["consent", "face"],
  );
  assert.equal(
    presentStep(content, proofing, (await roomById(ctx.db, roomId))!.session)!.key,
    content.script.steps[1]!.key,
    "the first that is not done",
  );
  assert.deepEqual(await startProofing(ctx, { roomId, by: colleague }), { proofingId }, "the same case goes on");
  await walkScript({ ...sitting, agent: colleague }, proofingId);
  clock.advance({ seconds: 60 });
  await recordUntilNow(ctx, roomId, 900);
  assert.equal((await stillsOf(ctx.db, roomId))[0]!.id, face, "what the first agent took stays");
  await validateProofing(ctx, { proofingId, outcome: "approved", reason: "", note: "", by: colleague });
  await closeRoom(ctx, { roomId, by: colleague, reason: "attended" });
  await run();
  const acts = (await readChain(ctx.db, `order:${orderId}`)).map(({ act }) => act);
  assert.equal(acts.filter((act) => act === "room.passed-on").length, 1);

  const approve = { proofingId, outcome: "approved" as const, reason: "", note: "" };
  const both = { ...agent, roles: ["agent" as const, "verifier" as const] };
  await assert.rejects(verifyProofing(ctx, { ...approve, by: both }), refused("verifier-is-validator"));
  const checks = await watchAll(sitting, proofingId, verifierOnly);
  await verifyProofing(ctx, { ...approve, checks, by: verifierOnly });
});

test("whoever did one step of a sitting does not verify it: the rule refuses, and so does SQL", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, agent, roomId, run, shop } = sitting;
  const first = await person(ctx, shop.raId, "98765432100", ["agent", "verifier"]);
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  const handOver = async (by: AgentPrincipal, to: AgentPrincipal) => {
    const { handOverId } = await offerHandOver(ctx, { roomId, agentId: to.id, reason: "Troca de turno.", by });
    await acceptHandOver(ctx, { handOverId, by: to });
  };
  await handOver(agent, first);
  await consent(sitting);
  await completeStep(ctx, { proofingId, step: "consent", claim: { spoken: true }, by: first });
  await handOver(first, agent);
  const checks = (await rulePackById(ctx.db, (await proofingById(ctx.db, proofingId))!.rulePackId))!.content.script
    .steps;
  for (const step of checks) {
    if (step.kind === "checklist")
      await completeStep(ctx, { proofingId, step: step.key, claim: { checks: step.checks }, by: agent });
  }
  await validateProofing(ctx, { proofingId, outcome: "pending", reason: "line-bad", note: "", by: agent });
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  const insert = (agentId: string, cpf: string) =>
    transact(ctx.db, (tx) =>
      sql`insert into verifications (proofing_id, agent_id, agent_cpf, outcome, replayed_ms, verified_at)
        values (${proofingId}, ${agentId}, ${cpf}, 'approved', 0, now())`.execute(tx),
    );
  await assert.rejects(insert(first.id, first.cpf), /the verifier is the validator/);
  const login = await person(ctx, shop.raId, "52998224725", ["verifier"]);
  await assert.rejects(insert(login.id, first.cpf), /the verifier is the validator/);
});

test("whoever only began a sitting and handed it over does not verify it either, by SQL too", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, agent, roomId, shop } = sitting;
  const second = await person(ctx, shop.raId, "98765432100", ["agent"]);
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  const { handOverId } = await offerHandOver(ctx, { roomId, agentId: second.id, reason: "Troca de turno.", by: agent });
  await acceptHandOver(ctx, { handOverId, by: second });
  await validateProofing(ctx, { proofingId, outcome: "pending", reason: "line-bad", note: "", by: second });
  await assert.rejects(
    transact(ctx.db, (tx) =>
      sql`insert into verifications (proofing_id, agent_id, agent_cpf, outcome, replayed_ms, verified_at)
        values (${proofingId}, ${agent.id}, ${agent.cpf}, 'refused', 0, now())`.execute(tx),
    ),
    /the verifier is the validator/,
  );
});

/** Rita is called in by this agent in the middle of Maria's time; the room's id. */
async function anotherCallOf({ ctx, clock, ear, run, shop, roomId }: Sitting, by: AgentPrincipal): Promise<string> {
  const hours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: "08:00", closes: "18:00" }));
  await setAgendaHours(ctx, { agentId: by.id, hours, by: "installation" });
  const rita = { ...maria, name: "Rita Melo", cpf: "39053344705" as never };
  const { orderId } = await placedOrder(ctx, shop.productId, rita, ear, run);
  await pay(ctx, orderId);
  await run();
  const { startsAt } = (await roomById(ctx.db, roomId))!;
  clock.advance({ minutes: -60 });
  await bookAppointment(ctx, { orderId, startsAt, by: "installation" });
  clock.advance({ minutes: 60 });
  await run();
  const { id } = (await roomOfOrder(ctx.db, orderId))!;
  await enterLobby(ctx, { roomId: id, orderId, name: "Rita Melo", deviceTest: {} });
  await decideAdmission(ctx, { roomId: id, agent: by, outcome: "admitted" });
  return id;
}

test("an agent who is gone for a minute: a colleague sees the sitting and takes it, nobody else, and once", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, clock, agent, roomId, shop } = sitting;
  const colleague = await person(ctx, shop.raId, "98765432100", ["agent"]);
  const auditor = await person(ctx, shop.raId, "52998224725", ["auditor"]);
  await sitting.admit();
  const seen = async () =>
    (await abandonedSittings(ctx.db, shop.raId, colleague.id, new Date(clock.now().getTime() - 60_000))).map(
      (row) => row.roomId,
    );
  clock.advance({ seconds: 60 });
  assert.deepEqual(await seen(), []);
  const take = { roomId, by: colleague };
  await assert.rejects(takeUpRoom(ctx, take), refused("not-allowed"));
  clock.advance({ seconds: 2 });
  assert.deepEqual(await seen(), [roomId]);
  await assert.rejects(takeUpRoom(ctx, { ...take, by: auditor }), refused("not-allowed"));
  // Who sits in another call ends that first, as where it is offered to them.
  const other = await anotherCallOf(sitting, colleague);
  await assert.rejects(takeUpRoom(ctx, take), refused("agent-in-call"));
  assert.equal((await roomById(ctx.db, roomId))!.agentId, agent.id, "and nothing has moved");
  await closeRoom(ctx, { roomId: other, by: colleague, reason: "attended" });
  const both = await Promise.allSettled([takeUpRoom(ctx, take), takeUpRoom(ctx, take)]);
  assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  assert.equal((await roomById(ctx.db, roomId))!.agentName, colleague.name);
  const manager = await person(ctx, shop.raId, "15350946056", ["manager"]);
  const back = await offerHandOver(ctx, { roomId, agentId: agent.id, reason: "Ana voltou.", by: manager });
  await acceptHandOver(ctx, { handOverId: back.handOverId, by: agent });
  assert.equal((await roomById(ctx.db, roomId))!.agentId, agent.id, "the manager hands over too");
});

test("nobody takes their own order over from an agent who is late", async () => {
  const { world, ctx, at, knock, order, shop } = await openWatch(2);
  await using _ = world;
  const holder = await person(ctx, shop.raId, maria.cpf, ["agent"]);
  await at(-10);
  await knock();
  await at(5);
  const { id: latenessId } = (await latenessOf(ctx.db, order.orderId))!;
  await assert.rejects(takeOver(ctx, { latenessId, by: holder }), refused("not-allowed"), "AGR-06");
});

test("a case begun by an agent who then was late goes on with the one who took over", async () => {
  const { world, ctx, at, knock, order, room, expected, others } = await openWatch(2);
  await using _ = world;
  await at(-10);
  await knock();
  const { proofingId } = await startProofing(ctx, { roomId: room.id, by: expected });
  await sitDown(ctx, others[0]!);
  await at(5);
  await takeOver(ctx, { latenessId: (await latenessOf(ctx.db, order.orderId))!.id, by: others[0]! });
  const step = { proofingId, step: "alone", claim: { checks: [] as string[] } };
  await assert.rejects(completeStep(ctx, { ...step, by: expected }), refused("not-allowed"));
  await assert.rejects(completeStep(ctx, { ...step, by: others[0]! }), refused("act-holder-waiting"), "theirs to do");
});
