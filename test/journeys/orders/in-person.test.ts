import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { routesOf } from "../../../src/faces/routes.ts";
import { tellDeclined } from "../../../src/notifications/followers/follow-appointment.ts";
import { addCertificate } from "../../../src/orders/draft/add-certificate.ts";
import { answerBiometrics } from "../../../src/orders/draft/answer-biometrics.ts";
import { placeOrder } from "../../../src/orders/draft/place-order.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { orderById, orderByNumber } from "../../../src/orders/orders-reads.ts";
import { openCharge } from "../../../src/payments/open-charge.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import { closeSite, putSite } from "../../../src/people/authority/put-site.ts";
import { sitesOf } from "../../../src/people/authority/site-reads.ts";
import { newId } from "../../../src/platform/ids.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { roomOfOrder } from "../../../src/rooms/rooms-reads.ts";
import { blockAgenda } from "../../../src/scheduling/agenda/block-agenda.ts";
import { setAgentSites } from "../../../src/scheduling/agenda/set-agent-profile.ts";
import { recordVisit } from "../../../src/scheduling/appointments/record-visit.ts";
import { appointmentsOf, openAppointmentOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { bookAppointment } from "../../../src/scheduling/booking/book-appointment.ts";
import { bookVisit } from "../../../src/scheduling/booking/book-visit.ts";
import { chooseSite } from "../../../src/scheduling/booking/choose-site.ts";
import { holdSlot } from "../../../src/scheduling/booking/hold-slot.ts";
import { rescheduleAppointment } from "../../../src/scheduling/booking/reschedule-appointment.ts";
import { joinQueue } from "../../../src/scheduling/line/join-queue.ts";
import { openDeadlinesOf } from "../../../src/watch/deadlines/deadline-reads.ts";
import { refused } from "../../kit/refused.ts";
import { maria, openShop, pay, readyDraft } from "../../kit/shop.ts";
import { visitor } from "../../kit/visitor.ts";
import { facesOf, openWatch, sitDown } from "../../kit/watch-story.ts";

const center = {
  name: "Posto Centro",
  address: "Rua XV de Novembro, 20, sala 3, Centro, São Paulo/SP",
  openingHours: "segunda a sexta, 9h às 17h",
  notes: "",
};
const at = (hour: number, minute = 0) => new Date(Date.UTC(2026, 10, 23, hour, minute));
const cpfOf = (n: number) => `${String(n).padStart(9, "3")}00` as Cpf;
/** An AR with two agents; one of them, `there`, receives people at the Posto Centro. */
async function open() {
  const story = await openWatch(2);
  const { ctx, shop, manager, ear, run, others } = story;
  await putSite(ctx, { raId: shop.raId, site: center, by: manager });
  const siteId = (await sitesOf(ctx.db, shop.raId))[0]!.id;
  const there = others[0]!;
  await setAgentSites(ctx, { agentId: there.id, siteIds: [siteId], by: manager });
  const tokens = new Map<string, string>();
  /** A draft with all but its number, of somebody who may not be attended by video. */
  const notEligible = async (n: number) => {
    const { orderId, accessToken } = await readyDraft(ctx, shop.a3Id, { ...maria, cpf: cpfOf(n) }, ear, run);
    tokens.set(orderId, accessToken);
    await answerBiometrics(ctx, { orderId, biometricsOnFile: false, by: holderOf(orderId) });
    return orderId;
  };
  const ready = async (n: number) => {
    const orderId = await notEligible(n);
    await chooseSite(ctx, { orderId, siteId, by: holderOf(orderId) });
    return orderId;
  };
  const visit = (orderId: string, startsAt: Date) => bookVisit(ctx, { orderId, startsAt, by: holderOf(orderId) });
  const bookedAt = async (orderId: string) => (await openAppointmentOf(ctx.db, orderId, ctx.clock.now()))!;
  return { ...story, siteId, there, notEligible, ready, visit, bookedAt, tokens };
}

/** What python-icalendar, an implementation nobody here wrote, reads in a calendar object. */
function readByPython(calendar: string): Record<string, string> {
  const program = `
import sys, json, icalendar
c = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
e = c.walk("VEVENT")[0]
print(json.dumps({"method": str(c["METHOD"]), "uid": str(e["UID"]), "sequence": str(e["SEQUENCE"]),
  "start": e["DTSTART"].dt.isoformat(), "location": str(e["LOCATION"]), "text": str(e["SUMMARY"]) + str(e["DESCRIPTION"])}))`;
  return JSON.parse(execFileSync("/usr/bin/python3", ["-c", program], { input: calendar, encoding: "utf8" }));
}

test("from the no to the booked time at a site, without script and without a charge; moved, given up", async () => {
  const story = await openWatch(2);
  const { ctx, manager, ear, run, others, parcels, shop, clock } = story;
  const deps = facesOf(ctx);
  const app = await openDoor(ctx, routesOf(deps));
  await using _ = {
    async [Symbol.asyncDispose]() {
      await app.close();
      await story.world.close();
    },
  };
  await putSite(ctx, { raId: shop.raId, site: center, by: manager });
  const joao = visitor(app);
  await joao.open("/certificados/e-cpf-a3-36");
  await joao.send("/comprar");
  const draft = joao.page.path.split("/")[2] ?? "";
  await joao.send(`/comprar/${draft}/elegibilidade`, { biometria: "nao" });
  assert.doesNotMatch(joao.page.text, /Agendar atendimento presencial/, "nobody receives people there yet");

  const office = visitor(app);
  office.keep({ confere_agente: await sitDown(ctx, manager) });
  await office.open(`/office/equipe/${others[0]!.id}`);
  assert.match(office.page.text, /Postos em que recebe pessoas/);
  const siteId = (await sitesOf(ctx.db, shop.raId))[0]!.id;
  await office.send(`/office/equipe/${others[0]!.id}/postos`, { [`posto-${siteId}`]: "sim" });
  assert.match(office.page.text, new RegExp(`name="posto-${siteId}"[^>]* checked`));

  await joao.open(`/comprar/${draft}/elegibilidade`);
  await joao.send(`/comprar/${draft}/elegibilidade`, { biometria: "nao" });
  assert.match(joao.page.text, /Agendar atendimento presencial neste posto/);
  assert.match(joao.page.text, /o pagamento, a identificação e a emissão são no posto/);
  await joao.send(`/comprar/${draft}/posto`);
  assert.equal(joao.page.path, `/comprar/${draft}/dados`);
  const typed = { nome: "João Souza", cpf: "111.444.777-35", dia: "1", mes: "3", ano: "1980" };
  await joao.send(`/comprar/${draft}/dados`, { ...typed, email: "joao@exemplo.com.br", telefone: "(11) 91234-5678" });
  for (const channel of ["email", "phone"] as const) {
    await run();
    await joao.send(`/comprar/${draft}/contato`, { codigo: ear.codeOf(draft, channel) });
  }
  assert.equal(joao.heading(), "Quando você quer ir ao posto?");
  await joao.open(`/comprar/${draft}/horario`);
  assert.equal(joao.page.path, `/comprar/${draft}/posto/horario`, "the times by video are not this order's");
  await joao.send(`/comprar/${draft}/posto/horario`, { horario: at(18).toISOString() });
  assert.equal(joao.heading(), "Confira antes de marcar");
  for (const words of ["Nada é cobrado agora", center.address, "às 15h", "A pagar no posto", "documento original"])
    assert.ok(joao.page.text.includes(words), words);
  await joao.send(`/comprar/${draft}/posto/conferir`);
  assert.equal(joao.errors().length, 2, "both boxes are asked for");
  await joao.send(`/comprar/${draft}/posto/conferir`, { titular: "sim", termos: "sim" });
  const number = /^\/pedido\/(CERTI\d{10})$/.exec(joao.page.path)?.[1] ?? "";
  assert.ok(number, joao.page.path);
  for (const words of ["Atendimento presencial", "Marcado", center.address, "Leve o documento original"])
    assert.ok(joao.page.text.includes(words), words);
  assert.doesNotMatch(joao.page.text, /Pix|Pagar agora|Teste do aparelho/);
  const order = (await orderByNumber(ctx.db, number))!;
  const booked = (await openAppointmentOf(ctx.db, order.id, clock.now()))!;
  assert.deepEqual([booked.startsAt, booked.agentId, booked.siteId], [at(18), others[0]!.id, siteId]);

  await run();
  assert.equal(await roomOfOrder(ctx.db, order.id), undefined, "no room");
  assert.deepEqual(await openDeadlinesOf(ctx.db, order.id), [], "no date to pay by");
  for (const page of ["pagamento", "sala", "teste", "documentos", "emissao", "agora", "atraso"]) {
    await joao.open(`/pedido/${number}/${page}`);
    assert.equal(joao.page.path, `/pedido/${number}`, page);
  }
  const paying = await joao.request("POST", `/pedido/${number}/pagamento/banco-simulado`, {});
  assert.match(paying.text, /Ele é pago e feito no posto/);
  await joao.open(`/pedido/${number}/horario`);
  await joao.send(`/pedido/${number}/horario`, { horario: at(19).toISOString() });
  await joao.send(`/pedido/${number}/horario/mudanca`);
  assert.equal(joao.page.path, `/pedido/${number}?horario=mudado`);
  assert.match(joao.page.text, /às 16h \(Brasília\), Posto Centro/);
  await run();
  await joao.open(`/pedido/${number}/cancelar`);
  await joao.send(`/pedido/${number}/cancelar`, { certeza: "sim" });
  await run();
  assert.equal(await openAppointmentOf(ctx.db, order.id, clock.now()), undefined);

  const own = parcels.filter(({ recipient }) => recipient === "joao@exemplo.com.br");
  const read = own.flatMap(({ calendar }) => (calendar ? [readByPython(calendar.content)] : []));
  assert.deepEqual(
    read.map(({ method, sequence, uid, location }) => [method, sequence, uid, location]),
    [
      ["REQUEST", "0", booked.calendarUid, `${center.name}, ${center.address}`],
      ["REQUEST", "1", booked.calendarUid, `${center.name}, ${center.address}`],
      ["CANCEL", "2", booked.calendarUid, `${center.name}, ${center.address}`],
    ],
  );
  assert.equal(read[1]?.["start"], "2026-11-23T19:00:00+00:00");
  assert.doesNotMatch(JSON.stringify(read), /sala\b(?! 3)|Videoconf/);
  assert.ok(own.every(({ text }) => !/falta o pagamento|\/pagamento|\/sala/.test(text)));
});

test("a certificate that nobody gets by video: the shelf itself leads to the sites, and nothing is asked in vain", async () => {
  const { world, ctx, shop, siteId } = await open();
  const deps = facesOf(ctx);
  const app = await openDoor(ctx, routesOf(deps));
  await using _ = {
    async [Symbol.asyncDispose]() {
      await app.close();
      await world.close();
    },
  };
  const rule = { position: 1, valid_from: "2026-01-01", valid_until: null, conditions: {} };
  const words = "A AR só emite presencialmente.";
  await ctx.db
    .insertInto("eligibility_rules")
    .values({ id: newId(), ra_id: shop.raId, ...rule, outcome: "in-person", words })
    .execute();
  const buyer = visitor(app);
  await buyer.open("/certificados/e-cpf-a3-36");
  assert.match(buyer.page.text, /O atendimento é presencial, num posto da AR/);
  assert.doesNotMatch(buyer.page.text, /Inclui uma videoconferência/);
  await buyer.send("/comprar");
  const draft = buyer.page.path.split("/")[2] ?? "";
  assert.equal(buyer.heading(), "Este certificado pede atendimento presencial");
  assert.ok(buyer.page.text.includes(words));
  await buyer.send(`/comprar/${draft}/posto`, { posto: "sul" });
  assert.equal(buyer.page.status, 404, "no such site");
  await buyer.open(`/comprar/${draft}/elegibilidade`);
  await buyer.send(`/comprar/${draft}/posto`);
  assert.equal(buyer.page.path, `/comprar/${draft}/dados`);
  assert.equal((await orderById(ctx.db, draft))?.siteId, siteId);
});

test("reminders carry the address and no link of a room; the desk records who came and who did not", async () => {
  const { world, ctx, run, parcels, clock, there, ready, visit, bookedAt, tokens } = await open();
  const deps = facesOf(ctx);
  const app = await openDoor(ctx, routesOf(deps));
  await using _ = {
    async [Symbol.asyncDispose]() {
      await app.close();
      await world.close();
    },
  };
  const tuesday = (hour: number) => new Date(at(hour).getTime() + 86_400_000);
  const [came, stayed] = [await ready(1), await ready(2)];
  await visit(came, tuesday(15));
  await visit(stayed, tuesday(16));
  const { id: cameId } = await bookedAt(came);
  await run();
  for (const hour of [15, 16]) {
    clock.set(at(hour));
    await run();
  }
  clock.set(tuesday(14));
  await run();
  const reminders = parcels.filter(({ subject }) => /^(Amanhã|Hoje), às 12h: seu atendimento presencial/.test(subject));
  assert.equal(reminders.length, 2);
  for (const { text } of reminders) {
    assert.ok(text.includes(center.address));
    assert.doesNotMatch(text, /\/sala|\/teste|link|câmera/);
  }

  const declined = { appointmentId: (await bookedAt(stayed)).id, orderId: stayed };
  await tellDeclined(ctx, declined);
  await run();
  assert.match(parcels.at(-1)!.text, /Você recusou no calendário o atendimento presencial de terça-feira/);

  const desk = visitor(app);
  desk.keep({ confere_agente: await sitDown(ctx, there) });
  await desk.open("/desk");
  assert.match(desk.page.text, /Presencial, Posto Centro/);
  assert.doesNotMatch(desk.page.text, /Compareceu|>Atender</, "not before the hour");
  await assert.rejects(
    recordVisit(ctx, { appointmentId: cameId, came: true, by: there }),
    refused("appointment-ahead"),
  );
  clock.set(tuesday(17));
  await run();
  assert.equal((await bookedAt(came)).status, "booked", "no lobby decides who came");
  desk.keep({ confere_agente: await sitDown(ctx, there) });
  await desk.open("/desk");
  await desk.send(`/desk/presencial/${cameId}`, { veio: "sim" });
  await desk.send(`/desk/presencial/${(await bookedAt(stayed)).id}`, { veio: "nao" });
  assert.match(desk.page.text, /Titular faltou/);
  const ends = [came, stayed].map(async (id) => (await appointmentsOf(ctx.db, id))[0]?.releasedReason);
  assert.deepEqual(await Promise.all(ends), ["attended", "applicant-no-show"]);
  const told = (await readChain(ctx.db, `order:${came}`)).find(({ act }) => act === "visit.attended");
  assert.deepEqual(told?.actor, { kind: "agent", id: there.id, name: there.name });
  assert.ok((await readChain(ctx.db, `order:${stayed}`)).some(({ act }) => act === "visit.missed"));
  const twice = recordVisit(ctx, { appointmentId: cameId, came: false, by: there });
  await assert.rejects(twice, refused("appointment-missing"));
  await run();
  assert.ok(parcels.some(({ subject }) => subject === "Sentimos a sua falta no posto"));
  const panel = visitor(app);
  for (const [id, ...words] of [
    [came, "Você compareceu ao posto", "O resto é com o posto"],
    [stayed, "Você não veio ao posto às 13h", "Escolher horário"],
  ] as const) {
    panel.keep({ confere_pedido: tokens.get(id)! });
    await panel.open(`/pedido/${(await orderById(ctx.db, id))?.number}`);
    for (const one of words) assert.ok(panel.page.text.includes(one), one);
    assert.equal(panel.page.text.includes("Cancelar o pedido"), id === stayed);
    if (id !== came) continue;
    const late = await panel.request("POST", `${panel.page.path}/cancelar`, { certeza: "sim" });
    assert.equal(late.status, 409);
    assert.match(late.text, /Você já foi atendido neste pedido/);
    assert.equal((await orderById(ctx.db, id))?.cancelledAt, null);
  }
});

test("what is refused: foreign and unserved sites, who is not there, money, others' acts", async () => {
  const { world, ctx, run, ear, shop, siteId, there, expected, manager, ready, notEligible, visit, bookedAt } =
    await open();
  await using _ = world;
  const by = manager;
  const draft = await notEligible(1);
  const choose = (orderId: string, id: string) => chooseSite(ctx, { orderId, siteId: id, by: holderOf(orderId) });
  const otherRa = await openShop(ctx);
  const otherBy = { ...manager, raId: otherRa.raId };
  await putSite(ctx, { raId: otherRa.raId, site: center, by: otherBy });
  const foreign = (await sitesOf(ctx.db, otherRa.raId))[0]!.id;
  await assert.rejects(choose(draft, foreign), refused("not-found"));
  const sites = (siteIds: string[], who = by) => setAgentSites(ctx, { agentId: there.id, siteIds, by: who });
  await assert.rejects(sites([foreign]), refused("agenda-profile-invalid"));
  await assert.rejects(sites([siteId], otherBy), refused("not-allowed"));
  await assert.rejects(setAgentSites(ctx, { agentId: newId(), siteIds: [], by }), refused("not-found"));
  await putSite(ctx, { raId: shop.raId, site: { ...center, name: "Posto Sul" }, by });
  const unserved = (await sitesOf(ctx.db, shop.raId)).find(({ name }) => name === "Posto Sul")!.id;
  await assert.rejects(choose(draft, unserved), refused("site-not-served"));
  assert.equal((await orderById(ctx.db, draft))?.attendance, "video", "a refused choice leaves nothing");
  await assert.rejects(visit(draft, at(15)), refused("conflict"), "a draft by video is not placed here");
  const eligible = (await readyDraft(ctx, shop.productId, { ...maria, cpf: cpfOf(2) }, ear, run)).orderId;
  await assert.rejects(choose(eligible, siteId), refused("conflict"));

  await choose(draft, siteId);
  await assert.rejects(placeOrder(ctx, { orderId: draft, by: holderOf(draft) }), refused("purchase-incomplete"));
  await assert.rejects(
    holdSlot(ctx, { orderId: draft, startsAt: at(15), by: holderOf(draft) }),
    refused("order-in-person"),
  );
  const another = { orderId: draft, productId: shop.productId, accessToken: "t", by: holderOf(draft) };
  await assert.rejects(addCertificate(ctx, another), refused("in-person-alone"));
  const { orderId: pair } = await readyDraft(ctx, shop.productId, { ...maria, cpf: cpfOf(3) }, ear, run);
  const { orderId: second } = await addCertificate(ctx, {
    ...another,
    orderId: pair,
    productId: shop.a3Id,
    by: holderOf(pair),
  });
  await answerBiometrics(ctx, { orderId: second, biometricsOnFile: false, by: holderOf(second) });
  await assert.rejects(choose(second, siteId), refused("in-person-alone"));

  // At 15h only the agent who is not at the site is free.
  await visit(draft, at(15));
  const { id: appointmentId } = await bookedAt(draft);
  const late = await ready(4);
  await assert.rejects(visit(late, at(13, 45)), refused("slot-taken"), "nobody is there in less than an hour");
  await assert.rejects(visit(late, at(15)), refused("slot-taken"));
  assert.equal((await orderById(ctx.db, late))?.number, null, "no time, no number");
  await visit(late, at(16));
  const again = await visit(late, at(17));
  assert.equal(again.number, (await orderById(ctx.db, late))?.number, "placed twice is placed once");
  const to = (startsAt: Date) => rescheduleAppointment(ctx, { orderId: late, startsAt, by: holderOf(late) });
  await assert.rejects(to(at(15)), refused("slot-taken"));

  await assert.rejects(
    openCharge(ctx, simulatedBank(), { orderId: draft, by: holderOf(draft) }),
    refused("order-in-person"),
  );
  await assert.rejects(joinQueue(ctx, { orderId: draft, by: holderOf(draft) }), refused("order-in-person"));
  const act = (who: typeof manager, id = appointmentId) => recordVisit(ctx, { appointmentId: id, came: true, by: who });
  await assert.rejects(act({ ...there, raId: otherRa.raId }), refused("not-found"));
  await assert.rejects(act({ ...there, roles: ["verifier"] }), refused("not-allowed"));
  const ofVideo = (await appointmentsOf(ctx.db, (await orderByVideo())!))[0]!;
  await assert.rejects(act(expected, ofVideo.id), refused("not-found"));
  async function orderByVideo() {
    const placed = await placeOrder(ctx, { orderId: eligible, by: holderOf(eligible) });
    await pay(ctx, eligible);
    await bookAppointment(ctx, { orderId: eligible, startsAt: at(20), by: holderOf(eligible) });
    return (await orderByNumber(ctx.db, placed.number))?.id;
  }
  await closeSite(ctx, { raId: shop.raId, siteId, by });
  await assert.rejects(to(at(18)), refused("site-not-served"), "a closed site takes nobody more");
  assert.equal((await bookedAt(late)).status, "booked", "what was booked there stands");
});

test("race: eight visits and eight videoconferences want one time of one agent, exactly one gets it", async () => {
  const { world, ctx, run, ear, shop, manager, expected, there, siteId, ready } = await open();
  await using _ = world;
  // The agent who is not at the site is full then, so that both kinds are left with one.
  await blockAgenda(ctx, { agentId: expected.id, from: at(16), to: at(18), reason: "curso", by: manager });
  const visits: string[] = [];
  const calls: string[] = [];
  for (let n = 0; n < 8; n++) {
    visits.push(await ready(10 + n));
    const { orderId } = await readyDraft(ctx, shop.productId, { ...maria, cpf: cpfOf(30 + n) }, ear, run);
    await placeOrder(ctx, { orderId, by: holderOf(orderId) });
    await pay(ctx, orderId);
    calls.push(orderId);
  }
  const booked = (orderId: string) => ({ orderId, startsAt: at(16), by: holderOf(orderId) });
  const results = await Promise.allSettled(
    visits.flatMap((visit, n) => [bookVisit(ctx, booked(visit)), bookAppointment(ctx, booked(calls[n]!))]),
  );
  assert.equal(results.filter(({ status }) => status === "fulfilled").length, 1);
  for (const result of results) if (result.status === "rejected") refused("slot-taken")(result.reason);
  const times = await Promise.all([...visits, ...calls].map((id) => openAppointmentOf(ctx.db, id, ctx.clock.now())));
  const [winner] = times.filter((one) => one !== undefined);
  assert.equal(winner?.agentId, there.id);
  assert.equal(winner?.siteId, winner?.attendance === "in-person" ? siteId : null);
});
