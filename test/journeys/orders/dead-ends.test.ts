import assert from "node:assert/strict";
import { test } from "node:test";
import { orderPages } from "../../../src/faces/applicant/order/order-pages.ts";
import { roomPages } from "../../../src/faces/applicant/room/room-pages.ts";
import { deskPages } from "../../../src/faces/desk/desk-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { notificationsJobs } from "../../../src/notifications/notifications-jobs.ts";
import type { Courier, Parcel } from "../../../src/notifications/outbox/courier.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import type { AgentPrincipal } from "../../../src/people/agent.ts";
import { agentsOf } from "../../../src/people/agent-reads.ts";
import { suspendAgent } from "../../../src/people/team/suspend-agent.ts";
import { sql } from "../../../src/platform/database.ts";
import { lapseProofing } from "../../../src/proofing/decision/lapse-proofing.ts";
import { offerSitting } from "../../../src/proofing/decision/offer-sitting.ts";
import { reportIrregularity } from "../../../src/proofing/decision/report-irregularity.ts";
import { verifiersLeft } from "../../../src/proofing/decision/second-person-reads.ts";
import { validateProofing } from "../../../src/proofing/decision/validate-proofing.ts";
import { verifyProofing } from "../../../src/proofing/decision/verify-proofing.ts";
import { proofingProgress, undecidedSittings } from "../../../src/proofing/proofing-reads.ts";
import { completeStep } from "../../../src/proofing/script/complete-step.ts";
import { reopenSitting } from "../../../src/proofing/script/reopen-sitting.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { acceptHandOver } from "../../../src/rooms/hand-over/answer-hand-over.ts";
import { roomById } from "../../../src/rooms/rooms-reads.ts";
import { closeRoom } from "../../../src/rooms/sitting/close-room.ts";
import { decideAdmission } from "../../../src/rooms/sitting/decide-admission.ts";
import { appointmentsOf, openAppointmentOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { bookAppointment } from "../../../src/scheduling/booking/book-appointment.ts";
import { tasksOf } from "../../../src/watch/lateness/watch-reads.ts";
import { resumeWatch } from "../../../src/watch/tasks/resume-watch.ts";
import { watchJobs } from "../../../src/watch/watch-jobs.ts";
import { refused } from "../../kit/refused.ts";
import { consent, openSitting, person, recordUntilNow, walkScript } from "../../kit/sitting.ts";
import { visitor } from "../../kit/visitor.ts";
import { sitDown } from "../../kit/watch-story.ts";

/** Maria sits in the room; deadlines, letters and the door are there too. */
async function open() {
  const sitting = await openSitting();
  const { ctx, world, shop } = sitting;
  const parcels: Parcel[] = [];
  const courier: Courier = {
    async deliver(parcel) {
      parcels.push(parcel);
      return "smtp";
    },
    close: () => {},
  };
  const domains = { ...sitting.domains, watch: watchJobs, notifications: notificationsJobs(courier) };
  const run = () => world.runJobs(domains);
  const app = await openDoor(ctx, [
    (scope) => orderPages(scope, { ctx, provider: simulatedBank() }),
    (scope) => roomPages(scope, { ctx }),
    (scope) => deskPages(scope, { ctx }),
  ]);
  const browse = (cookies: Record<string, string>) => {
    const guest = visitor(app);
    guest.keep(cookies);
    return guest;
  };
  const desk = async (agent: AgentPrincipal) => browse({ confere_agente: await sitDown(ctx, agent) });
  const holder = browse({ confere_pedido: sitting.accessToken });
  const panel = async () => {
    await holder.open(`/pedido/${sitting.number}`);
    return holder.page.text;
  };
  const tasks = async () => (await tasksOf(ctx.db, shop.raId, ctx.clock.now())).filter(({ doneAt }) => !doneAt);
  return {
    ...sitting,
    run,
    parcels,
    desk,
    holder,
    panel,
    tasks,
    async [Symbol.asyncDispose]() {
      await app.close();
      await world.close();
    },
  };
}

test("the verifier refuses: the holder's page and letter say why, and the holder books another time", async () => {
  await using story = await open();
  const { ctx, agent, roomId, orderId, run, shop, parcels, panel, holder, number } = story;
  const verifier = await person(ctx, shop.raId, "98765432100", ["verifier"]);
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await story.admit();
  await walkScript(story, proofingId);
  await validateProofing(ctx, { proofingId, outcome: "approved", reason: "", note: "", by: agent });
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  assert.match(await panel(), /Um segundo agente está conferindo/);
  await verifyProofing(ctx, {
    proofingId,
    outcome: "refused",
    reason: "evidence-insufficient",
    note: "",
    by: verifier,
  });
  await run();
  const page = await panel();
  assert.doesNotMatch(page, /segundo agente está conferindo/);
  assert.match(page, /a gravação não mostrou tudo o que a regra pede/);
  const letter = parcels.find(({ subject }) => /identificação não concluída/.test(subject))!;
  assert.match(letter.text, /Remarque sem custo/);
  assert.match(letter.text, new RegExp(`/pedido/${number}/horario`));
  await holder.open(`/pedido/${number}/horario`);
  assert.equal(holder.page.path, `/pedido/${number}/horario`, "times are offered, not the panel");
  const startsAt = new Date(Math.ceil(ctx.clock.now().getTime() / 900_000) * 900_000 + 3_600_000);
  await bookAppointment(ctx, { orderId, startsAt, by: holderOf(orderId) });
  assert.equal((await openAppointmentOf(ctx.db, orderId, ctx.clock.now()))?.status, "booked");
});

test("a call that ended without a decision: the agent decides from the queue; before it, a task in fifteen minutes and words for the holder", async () => {
  await using story = await open();
  const { ctx, agent, roomId, orderId, run, shop, clock, parcels, panel, tasks, number } = story;
  const manager = await person(ctx, shop.raId, "39053344705", ["manager"]);
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await story.admit();
  await consent(story);
  await completeStep(ctx, { proofingId, step: "consent", claim: { spoken: true }, by: agent });
  await assert.rejects(lapseProofing(ctx, { proofingId, by: manager }), refused("decision-still-possible"));
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  const page = await panel();
  assert.match(page, /A videoconferência terminou/);
  assert.match(page, /A AR está registrando o resultado/);
  assert.doesNotMatch(page, /Entrar na sala|Voltar à sala/);
  await story.holder.open(`/pedido/${number}/sala`);
  assert.match(story.holder.page.text, /A AR registra o resultado/);
  const desk = await story.desk(agent);
  await desk.open("/desk");
  assert.match(desk.page.text, /Um atendimento espera a decisão/);
  assert.match(desk.page.text, /Encerrado sem decisão/);
  assert.match(desk.page.text, /1 passo feito/);
  await desk.open(`/desk/atendimento/${roomId}`);
  assert.match(desk.page.text, /A chamada terminou: decida agora/);
  assert.deepEqual(await tasks(), []);

  clock.advance({ minutes: 14 });
  await run();
  assert.deepEqual(await tasks(), [], "not before its minutes");
  clock.advance({ minutes: 1 });
  await run();
  const [task] = await tasks();
  assert.deepEqual([task?.kind, task?.ownerId], ["decision-missing", manager.id]);
  assert.ok(parcels.some(({ subject }) => /a AR ainda registra o resultado/.test(subject)));

  await desk.send(`/desk/atendimento/${roomId}/decisao`, { outcome: "pending", reason: "line-bad" });
  await run();
  assert.deepEqual(await tasks(), [], "decided: nobody is asked any more");
  assert.equal(await openAppointmentOf(ctx.db, orderId, ctx.clock.now()), undefined);
  assert.match(await panel(), /A conexão não deixou gravar/);
});

test("nobody decides: the sitting lapses by the clock, no late decision comes, and the holder books again", async () => {
  await using story = await open();
  const { ctx, agent, roomId, orderId, run, clock, parcels, panel, tasks } = story;
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await story.admit();
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  clock.advance({ minutes: 15 });
  await run();
  assert.equal((await tasks()).length, 1);
  clock.advance({ minutes: 24 * 60 });
  await run();
  const decide = { proofingId, outcome: "pending" as const, reason: "line-bad", note: "", by: agent };
  await assert.rejects(validateProofing(ctx, decide), refused("proofing-lapsed"));
  assert.deepEqual(await tasks(), []);
  assert.equal((await appointmentsOf(ctx.db, orderId))[0]?.releasedReason, "undecided");
  assert.match(await panel(), /a AR não registrou o resultado/);
  assert.ok(parcels.some(({ subject }) => /ficou sem resultado/.test(subject)));
});

test("sittings and cases from before anybody was asked about them: the next start asks, once, and the holder goes on", async () => {
  await using story = await open();
  const { ctx, agent, roomId, orderId, run, clock, panel, tasks, shop } = story;
  const manager = await person(ctx, shop.raId, "39053344705", ["manager"]);
  await startProofing(ctx, { roomId, by: agent });
  await story.admit();
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await sql`delete from pgboss.job`.execute(ctx.db);
  clock.advance({ minutes: 24 * 60 * 3 });
  await run();
  assert.match(await panel(), /A AR está registrando o resultado/, "as the version before left it");
  await resumeWatch(ctx);
  await resumeWatch(ctx);
  await run();
  assert.equal((await appointmentsOf(ctx.db, orderId))[0]?.releasedReason, "undecided");
  assert.match(await panel(), /a AR não registrou o resultado/);

  await reportIrregularity(ctx, { roomId, kind: "other", note: "Visto às 14h10.", by: manager });
  await sql`delete from pgboss.job`.execute(ctx.db);
  await resumeWatch(ctx);
  await resumeWatch(ctx);
  await run();
  assert.deepEqual(
    (await tasks()).map(({ kind, ownerId }) => [kind, ownerId]),
    [["irregularity-report", manager.id]],
  );
});

test("given up, or standing still for a case: nobody opens the sitting again, also before the jobs have run", async () => {
  await using story = await open();
  const { ctx, agent, roomId, shop } = story;
  const manager = await person(ctx, shop.raId, "39053344705", ["manager"]);
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await story.admit();
  await closeRoom(ctx, { roomId, by: agent, reason: "attended", undecided: true });
  const desk = await story.desk(agent);
  const again = { roomId, by: agent };
  await reportIrregularity(ctx, { roomId, kind: "other", note: "Visto às 14h10.", by: manager });
  await assert.rejects(reopenSitting(ctx, again), refused("room-not-reopenable"), "frozen");
  await desk.open(`/desk/atendimento/${roomId}`);
  assert.doesNotMatch(desk.page.text, /Reabrir a sala/);

  await using other = await open();
  await startProofing(other.ctx, { roomId: other.roomId, by: other.agent });
  await other.admit();
  await closeRoom(other.ctx, { roomId: other.roomId, by: other.agent, reason: "attended", undecided: true });
  const [one] = await undecidedSittings(other.ctx.db, other.shop.raId);
  const boss = await person(other.ctx, other.shop.raId, "39053344705", ["manager"]);
  await lapseProofing(other.ctx, { proofingId: one!.proofingId, by: boss });
  await assert.rejects(
    reopenSitting(other.ctx, { roomId: other.roomId, by: other.agent }),
    refused("room-not-reopenable"),
    "given up",
  );
  await other.run();
  assert.equal((await appointmentsOf(other.ctx.db, other.orderId))[0]?.releasedReason, "undecided");
  assert.ok(proofingId);
});

test("opened again and not gone on with, or put back and left: no absence of anybody, and somebody is asked", async () => {
  await using story = await open();
  const { ctx, agent, roomId, orderId, run, clock, panel, tasks } = story;
  await startProofing(ctx, { roomId, by: agent });
  await story.admit();
  await closeRoom(ctx, { roomId, by: agent, reason: "attended", undecided: true });
  await run();
  await reopenSitting(ctx, { roomId, by: agent });
  clock.advance({ minutes: 60 });
  await run();
  assert.equal((await roomById(ctx.db, roomId))!.closedReason, "abandoned");
  assert.equal((await proofingProgress(ctx.db, orderId)).state, "undecided");
  assert.equal((await appointmentsOf(ctx.db, orderId))[0]?.releasedReason, null, "nobody was absent");
  assert.doesNotMatch(await panel(), /O agente não apareceu|Ninguém atendeu/);
  clock.advance({ minutes: 15 });
  await run();
  assert.deepEqual(
    (await tasks()).map(({ kind }) => kind),
    ["decision-missing"],
  );

  await using left = await open();
  await left.admit();
  await decideAdmission(left.ctx, { roomId: left.roomId, agent: left.agent, outcome: "put-back" });
  left.clock.advance({ minutes: 60 });
  await left.run();
  left.clock.advance({ minutes: 15 });
  await left.run();
  assert.equal((await appointmentsOf(left.ctx.db, left.orderId))[0]?.releasedReason, "undecided");
});

test("lapsed and decided at once: exactly one of them holds; strangers and auditors may not say it", async () => {
  await using story = await open();
  const { ctx, agent, roomId, orderId, run, shop } = story;
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await story.admit();
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  const auditor = await person(ctx, shop.raId, "15350946056", ["auditor"]);
  const manager = await person(ctx, shop.raId, "39053344705", ["manager"]);
  await assert.rejects(lapseProofing(ctx, { proofingId, by: auditor }), refused("not-allowed"));
  const elsewhere = { ...manager, raId: orderId };
  await assert.rejects(lapseProofing(ctx, { proofingId, by: elsewhere }), refused("not-allowed"));
  assert.equal((await undecidedSittings(ctx.db, shop.raId)).length, 1);
  const [lapsed, decided] = await Promise.allSettled([
    lapseProofing(ctx, { proofingId, by: manager }),
    validateProofing(ctx, { proofingId, outcome: "pending", reason: "line-bad", note: "", by: agent }),
  ]);
  assert.equal([lapsed, decided].filter(({ status }) => status === "fulfilled").length, 1);
  await run();
  const { state } = await proofingProgress(ctx.db, orderId);
  assert.equal(state, decided.status === "fulfilled" ? "decided" : "lapsed");
  assert.deepEqual(await undecidedSittings(ctx.db, shop.raId), []);
});

test("ended before the identification began, or left by everybody: the holder is not kept", async () => {
  await using story = await open();
  const { ctx, agent, roomId, orderId, run, clock, panel, tasks } = story;
  await story.admit();
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  assert.match(await panel(), /A videoconferência terminou/);
  clock.advance({ minutes: 15 });
  await run();
  assert.equal((await appointmentsOf(ctx.db, orderId))[0]?.releasedReason, "undecided");
  assert.match((await tasks())[0]!.words, /antes da identificação/);
  assert.match(await panel(), /Escolha outro horário, sem custo|Seja atendido agora/);

  await using left = await open();
  const { proofingId } = await startProofing(left.ctx, { roomId: left.roomId, by: left.agent });
  await left.admit();
  left.clock.advance({ minutes: 50 });
  await recordUntilNow(left.ctx, left.roomId, 100);
  await left.run();
  assert.equal((await proofingProgress(left.ctx.db, left.orderId)).state, "running", "a call that runs is never cut");
  left.clock.advance({ minutes: 6 });
  await left.run();
  assert.equal((await proofingProgress(left.ctx.db, left.orderId)).state, "undecided");
  assert.ok(proofingId);
});

test("a hand-over that leaves nobody to verify says so before, and asks the manager; the list offers what one may do", async () => {
  await using story = await open();
  const { ctx, agent, roomId, run, shop, tasks } = story;
  const manager = await person(ctx, shop.raId, "39053344705", ["manager"]);
  const both = await person(ctx, shop.raId, "98765432100", ["agent", "verifier"]);
  // The one who could verify when the order was sold has left since.
  const sold = (await agentsOf(ctx.db, shop.raId)).find(({ roles }) => roles.join() === "verifier");
  await suspendAgent(ctx, { agentId: sold!.id, suspended: true, by: manager });
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await story.admit();
  assert.equal(await verifiersLeft(ctx.db, roomId, agent.id, ctx.clock.now()), 1);
  assert.equal(await verifiersLeft(ctx.db, roomId, both.id, ctx.clock.now()), 0);
  const desk = await story.desk(agent);
  await sitDown(ctx, both);
  await desk.open(`/desk/atendimento/${roomId}`);
  assert.match(desk.page.text, /Depois, ninguém mais pode conferir/);
  const reason = "Acabou a luz aqui.";
  await desk.send(`/desk/atendimento/${roomId}/repasse`, { agentId: both.id, reason });
  assert.equal(desk.page.status, 409);
  assert.match(desk.page.text, /ninguém da AR poderá fazer a segunda conferência/);
  const pass = { roomId, agentId: both.id, reason, by: agent };
  await assert.rejects(offerSitting(ctx, { ...pass, aware: false }), refused("hand-over-leaves-nobody"));
  const elsewhere = { ...agent, raId: proofingId };
  await assert.rejects(offerSitting(ctx, { ...pass, aware: true, by: elsewhere }), refused("not-allowed"));
  const { handOverId } = await offerSitting(ctx, { ...pass, aware: true });
  await acceptHandOver(ctx, { handOverId, by: both });
  await run();
  const [task] = await tasks();
  assert.deepEqual([task?.kind, task?.ownerId], ["verifier-missing", manager.id]);

  const now = { ...story, agent: both };
  await walkScript(now, proofingId);
  await validateProofing(ctx, { proofingId, outcome: "approved", reason: "", note: "", by: both });
  await closeRoom(ctx, { roomId, by: both, reason: "attended" });
  await run();
  assert.deepEqual(
    (await tasks()).map(({ kind }) => kind),
    ["verifier-missing"],
    "now more than before: the approval waits for somebody who is not there",
  );
  const own = await story.desk(both);
  await own.open("/desk/verificacao");
  assert.match(own.page.text, /Nada que você possa verificar agora/);
  assert.match(own.page.text, /Mais 1 espera outra pessoa/);
  assert.doesNotMatch(own.page.text, new RegExp(proofingId));
  const third = await person(ctx, shop.raId, "15350946056", ["verifier"]);
  const other = await story.desk(third);
  await other.open("/desk/verificacao");
  assert.match(other.page.text, new RegExp(`/desk/verificacao/${proofingId}`));
  const refuse = { proofingId, outcome: "refused" as const, reason: "evidence-insufficient", note: "", by: third };
  await verifyProofing(ctx, refuse);
  await run();
  assert.deepEqual(await tasks(), [], "somebody was found");
});
