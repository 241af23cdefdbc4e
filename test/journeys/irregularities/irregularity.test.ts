import assert from "node:assert/strict";
import { test } from "node:test";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { orderPages } from "../../../src/faces/applicant/order/order-pages.ts";
import { deskPages } from "../../../src/faces/desk/desk-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { officePages } from "../../../src/faces/office/office-pages.ts";
import { closeCase } from "../../../src/irregularities/close-case.ts";
import { irregularitiesJobs } from "../../../src/irregularities/irregularities-jobs.ts";
import { caseById, casesOf, denyListHits, isFrozen } from "../../../src/irregularities/irregularities-reads.ts";
import { markCaseReported, noteOnCase, takeOnCase } from "../../../src/irregularities/work-on-case.ts";
import { installationSeal } from "../../../src/issuance/seals/installation-seal.ts";
import { notificationsJobs } from "../../../src/notifications/notifications-jobs.ts";
import type { Parcel } from "../../../src/notifications/outbox/courier.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { orderById } from "../../../src/orders/orders-reads.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import type { AgentPrincipal } from "../../../src/people/agent.ts";
import { sql } from "../../../src/platform/database.ts";
import { reportIrregularity } from "../../../src/proofing/decision/report-irregularity.ts";
import { validateProofing } from "../../../src/proofing/decision/validate-proofing.ts";
import { verifyProofing } from "../../../src/proofing/decision/verify-proofing.ts";
import { verificationQueue } from "../../../src/proofing/proofing-reads.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { closeRoom } from "../../../src/rooms/sitting/close-room.ts";
import { openAppointmentOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { bookAppointment } from "../../../src/scheduling/booking/book-appointment.ts";
import { tasksOf } from "../../../src/watch/lateness/watch-reads.ts";
import { followIrregularity } from "../../../src/watch/tasks/follow-irregularity.ts";
import { watchJobs } from "../../../src/watch/watch-jobs.ts";
import { ours } from "../../kit/authorities.ts";
import { refused } from "../../kit/refused.ts";
import { maria } from "../../kit/shop.ts";
import { openSitting, person, walkScript, watchAll } from "../../kit/sitting.ts";
import { visitor } from "../../kit/visitor.ts";
import { sitDown } from "../../kit/watch-story.ts";

const note = "A foto do documento foi colada por cima; visto às 14h10.";
/** Words that would accuse the holder. */
const accusation = /irregular|fraud|falso|adulterad|lista negativa|suspeit/i;

async function open() {
  const sitting = await openSitting();
  const { ctx, world, shop } = sitting;
  const parcels: Parcel[] = [];
  const courier = {
    deliver: async (parcel: Parcel) => {
      parcels.push(parcel);
      return "smtp" as const;
    },
    close: () => {},
  };
  const domains = {
    ...sitting.domains,
    irregularities: irregularitiesJobs,
    watch: watchJobs,
    notifications: notificationsJobs(courier),
  };
  const run = () => world.runJobs(domains);
  const app = await openDoor(ctx, [
    (scope) => orderPages(scope, { ctx, provider: simulatedBank() }),
    (scope) => deskPages(scope, { ctx }),
    (scope) => officePages(scope, { ctx, signer: installationSeal, authorities: ours }),
  ]);
  const browse = (cookies: Record<string, string>) => {
    const guest = visitor(app);
    guest.keep(cookies);
    return guest;
  };
  const manager = await person(ctx, shop.raId, "39053344705", ["manager"]);
  const desk = async (agent: AgentPrincipal) => browse({ confere_agente: await sitDown(ctx, agent) });
  const panel = async () => {
    const holder = browse({ confere_pedido: sitting.accessToken });
    await holder.open(`/pedido/${sitting.number}`);
    return holder.page.text;
  };
  const openTasks = async () => (await tasksOf(ctx.db, shop.raId, ctx.clock.now())).filter(({ doneAt }) => !doneAt);
  const kinds = async () => (await openTasks()).map(({ kind }) => kind);
  return {
    ...sitting,
    app,
    run,
    parcels,
    manager,
    desk,
    panel,
    openTasks,
    kinds,
    async [Symbol.asyncDispose]() {
      await app.close();
      await world.close();
    },
  };
}

test("the agent's own button opens a case: clock, owner, task, report, deny list; founded ends the order in neutral words", async () => {
  await using story = await open();
  const { ctx, agent, manager, roomId, orderId, number, run, shop, app, panel, parcels } = story;
  await startProofing(ctx, { roomId, by: agent });
  await story.admit();
  const desk = await story.desk(agent);
  await desk.open(`/desk/atendimento/${roomId}`);
  const address = `/desk/atendimento/${roomId}/irregularidade`;
  await desk.send(address, { irregularidade: "forged-document", relato: note });
  assert.equal(desk.page.status, 422, "not without the confirmation");
  assert.match(desk.page.text, /Marque que confirma/);
  await desk.send(address, { irregularidade: "forged-document", relato: "curto", confirmado: "sim" });
  assert.match(desk.page.text, /Conte em uma ou duas frases/);
  assert.equal(await isFrozen(ctx.db, orderId), false);
  await desk.send(address, { irregularidade: "forged-document", relato: note, confirmado: "sim" });
  assert.equal(desk.page.status, 200);
  assert.match(desk.page.text, /Pedido congelado por irregularidade/);
  assert.doesNotMatch(desk.page.text, /Há registro na lista negativa/, "its own case is no news");
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();

  const [one] = await casesOf(ctx.db, shop.raId);
  assert.deepEqual([one?.kind, one?.ownerId, one?.reporterName], ["forged-document", manager.id, agent.name]);
  assert.equal(one!.reportDueAt.getTime() - one!.openedAt.getTime(), 24 * 3_600_000, "by the rule pack");
  const caseId = one!.id;
  const [task] = await story.openTasks();
  assert.deepEqual([task?.kind, task?.ownerId, task?.dueAt], ["irregularity-report", manager.id, one!.reportDueAt]);
  const hits = await denyListHits(ctx.db, ctx.secrets, { cpf: maria.cpf, cnpj: null }, ctx.clock.now());
  assert.deepEqual(
    hits.map(({ subject, isProvisional }) => [subject, isProvisional]),
    [["cpf", true]],
  );
  const { rows } = await sql<{ row: string }>`select to_jsonb(e)::text as row from deny_list_entries e`.execute(ctx.db);
  assert.ok(!rows[0]!.row.includes(maria.cpf), "nobody is named by the table");

  const page = await panel();
  assert.match(page, /Seu pedido está em análise na AR/);
  assert.doesNotMatch(page.replace(/<head>[\s\S]*?<\/head>/, ""), accusation);
  const told = parcels.filter(({ subject }) => /em análise na AR/.test(subject));
  assert.equal(told.length, 1);
  for (const parcel of parcels) assert.doesNotMatch(`${parcel.subject} ${parcel.text}`, accusation);
  await assert.rejects(startProofing(ctx, { roomId, by: agent }), refused("proofing-room-closed"));

  const office = await story.desk(manager);
  for (const address of ["/office", "/office/agenda"]) {
    await office.open(address);
    assert.match(office.page.text, /Irregular</, `${address} tells the outcome`);
    assert.doesNotMatch(office.page.text, />Atendido</);
  }
  await office.open("/office/casos");
  assert.match(office.page.text, /Falta relatar à AC/);
  await office.open(`/office/casos/${caseId}`);
  assert.match(office.page.text, /A foto do documento foi colada/);
  await office.send(`/office/casos/${caseId}/notas`, { nota: "Comparado com a base do Detran." });
  const end = { fim: "founded", motivo: "Documento adulterado, confirmado pela AC." };
  await office.send(`/office/casos/${caseId}/fim`, end);
  assert.equal(office.page.status, 409);
  assert.match(office.page.text, /Falta enviar o relatório à AC/);
  const zip = await app.inject({ url: `/office/casos/${caseId}/relatorio.zip`, headers: { cookie: office.cookie() } });
  assert.equal(zip.statusCode, 200);
  assert.match(zip.rawPayload.toString("latin1"), /relatorio\.json/);
  assert.match(zip.rawPayload.toString("latin1"), /documentos\/1-rg/);
  assert.match(zip.rawPayload.toString("utf8"), /A foto do documento foi colada/);
  const taken = (await readChain(ctx.db, `order:${orderId}`)).filter(({ act }) => act === "irregularity.report-read");
  assert.deepEqual(
    taken.map(({ actor, details }) => [actor.id, details["caseId"]]),
    [[manager.id, caseId]],
    "it holds papers and face: who took it is written down",
  );
  await office.open(`/office/casos/${caseId}`);
  await office.send(`/office/casos/${caseId}/envio`, { protocolo: "AC-2026-118" });
  assert.match(office.page.text, /Enviado por .*AC-2026-118/s);
  await run();
  assert.deepEqual(await story.kinds(), ["irregularity-close"]);
  // Its job may come again, late or after a worker was killed.
  await followIrregularity(ctx, { caseId });
  assert.deepEqual(await story.kinds(), ["irregularity-close"]);
  await assert.rejects(
    markCaseReported(ctx, { caseId, reference: "outra vez", by: manager }),
    refused("irregularity-reported"),
  );
  await office.send(`/office/casos/${caseId}/fim`, end);
  await run();
  assert.deepEqual(await story.kinds(), []);
  assert.ok((await orderById(ctx.db, orderId))?.cancelledAt);
  const [confirmed] = await denyListHits(ctx.db, ctx.secrets, { cpf: maria.cpf, cnpj: null }, ctx.clock.now());
  assert.equal(confirmed?.isProvisional, false);
  assert.equal(confirmed?.until?.getUTCFullYear(), ctx.clock.now().getUTCFullYear() + 5);
  assert.match(await panel(), /A AR encerrou este pedido/);
  const last = parcels.at(-1)!;
  assert.match(last.subject, new RegExp(`${number}: encerrado pela AR`));
  assert.doesNotMatch(`${last.subject} ${last.text}`, accusation);
  assert.equal(parcels.filter(({ subject }) => /cancelad/i.test(subject)).length, 0, "one letter for one end");
});

test("unfounded: the entry is lifted, the order thaws, and the holder books again without a word of the suspicion", async () => {
  await using story = await open();
  const { ctx, agent, manager, roomId, orderId, run, panel, parcels } = story;
  await startProofing(ctx, { roomId, by: agent });
  await story.admit();
  const { caseId } = await reportIrregularity(ctx, { roomId, kind: "tampered-picture", note, by: agent });
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  const end = { caseId, goesOn: true, note: "Era só o filtro da câmera.", certificateLives: false, by: manager };
  await closeCase(ctx, { ...end, outcome: "unfounded" });
  await run();
  assert.equal(await isFrozen(ctx.db, orderId), false);
  assert.deepEqual(await denyListHits(ctx.db, ctx.secrets, { cpf: maria.cpf, cnpj: null }, ctx.clock.now()), []);
  const page = await panel();
  assert.match(page, /A análise do seu pedido terminou e ele segue/);
  assert.doesNotMatch(page.replace(/<head>[\s\S]*?<\/head>/, ""), accusation);
  assert.ok(parcels.some(({ subject }) => /a análise terminou, o pedido segue/.test(subject)));
  const startsAt = new Date(Math.ceil(ctx.clock.now().getTime() / 900_000) * 900_000 + 3_600_000);
  await bookAppointment(ctx, { orderId, startsAt, by: holderOf(orderId) });
  assert.equal((await openAppointmentOf(ctx.db, orderId, ctx.clock.now()))?.status, "booked");
});

test("unfounded and the order ends: what waited for the second person waits no more, and nobody approves it", async () => {
  await using story = await open();
  const { ctx, agent, manager, roomId, orderId, run, shop } = story;
  const verifier = await person(ctx, shop.raId, "98765432100", ["verifier"]);
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await story.admit();
  await walkScript(story, proofingId);
  await validateProofing(ctx, { proofingId, outcome: "approved", reason: "", note: "", by: agent });
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  const { caseId } = await reportIrregularity(ctx, { roomId, kind: "other", note, by: manager });
  const end = { caseId, outcome: "unfounded" as const, goesOn: false, note: "O titular desistiu da compra." };
  await closeCase(ctx, { ...end, certificateLives: false, by: manager });
  await run();
  assert.ok((await orderById(ctx.db, orderId))?.cancelledAt);
  assert.deepEqual(await verificationQueue(ctx.db, shop.raId), []);
  const checks = await watchAll(story, proofingId, verifier);
  const approve = { proofingId, outcome: "approved" as const, reason: "", note: "", checks, by: verifier };
  await assert.rejects(verifyProofing(ctx, approve), refused("order-frozen"));
});

test("a case from before there was a deny list puts its holder there when it is founded", async () => {
  await using story = await open();
  const { ctx, manager, roomId, run } = story;
  const { caseId } = await reportIrregularity(ctx, { roomId, kind: "forged-document", note, by: manager });
  await run();
  await sql`delete from deny_list_entries where case_id = ${caseId}`.execute(ctx.db);
  await markCaseReported(ctx, { caseId, reference: "AC-7", by: manager });
  const end = { caseId, outcome: "founded" as const, goesOn: false, note: "Confirmado pela AC." };
  await closeCase(ctx, { ...end, certificateLives: false, by: manager });
  const [hit] = await denyListHits(ctx.db, ctx.secrets, { cpf: maria.cpf, cnpj: null }, ctx.clock.now());
  assert.deepEqual([hit?.kind, hit?.isProvisional], ["forged-document", false]);
});

test("who may: not the auditor, another AR, an agent of another sitting, the holder; each act of a case is a manager's", async () => {
  await using story = await open();
  const { ctx, agent, manager, roomId, shop, run } = story;
  const report = (by: AgentPrincipal) => reportIrregularity(ctx, { roomId, kind: "other", note, by });
  const auditor = await person(ctx, shop.raId, "15350946056", ["auditor"]);
  const colleague = await person(ctx, shop.raId, "98765432100", ["agent"]);
  for (const by of [
    auditor,
    colleague,
    { ...manager, raId: roomId },
    { ...agent, roles: [] },
    { ...manager, cpf: maria.cpf },
  ])
    await assert.rejects(report(by), refused("not-allowed"));
  await assert.rejects(
    reportIrregularity(ctx, { roomId: manager.id, kind: "other", note, by: manager }),
    refused("not-found"),
  );
  const { caseId } = await report(manager);
  await assert.rejects(report(agent), refused("irregularity-open"));
  await run();
  const end = { caseId, outcome: "unfounded" as const, goesOn: true, note: "nada havia", certificateLives: false };
  const acts = (by: AgentPrincipal) => [
    () => takeOnCase(ctx, { caseId, by }),
    () => noteOnCase(ctx, { caseId, text: "anotado aqui", by }),
    () => markCaseReported(ctx, { caseId, reference: "AC-1", by }),
    () => closeCase(ctx, { ...end, by }),
  ];
  for (const by of [auditor, agent, { ...manager, cpf: maria.cpf }])
    for (const act of acts(by)) await assert.rejects(act(), refused("not-allowed"));
  for (const act of acts({ ...manager, raId: roomId })) await assert.rejects(act(), refused("not-found"));
  const desk = await story.desk(agent);
  assert.equal((await desk.open(`/office/casos/${caseId}`)).status, 403);
  const reader = await story.desk(auditor);
  await reader.open(`/office/casos/${caseId}`);
  assert.equal(reader.page.status, 200);
  assert.doesNotMatch(reader.page.text, /Encerrar o caso|Marcar como enviado/);
  await assert.rejects(
    closeCase(ctx, { ...end, goesOn: false, certificateLives: true, by: manager }),
    refused("irregularity-certificate-lives"),
  );
});

test("as a race: two managers close one case once; a decision and an irregularity at once leave the order frozen", async () => {
  await using story = await open();
  const { ctx, agent, manager, roomId, orderId, run, shop } = story;
  const second = await person(ctx, shop.raId, "15350946056", ["manager", "verifier"]);
  const verifier = await person(ctx, shop.raId, "98765432100", ["verifier"]);
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await story.admit();
  await walkScript(story, proofingId);
  await validateProofing(ctx, { proofingId, outcome: "approved", reason: "", note: "", by: agent });
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  const checks = await watchAll(story, proofingId, verifier);
  const approve = { proofingId, outcome: "approved" as const, reason: "", note: "", checks, by: verifier };
  const [, found] = await Promise.allSettled([
    verifyProofing(ctx, approve),
    reportIrregularity(ctx, { roomId, kind: "tampered-picture", note, by: second }),
  ]);
  assert.equal(found.status, "fulfilled", "no decision hides an irregularity");
  assert.equal(await isFrozen(ctx.db, orderId), true);
  assert.deepEqual(await verificationQueue(ctx.db, shop.raId), [], "a frozen order waits for no second person");
  const { caseId } = found.status === "fulfilled" ? found.value : { caseId: "" };
  const ends = await Promise.allSettled(
    [manager, second].map((by, i) =>
      closeCase(ctx, { caseId, outcome: "unfounded", goesOn: i === 0, note: "decidido", certificateLives: false, by }),
    ),
  );
  const lost = ends.filter((one) => one.status === "rejected");
  assert.equal(lost.length, 1);
  refused("irregularity-closed")(lost[0]!.reason);
  const one = (await caseById(ctx.db, caseId))!;
  assert.equal(one.closedBy, ends[0]!.status === "fulfilled" ? manager.id : second.id);
});

test("the deny list is asked before an approval: a hit is said to the agent, who approves only with words of their own", async () => {
  await using story = await open();
  const { ctx, agent, manager, roomId, orderId, shop, run } = story;
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await story.admit();
  await walkScript(story, proofingId);
  // The same person stands on the list by another order's founded case.
  const { caseId } = await reportIrregularity(ctx, { roomId, kind: "false-data", note, by: manager });
  const approve = { proofingId, outcome: "approved" as const, reason: "", note: "", by: agent };
  await assert.rejects(validateProofing(ctx, approve), refused("order-frozen"));
  await sql`update irregularity_cases set closed_at = now(), closed_by = ${manager.id}, outcome = 'unfounded', order_goes_on = true
    where id = ${caseId}`.execute(ctx.db);
  const desk = await story.desk(agent);
  await desk.open(`/desk/atendimento/${roomId}`);
  assert.match(desk.page.text, /Há registro na lista negativa/);
  assert.match(desk.page.text, /Dados falsos ou de terceiros no pedido/);
  await assert.rejects(validateProofing(ctx, approve), refused("deny-list-hit"));
  await validateProofing(ctx, { ...approve, note: "Rosto comparado com a base oficial; é ela mesma." });
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  const verifier = await person(ctx, shop.raId, "98765432100", ["verifier"]);
  const checks = await watchAll(story, proofingId, verifier);
  const verify = { proofingId, outcome: "approved" as const, reason: "", checks, by: verifier };
  await assert.rejects(verifyProofing(ctx, { ...verify, note: "" }), refused("deny-list-hit"));
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from audit_entries
    where chain = ${`order:${orderId}`} and act = 'deny-list.searched'`.execute(ctx.db);
  assert.equal(rows[0]?.n, 1);
});
