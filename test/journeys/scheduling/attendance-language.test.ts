import assert from "node:assert/strict";
import { test } from "node:test";
import { openDoor } from "../../../src/faces/door.ts";
import { routesOf } from "../../../src/faces/routes.ts";
import { answerBiometrics } from "../../../src/orders/draft/answer-biometrics.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { putSite } from "../../../src/people/authority/put-site.ts";
import { sitesOf } from "../../../src/people/authority/site-reads.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import type { Language } from "../../../src/scheduling/agenda/language.ts";
import { setAgendaHours } from "../../../src/scheduling/agenda/set-agenda-hours.ts";
import { setAgentSites, setAgentSkills, setAvailability } from "../../../src/scheduling/agenda/set-agent-profile.ts";
import { openAppointmentOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { chooseSite } from "../../../src/scheduling/booking/choose-site.ts";
import { moveAppointment } from "../../../src/scheduling/booking/move-appointment.ts";
import { rescheduleAppointment } from "../../../src/scheduling/booking/reschedule-appointment.ts";
import { acceptOffer } from "../../../src/watch/lateness/accept-offer.ts";
import { takeOver } from "../../../src/watch/lateness/take-over.ts";
import { colleaguesAtDesk, latenessOf, tasksOf, waitingForAnother } from "../../../src/watch/lateness/watch-reads.ts";
import { refused } from "../../kit/refused.ts";
import { maria, readyDraft } from "../../kit/shop.ts";
import { visitor } from "../../kit/visitor.ts";
import { facesOf, openWatch, sitDown } from "../../kit/watch-story.ts";

/** The whole site on a Monday at 10h. Who is taught a language attends from `opens` to `closes` on every day. */
async function open(agents: number) {
  const story = await openWatch(agents);
  const { ctx, shop, manager } = story;
  const app = await openDoor(ctx, routesOf(facesOf(ctx)));
  const teach = async (agentId: string, languages: Language[], opens: string, closes: string) => {
    await setAgentSkills(ctx, { agentId, productIds: null, languages, by: manager });
    const hours = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, opens, closes }));
    await setAgendaHours(ctx, { agentId, hours, by: "installation" });
  };
  const timeOf = async (orderId: string) => (await openAppointmentOf(ctx.db, orderId, ctx.clock.now()))!;
  return {
    ...story,
    app,
    teach,
    timeOf,
    signs: shop.agentIds.at(-1)!,
    async [Symbol.asyncDispose]() {
      await app.close();
      await story.world.close();
    },
  };
}

type Place = Awaited<ReturnType<typeof open>>;

/** A draft of Rita's, her contacts confirmed; the page of times is open. */
async function untilTimes({ ear, run, app }: Place) {
  const rita = visitor(app);
  await rita.open("/certificados/e-cpf-a1-12");
  await rita.send("/comprar");
  const draft = rita.page.path.split("/")[2] ?? "";
  const born = { dia: "28", mes: "2", ano: "1990" };
  const reach = { email: "rita@exemplo.com.br", telefone: "(11) 98765-4321" };
  await rita.send(`/comprar/${draft}/dados`, { nome: "Rita Melo", cpf: "111.444.777-35", ...born, ...reach });
  for (const channel of ["email", "phone"] as const) {
    await run();
    await rita.send(`/comprar/${draft}/contato`, { codigo: ear.codeOf(draft, channel) });
  }
  /** Hours in Brasília that the picker offers. */
  const hours = () => {
    const radios = [...rita.page.text.matchAll(/<input[^>]*name="horario"[^>]*>/g)].map(([input]) => input);
    const starts = radios
      .filter((input) => input.includes('type="radio"'))
      .map((input) => /value="([^"]*)"/.exec(input)!);
    return [...new Set(starts.map(([, start]) => (new Date(start!).getUTCHours() + 21) % 24))];
  };
  return { rita, draft, hours, base: `/comprar/${draft}` };
}

const asked = /Como você quer ser atendido\?/;

test("an AR in Portuguese alone: nothing is asked, whatever the address says; a forged language books nothing", async () => {
  await using place = await open(1);
  const { rita, draft, base } = await untilTimes(place);
  await rita.open(`${base}/horario`);
  const plain = rita.page.text;
  assert.doesNotMatch(plain, /idioma|Libras/);
  for (const language of ["libras", "klingon", "pt-BR&idioma=en"]) {
    await rita.open(`${base}/horario?idioma=${language}`);
    assert.equal(rita.page.text, plain, language);
  }
  await rita.send(`${base}/horario`, { idioma: "libras" });
  assert.equal(rita.page.status, 409);
  assert.equal(await place.timeOf(draft), undefined);
});

test("Libras is chosen with the time: its agent's times only, held, booked, shown, moved, and Portuguese again", async () => {
  await using place = await open(2);
  const { ctx, run, signs, timeOf, teach, parcels } = place;
  await teach(signs, ["pt-BR", "libras"], "13:00", "16:00");
  const { rita, draft, base, hours } = await untilTimes(place);
  await rita.open(`${base}/horario?dia=2026-11-24`);
  assert.match(rita.page.text, asked);
  assert.match(rita.page.text, /Libras<small> \(Língua Brasileira de Sinais\)/);
  assert.doesNotMatch(rita.page.text, /English|Español/);
  assert.ok(hours().length > 20, "Portuguese as ever");
  await rita.open(`${base}/horario?idioma=libras`);
  assert.match(rita.page.text, /idioma=libras#idioma"[^>]*aria-current="true"/);
  assert.deepEqual(hours(), [13, 14, 15]);
  const day = /href="([^"]*dia=2026-11-25[^"]*)"/.exec(rita.page.text)![1]!.replaceAll("&amp;", "&");
  await rita.open(day);
  assert.deepEqual(hours(), [13, 14, 15], "the links of days keep it");
  const away = { until: null, reason: "almoço" };
  await setAvailability(ctx, { agentId: signs, away, by: place.manager });
  await rita.open(`${base}/horario?idioma=libras`);
  assert.match(rita.page.text, /idioma=libras#idioma"[^>]*aria-current="true"/, "nobody is led to Portuguese unasked");
  assert.deepEqual(hours(), []);
  await setAvailability(ctx, { agentId: signs, away: null, by: place.manager });
  await rita.open(day);

  await rita.send(`${base}/horario`, { idioma: "klingon" });
  assert.equal(rita.page.status, 422);
  assert.match(rita.page.text, /href="#idioma">Escolha um dos idiomas da lista/);
  await rita.open(`${base}/horario?idioma=libras`);
  await rita.send(`${base}/horario`, { idioma: "en" });
  assert.equal(rita.page.status, 409, "of the list, but nobody speaks it");
  assert.equal(await timeOf(draft), undefined);

  await rita.open(`${base}/horario?idioma=libras`);
  await rita.send(`${base}/horario`);
  assert.equal(rita.heading(), "Confira antes de pagar");
  assert.match(rita.page.text, /às 13h \(Brasília\), em Libras/);
  assert.match(rita.page.text, /href="[^"]*\/horario\?idioma=libras"/, "changing it begins there");
  const hold = await timeOf(draft);
  assert.deepEqual([hold.status, hold.agentId, hold.language], ["held", signs, "libras"]);
  await rita.open(`${base}/certificados`);
  await rita.send(`${base}/certificados`, { produto: "e-cpf-a1-12" });
  const chained = await timeOf(draft);
  assert.notEqual(chained.id, hold.id);
  assert.deepEqual([chained.agentId, chained.language], [signs, "libras"], "a basket that grows keeps it");
  await rita.open(`${base}/conferir`);
  assert.match(rita.page.text, /2 atendimentos seguidos, [^<]*, em Libras/);

  await rita.send(`${base}/conferir`, { titular: "sim", termos: "sim" });
  const panel = rita.page.path.replace("/pagamento", "");
  await rita.send(`${panel}/pagamento/banco-simulado`);
  await run();
  await rita.open(panel);
  assert.match(rita.page.text, /às 13h \(Brasília\), em Libras/);
  assert.ok(parcels.some(({ text }) => /às 13h \(horário de Brasília\), em Libras/.test(text)));
  await rita.open(`${panel}/horario`);
  assert.match(rita.page.text, /Hoje está marcado para <strong>[^<]*<\/strong>, em Libras/);
  assert.deepEqual(hours(), [14, 15], "its own language unless another is chosen; both are at 13h");
  await rita.send(`${panel}/horario`, { horario: "2026-11-24T17:00:00.000Z" });
  await rita.send(`${panel}/horario/mudanca`);
  const moved = await timeOf(draft);
  assert.deepEqual([moved.status, moved.agentId, moved.language], ["booked", signs, "libras"]);
  const by = holderOf(draft);
  const again = await rescheduleAppointment(ctx, { orderId: draft, startsAt: moved.startsAt, by });
  assert.equal(again.language, "libras");

  await teach(signs, ["pt-BR"], "13:00", "16:00");
  await rita.open(`${panel}/horario`);
  assert.match(rita.page.text, asked, "nobody speaks it any more, and Portuguese stays a choice");
  assert.deepEqual(hours(), []);
  await rita.open(`${panel}/horario?idioma=pt-BR`);
  await rita.send(`${panel}/horario`);
  assert.match(rita.page.text, /em Libras[\s\S]*<strong>/, "from Libras to Portuguese");
  await rita.send(`${panel}/horario/mudanca`);
  assert.equal((await timeOf(draft)).language, "pt-BR");
  await rita.open(`${panel}/horario`);
  assert.doesNotMatch(rita.page.text, asked);
});

test("who attends it: the desk and the office see the language, and none who does not speak it gets the holder", async () => {
  await using place = await open(3);
  const { ctx, app, shop, signs, order, manager, startsAt, teach, timeOf, at, knock, run } = place;
  const [speaks, ...others] = [signs, ...shop.agentIds.filter((id) => id !== signs)] as [string, string, string];
  const [too, never] = others;
  await teach(speaks, ["pt-BR", "libras"], "09:00", "18:00");
  const by = holderOf(order.orderId);
  const { id: appointmentId } = await rescheduleAppointment(ctx, {
    orderId: order.orderId,
    startsAt,
    language: "libras",
    by,
  });
  await run();
  assert.equal((await timeOf(order.orderId)).agentId, speaks);
  const principal = (id: string) => [place.expected, ...place.others].find((one) => one.id === id)!;
  const desk = visitor(app);
  desk.keep({ confere_agente: await sitDown(ctx, principal(speaks)) });
  await desk.open("/desk");
  assert.match(desk.page.text, /Maria da Silva <span class="tag info">Libras<\/span>/);
  await desk.open(/href="(\/desk\/atendimento\/[\w-]+)"/.exec(desk.page.text)![1]!);
  assert.match(desk.page.text, /<h2 id="caso-titulo">Maria da Silva <span class="tag info">Libras<\/span>/);

  const office = visitor(app);
  office.keep({ confere_agente: await sitDown(ctx, manager) });
  await office.open(`/office/agenda/${appointmentId}/mudanca`);
  const offered = [...office.page.text.matchAll(/mudanca\?agente=([\w-]+)"/g)].map(([, id]) => id);
  assert.deepEqual(offered, [speaks]);
  assert.match(office.page.text, /, em Libras, com/);
  assert.match(office.page.text, /Aparece só quem atende neste idioma/);
  const to = { appointmentId, startsAt, agentId: never, by: manager };
  await assert.rejects(moveAppointment(ctx, to), refused("slot-taken"));

  await teach(too, ["libras"], "15:00", "18:00");
  await sitDown(ctx, principal(never));
  await at(-10);
  await knock();
  assert.deepEqual(await colleaguesAtDesk(ctx.db, appointmentId, ctx.clock.now()), []);
  await at(5);
  const lateness = (await latenessOf(ctx.db, order.orderId))!;
  assert.deepEqual(await waitingForAnother(ctx.db, shop.raId, never), []);
  assert.equal((await waitingForAnother(ctx.db, shop.raId, too)).length, 1);
  const latenessId = lateness.id;
  await assert.rejects(takeOver(ctx, { latenessId, by: principal(never) }), refused("language-not-spoken"));
  assert.deepEqual(
    lateness.offers.map((offer) => offer.toISOString().slice(0, 16)),
    ["2026-11-23T18:00", "2026-11-23T18:30", "2026-11-23T19:00"],
    "from whoever else speaks it, at once",
  );
  const rebooked = await acceptOffer(ctx, { latenessId, startsAt: lateness.offers[0]!, by });
  assert.deepEqual([rebooked.agentId, rebooked.language], [too, "libras"]);
});

test("at a site it is chosen too, and travels through the check to the booked time", async () => {
  await using place = await open(2);
  const { ctx, app, shop, signs, manager, ear, run, teach, timeOf } = place;
  const [other] = shop.agentIds.filter((id) => id !== signs);
  const hall = { name: "Posto Centro", address: "Rua XV, 20, São Paulo/SP", openingHours: "9h às 17h", notes: "" };
  await putSite(ctx, { raId: shop.raId, site: hall, by: manager });
  const siteId = (await sitesOf(ctx.db, shop.raId))[0]!.id;
  await setAgentSites(ctx, { agentId: other!, siteIds: [siteId], by: manager });
  await teach(signs, ["pt-BR", "libras"], "13:00", "16:00");
  const cpf = "11144477735" as Cpf;
  const { orderId, accessToken } = await readyDraft(ctx, shop.a3Id, { ...maria, cpf }, ear, run);
  const by = holderOf(orderId);
  await answerBiometrics(ctx, { orderId, biometricsOnFile: false, by });
  await chooseSite(ctx, { orderId, siteId, by });
  const rita = visitor(app);
  rita.keep({ confere_pedido: accessToken });
  const base = `/comprar/${orderId}/posto`;
  await rita.open(`${base}/horario`);
  assert.doesNotMatch(rita.page.text, asked, "who speaks it does not receive people there");
  await setAgentSites(ctx, { agentId: signs, siteIds: [siteId], by: manager });
  await rita.open(`${base}/horario?idioma=libras`);
  assert.match(rita.page.text, asked);
  await rita.send(`${base}/horario`);
  assert.match(rita.page.text, /às 13h \(Brasília\), em Libras/);
  await rita.send(`${base}/conferir`, { titular: "sim", termos: "sim", idioma: "klingon" });
  assert.equal(rita.page.status, 422);
  assert.match(rita.page.text, /Escolha um dos idiomas da lista/);
  await rita.open(`${base}/horario?idioma=libras`);
  await rita.send(`${base}/horario`);
  await rita.send(`${base}/conferir`, { titular: "sim", termos: "sim" });
  assert.match(rita.page.text, /às 13h \(Brasília\), em Libras, Posto Centro/);
  const { agentId, language, siteId: where } = await timeOf(orderId);
  assert.deepEqual([agentId, language, where], [signs, "libras", siteId]);
});

test("nobody else speaks it: the AR calls, and the time it books on the phone is in it too", async () => {
  await using place = await open(2);
  const { ctx, app, shop, signs, order, startsAt, expected, others, teach, timeOf, at, knock } = place;
  await teach(signs, ["pt-BR", "libras"], "09:00", "18:00");
  place.clock.advance({ minutes: 1 });
  const by = holderOf(order.orderId);
  await rescheduleAppointment(ctx, { orderId: order.orderId, startsAt, language: "libras", by });
  await place.run();
  await at(-10);
  await knock();
  await at(5);
  const [task] = await tasksOf(ctx.db, shop.raId, ctx.clock.now());
  assert.equal(task?.kind, "call-holder");
  const desk = visitor(app);
  desk.keep({ confere_agente: await sitDown(ctx, [expected, ...others].find(({ id }) => id !== signs)!) });
  const page = `/desk/tarefas/${task.id}/horario`;
  await desk.open(page);
  assert.match(desk.page.text, /Em que idioma é o atendimento\?/);
  assert.match(desk.page.text, /idioma=libras#idioma"[^>]*aria-current="true"/);
  await desk.send(page, { horario: "2026-11-24T17:00:00.000Z" });
  const { agentId, language } = await timeOf(order.orderId);
  assert.deepEqual([agentId, language], [signs, "libras"]);
});

test("'Atender agora' is in Portuguese, and says so where another language is served", async () => {
  await using place = await open(2);
  const { ctx, signs, others, expected, teach } = place;
  await sitDown(ctx, [expected, ...others].find(({ id }) => id !== signs)!);
  const { rita, base } = await untilTimes(place);
  await rita.open(`${base}/horario`);
  assert.match(rita.page.text, /Atender agora<\/h2>/);
  assert.doesNotMatch(rita.page.text, /é em português/);
  await teach(signs, ["pt-BR", "en"], "13:00", "16:00");
  await rita.open(`${base}/horario`);
  assert.match(rita.page.text, /“Atender agora” é em português\. Para outro idioma, escolha um horário/);
  assert.match(rita.page.text, /lang="en"[^>]*>English/);
});
