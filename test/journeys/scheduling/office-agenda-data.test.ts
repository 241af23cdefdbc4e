import assert from "node:assert/strict";
import { test } from "node:test";
import { openDoor } from "../../../src/faces/door.ts";
import { routesOf } from "../../../src/faces/routes.ts";
import type { AgentPrincipal } from "../../../src/people/agent.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { dayInBrazil } from "../../../src/platform/time/brasilia.ts";
import { agendaFaults } from "../../../src/scheduling/agenda/agenda-faults-reads.ts";
import { setAgendaHours } from "../../../src/scheduling/agenda/set-agenda-hours.ts";
import { timeOffOf } from "../../../src/scheduling/agenda/time-off-reads.ts";
import { addCalendar } from "../../../src/scheduling/calendars/add-calendar.ts";
import { maria, pay, placedOrder } from "../../kit/shop.ts";
import { visitor } from "../../kit/visitor.ts";
import { facesOf, openWatch, sitDown } from "../../kit/watch-story.ts";

/** The whole site at 10h; Maria is booked today at 11h, and Rita, who paid, looks for a time from 9h to 14h. */
async function open(agents = 1) {
  const story = await openWatch(agents);
  const { ctx, ear, run, shop } = story;
  for (const agentId of shop.agentIds) {
    const hours = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, opens: "09:00", closes: "14:00" }));
    await setAgendaHours(ctx, { agentId, hours, by: "installation" });
  }
  const faces = facesOf(ctx);
  const app = await openDoor(ctx, routesOf(faces));
  const browse = (cookies: Record<string, string>) => {
    const guest = visitor(app);
    guest.keep(cookies);
    return guest;
  };
  const cpf = "11144477735" as Cpf;
  const order = await placedOrder(ctx, shop.productId, { ...maria, name: "Rita Melo", cpf }, ear, run);
  await pay(ctx, order.orderId);
  await run();
  const rita = browse({ confere_pedido: order.accessToken });
  /** Full hours that Rita's picker offers on a day. */
  const hours = async (day: string) => {
    await rita.open(`/pedido/${order.number}/horario?dia=${day}`);
    const radios = [...rita.page.text.matchAll(/<input[^>]*name="horario"[^>]*>/g)].map(([input]) => input);
    const starts = radios
      .filter((input) => input.includes('type="radio"'))
      .map((input) => new Date(/value="([^"]*)"/.exec(input)![1]!));
    return starts
      .filter((start) => dayInBrazil(start) === day && start.getUTCMinutes() === 0)
      .map((start) => start.getUTCHours() - 3);
  };
  const at = async (who: AgentPrincipal) => browse({ confere_agente: await sitDown(ctx, who) });
  return {
    ...story,
    hours,
    signedIn: at,
    async [Symbol.asyncDispose]() {
      await app.close();
      await story.world.close();
    },
  };
}

const all = [9, 10, 11, 12, 13];
const [tuesday, wednesday, thursday] = ["2026-11-24", "2026-11-25", "2026-11-26"] as const;

test("what a person attends: nothing ticked is refused beside its boxes, a product taken away leaves the picker", async () => {
  await using story = await open();
  const { manager, expected, shop, hours, signedIn } = story;
  const office = await signedIn(manager);
  const page = `/office/equipe/${expected.id}`;
  const form = `${page}/competencias`;
  assert.deepEqual(await hours(tuesday), all);
  await office.open(page);
  await office.send(form, { produtos: "alguns", "idioma-pt-BR": "" });
  assert.equal(office.page.status, 422);
  assert.deepEqual(office.errors(), [
    "Marque pelo menos um produto, ou escolha todos.",
    "Marque pelo menos um idioma.",
  ]);
  await office.send(form, { produtos: "nenhum", "idioma-pt-BR": "sim" });
  assert.deepEqual(office.errors(), ["Escolha todos os produtos, ou só os marcados."]);
  await office.send(form, { produtos: "alguns", [`produto-${shop.raId}`]: "sim", "idioma-pt-BR": "sim" });
  assert.match(office.page.text, /Escolha pelo menos um idioma e só produtos desta AR/, "the use case decides again");
  await office.open(page);
  await office.send(form, { produtos: "alguns", [`produto-${shop.companyId}`]: "sim", "idioma-libras": "sim" });
  assert.match(office.page.text, /role="status"[^>]*>Guardado/);
  assert.match(office.page.text, new RegExp(`name="produto-${shop.companyId}"[^>]*checked`));
  assert.match(office.page.text, /name="idioma-libras"[^>]*checked/);
  assert.deepEqual(await hours(tuesday), [], "attends companies only");
  await office.send(form, { produtos: "todos" });
  assert.deepEqual(await hours(tuesday), all);
  await office.send(form, { "idioma-pt-BR": "" });
  assert.deepEqual(await hours(tuesday), [], "Libras only");
});

test("the switch: the manager pauses, the queue says so, the agent is back by one press; and by the clock", async () => {
  await using story = await open();
  const { manager, expected, hours, signedIn, clock } = story;
  const office = await signedIn(manager);
  const page = `/office/equipe/${expected.id}/agenda`;
  await office.open(page);
  assert.match(office.page.text, /Recebe novos horários/);
  await office.send(`${page}/ausencia`, { "ausente-ate": "2026-11-23T09:59", "ausente-motivo": "" });
  assert.deepEqual(office.errors(), ["Escolha uma volta que ainda vem.", "Diga o motivo."]);
  assert.match(office.page.text, /<details[^>]* open><summary>Pausar/, "the form that came back is open");
  await office.send(`${page}/ausencia`, { "ausente-ate": "amanhã", "ausente-motivo": "médico" });
  assert.deepEqual(office.errors(), ["Escolha o dia e a hora da volta, ou deixe em branco."]);
  await office.send(`${page}/ausencia`, { "ausente-ate": "2026-11-23T15:00", "ausente-motivo": "médico" });
  assert.match(office.page.text, /Novos horários pausados/);
  assert.match(office.page.text, new RegExp(`${expected.name} não recebe novos horários até 15h \\(médico\\)`));
  assert.match(office.page.text, /1 atendimento já marcado nesse tempo continua.*\/office\/agenda\?dia=2026-11-23/s);
  assert.deepEqual(await hours(tuesday), [], "on no day");

  const desk = await signedIn(expected);
  await desk.open("/desk");
  assert.match(desk.page.text, /Você não recebe novos horários até 15h \(médico\)/);
  await desk.send("/desk/agenda/ausencia/fim");
  assert.equal(desk.page.path, "/desk");
  assert.match(desk.page.text, /Você recebe novos horários/);
  assert.deepEqual(await hours(tuesday), all);

  await desk.open("/desk/agenda");
  await desk.send("/desk/agenda/ausencia", { "ausente-ate": "", "ausente-motivo": "almoço longo" });
  assert.match(desk.page.text, /Você não recebe novos horários \(almoço longo\)/);
  assert.match(desk.page.text, /Se não der, fale com o gestor da AR/, "no link to where an agent may not go");
  await desk.send("/desk/agenda/ausencia/fim");
  assert.match(desk.page.text, /Novos horários abertos de novo/);
  await desk.send("/desk/agenda/ausencia", { "ausente-ate": "2026-11-23T10:20", "ausente-motivo": "café" });
  assert.deepEqual(await hours(tuesday), []);
  clock.advance({ minutes: 20 });
  await desk.open("/desk");
  assert.match(desk.page.text, /Você recebe novos horários/);
  assert.deepEqual(await hours(tuesday), all);
});

test("time off sale: once, each day, for days; said with who is booked in it, and released", async () => {
  await using story = await open();
  const { ctx, manager, expected, hours, signedIn, clock } = story;
  const office = await signedIn(manager);
  const page = `/office/equipe/${expected.id}/agenda`;
  const release = () => /action="([^"]*\/liberacao)"/.exec(office.page.text)![1]!;
  await office.open(page);
  assert.match(office.page.text, /Nenhuma a partir de agora/);
  await office.send(`${page}/bloqueios`, { "bloqueio-de": "", "bloqueio-ate": "2026-11-23T09:00" });
  assert.deepEqual(office.errors(), [
    "Escolha o dia e a hora do começo.",
    "Escolha um fim que ainda vem.",
    "Diga o motivo.",
  ]);
  const once = { "bloqueio-de": "2026-11-23T10:30", "bloqueio-ate": "2026-11-24T11:00", "bloqueio-motivo": "médico" };
  await office.send(`${page}/bloqueios`, once);
  assert.match(office.page.text, /Horas tiradas de venda/);
  assert.match(office.page.text, /de segunda-feira, 23 de novembro, às 10h30, até terça-feira, 24 de novembro, às 11h/);
  assert.match(office.page.text, /1 atendimento já marcado nesse tempo continua/);
  assert.deepEqual(await hours(tuesday), [11, 12, 13]);
  await office.send(release());
  assert.match(office.page.text, /Horas de volta à venda/);
  assert.deepEqual(await hours(tuesday), all);

  const lunch = { "pausa-comeca": "12:00", "pausa-termina": "13:00", "pausa-de": tuesday, "pausa-ate": wednesday };
  await office.send(`${page}/pausas`, { ...lunch, "pausa-termina": "11:00", "pausa-motivo": "almoço" });
  assert.deepEqual(office.errors(), ["A pausa precisa terminar depois de começar, no mesmo dia."]);
  await office.send(`${page}/pausas`, { ...lunch, "pausa-ate": "2028-01-01", "pausa-motivo": "almoço" });
  assert.deepEqual(office.errors(), ["O fim precisa vir depois do começo, com no máximo um ano entre eles."]);
  await office.open(page);
  await office.send(`${page}/pausas`, { "pausa-comeca": "12", "pausa-de": "x", "pausa-ate": "2026-11-22" });
  assert.deepEqual(office.errors(), [
    "Escolha a hora em que começa.",
    "Escolha a hora em que termina.",
    "Escolha o primeiro dia.",
    "Escolha um fim que ainda vem.",
    "Diga o motivo.",
  ]);
  await office.send(`${page}/pausas`, { ...lunch, "pausa-motivo": "almoço" });
  assert.match(office.page.text, /todo dia, das 12h às 13h, de terça-feira, 24 de novembro a quarta-feira, 25/);
  assert.deepEqual(
    [await hours(tuesday), await hours(wednesday)],
    [
      [9, 10, 11, 13],
      [9, 10, 11, 13],
    ],
  );
  assert.deepEqual(await hours(thursday), all);
  await office.send(release());
  assert.deepEqual([await hours(tuesday), await hours(wednesday)], [all, all]);

  await office.send(`${page}/ferias`, { "ferias-de": wednesday, "ferias-ate": tuesday });
  assert.deepEqual(office.errors(), ["O fim precisa vir depois do começo, com no máximo um ano entre eles."]);
  await office.send(`${page}/ferias`, { "ferias-de": "", "ferias-ate": "" });
  assert.deepEqual(office.errors(), ["Escolha o primeiro dia.", "Escolha o último dia."]);
  await office.send(`${page}/ferias`, { "ferias-de": tuesday, "ferias-ate": wednesday });
  assert.match(office.page.text, /Férias guardadas/);
  assert.deepEqual([await hours(tuesday), await hours(wednesday), await hours(thursday)], [[], [], all]);
  await office.send(release());

  const dentist = "BEGIN:VEVENT\r\nUID:1@t\r\nDTSTART:20261124T120000Z\r\nDTEND:20261124T140000Z\r\nEND:VEVENT";
  const text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:t", dentist, "END:VCALENDAR"].join("\r\n");
  await addCalendar(ctx, { by: expected, name: "Pessoal", source: { text } });
  await office.open(page);
  assert.match(office.page.text, /Veio da agenda “Pessoal” e não se libera aqui/);
  assert.doesNotMatch(office.page.text, /\/liberacao"/);
  const [external] = await timeOffOf(ctx.db, expected.id, clock.now());
  assert.equal((await office.request("POST", `${page}/bloqueios/${external!.id}/liberacao`, {})).status, 404);
  assert.equal((await office.request("POST", `${page}/bloqueios/nada/liberacao`, {})).status, 404);
  assert.deepEqual(await hours(tuesday), [11, 12, 13]);
  assert.deepEqual(await agendaFaults(ctx.db), []);
});

test("an agent's own time: blocked and released at the desk, a colleague's is not theirs", async () => {
  await using story = await open(2);
  const { ctx, expected, others, manager, signedIn, clock } = story;
  const desk = await signedIn(expected);
  const base = "/desk/agenda";
  await desk.open(base);
  const once = { "bloqueio-de": "2026-11-23T10:30", "bloqueio-ate": "2026-11-23T12:00", "bloqueio-motivo": "curso" };
  await desk.send(`${base}/bloqueios`, { ...once, "bloqueio-motivo": "" });
  assert.deepEqual(desk.errors(), ["Diga o motivo."]);
  assert.match(desk.page.text, /name="bloqueio-de"[^>]*value="2026-11-23T10:30"/, "what was typed stays");
  await desk.send(`${base}/bloqueios`, once);
  assert.match(desk.page.text, /segunda-feira, 23 de novembro, das 10h30 às 12h/);
  assert.match(desk.page.text, /1 atendimento já marcado nesse tempo continua/);
  const [block] = await timeOffOf(ctx.db, expected.id, clock.now());
  const colleague = await signedIn(others[0]!);
  assert.equal((await colleague.request("POST", `${base}/bloqueios/${block!.id}/liberacao`, {})).status, 403);
  await desk.send(`${base}/bloqueios/${block!.id}/liberacao`);
  assert.match(desk.page.text, /Horas de volta à venda/);
  assert.deepEqual(await timeOffOf(ctx.db, expected.id, clock.now()), []);
  const office = await signedIn(manager);
  assert.equal((await office.request("POST", `${base}/bloqueios`, once)).status, 403, "a manager has no own time");
});

test("a day unlike its weekday: other hours or none, beside who is booked, and back; a holiday opened by it", async () => {
  await using story = await open();
  const { manager, expected, hours, signedIn } = story;
  const office = await signedIn(manager);
  const page = `/office/equipe/${expected.id}/agenda`;
  const send = (day: string, times: string, reason = "plantão") =>
    office.send(`${page}/dias`, { dia: day, "dia-horas": times, "dia-motivo": reason });
  await office.open(page);
  await send("2026-11-22", "manhã", "");
  assert.deepEqual(office.errors(), [
    "Escolha um dia que ainda vem.",
    "Escreva assim: 08:00 às 12:00, 13:00 às 18:00.",
    "Diga o motivo.",
  ]);
  await send(tuesday, "9h-12h, 11h-13h");
  assert.deepEqual(office.errors(), ["Cada faixa precisa começar antes de terminar e não pode cruzar outra."]);
  await send(tuesday, "15h às 17h");
  assert.match(office.page.text, /Dia guardado/);
  assert.match(office.page.text, /24 de novembro<\/strong>: 15:00 às 17:00/);
  assert.deepEqual(await hours(tuesday), [15, 16]);
  await send("2026-11-23", "", "folga");
  assert.match(office.page.text, /não atende[\s\S]*1 atendimento já marcado fora dessas horas continua/);
  await send("2026-11-23", "10h às 12h", "folga");
  assert.doesNotMatch(office.page.text, /fora dessas horas/, "Maria's time lies inside");
  await office.send(`${page}/dias/${tuesday}/fim`);
  assert.match(office.page.text, /O dia voltou a seguir a semana/);
  assert.deepEqual(await hours(tuesday), all);
  assert.equal((await office.request("POST", `${page}/dias/2026-02-30/fim`, {})).status, 404);
});

test("holidays: the nation's and the state's are read, the AR's own come and go, the booked stay and are counted", async () => {
  await using story = await open();
  const { manager, hours, signedIn, ctx } = story;
  const office = await signedIn(manager);
  await office.open("/office/agenda");
  assert.match(office.page.text, /href="\/office\/feriados"/);
  await office.open("/office/feriados");
  for (const name of ["Natal", "Sexta-feira da Paixão", "Revolução Constitucionalista de 1932"])
    assert.match(office.page.text, new RegExp(name));
  assert.doesNotMatch(office.page.text, /Data Magna do Ceará|\/fim"/, "another state's; nothing of its own yet");
  const send = (dia: string, nome: string) => office.send("/office/feriados", { dia, nome });
  await send("2026-11-22", "");
  assert.deepEqual(office.errors(), ["Escolha um dia que ainda vem.", "Dê o nome do feriado."]);
  await send("2028-01-01", "Ano novo");
  assert.deepEqual(office.errors(), ["Escolha um dia deste ano ou do próximo."]);
  await send("2026-12-25", "Festa");
  assert.deepEqual(office.errors(), ["Esse dia já é feriado: Natal. Não é preciso incluir."]);
  await send(tuesday, "Aniversário da cidade");
  assert.match(office.page.text, /Incluído: em terça-feira, 24 de novembro a AR não atende/);
  assert.deepEqual(await hours(tuesday), []);
  await office.send(`/office/feriados/${tuesday}/fim`);
  assert.match(office.page.text, /Tirado: terça-feira, 24 de novembro volta a ser um dia normal/);
  assert.deepEqual(await hours(tuesday), all);
  await send("2026-11-23", "Luto oficial");
  assert.match(office.page.text, /1 atendimento já marcado nesse dia continua.*\/office\/agenda\?dia=2026-11-23/s);
  await office.open("/office/feriados?tirado=2026-11-23");
  assert.doesNotMatch(office.page.text, /Tirado:/, "an address says nothing that is not so");
  assert.equal((await office.request("POST", "/office/feriados/amanha/fim", {})).status, 404);
  assert.deepEqual(await agendaFaults(ctx.db), []);
});
