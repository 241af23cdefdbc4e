import assert from "node:assert/strict";
import { test } from "node:test";
import { latePages } from "../../../src/faces/applicant/order/late-pages.ts";
import { orderPages } from "../../../src/faces/applicant/order/order-pages.ts";
import { roomPages } from "../../../src/faces/applicant/room/room-pages.ts";
import { deskPages } from "../../../src/faces/desk/desk-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import { openAppointmentOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { latenessOf } from "../../../src/watch/lateness/watch-reads.ts";
import { visitor } from "../../kit/visitor.ts";
import { openWatch, sitDown } from "../../kit/watch-story.ts";

async function open(agents: number) {
  const story = await openWatch(agents);
  const { ctx } = story;
  const app = await openDoor(ctx, [
    (scope) => orderPages(scope, { ctx, provider: simulatedBank() }),
    (scope) => roomPages(scope, { ctx }),
    (scope) => latePages(scope, { ctx }),
    (scope) => deskPages(scope, { ctx }),
  ]);
  const browse = (cookies: Record<string, string>) => {
    const guest = visitor(app);
    guest.keep(cookies);
    return guest;
  };
  const holder = browse({ confere_pedido: story.order.accessToken });
  const base = `/pedido/${story.order.number}`;
  await story.at(-10);
  await story.knock();
  return {
    ...story,
    app,
    holder,
    browse,
    base,
    async [Symbol.asyncDispose]() {
      await app.close();
      await story.world.close();
    },
  };
}

test("late: the panel says so and offers times; one form rebooks, and the timeline tells it", async () => {
  await using story = await open(2);
  const { holder, base, at, run, ctx, order } = story;
  await holder.open(`${base}/atraso`);
  assert.equal(holder.page.path, base, "nobody is late: back to the panel");
  await at(5);
  await holder.open(base);
  assert.match(holder.page.text, /O agente se atrasou\. Enquanto isso, envie os documentos/);
  assert.match(holder.page.text, /Com quem está: O agente da AR/);
  await holder.open(`${base}/atraso`);
  assert.equal((holder.page.text.match(/name="horario"/g) ?? []).length, 3);
  // The session ends while it is being chosen: back to the same page, and which it was.
  const offer = /name="horario" value="([^"]+)"/.exec(holder.page.text)![1]!;
  holder.keep({ confere_pedido: "" });
  await holder.send(`${base}/atraso/horario`);
  assert.equal(holder.heading(), "Abrir meu pedido");
  await holder.send("/pedido", { documento: "529.982.247-25" });
  assert.match(holder.page.text, new RegExp(`value="${offer}"[\\s\\S]{0,80}[^<]*, o que você tinha escolhido`));
  await holder.send(`${base}/atraso/horario`);
  assert.equal(holder.page.path, `${base}?horario=mudado`);
  assert.match(holder.page.text, /Horário mudado[\s\S]*Agora está marcado para/);
  await run();
  const lateness = (await latenessOf(ctx.db, order.orderId))!;
  const visit = await openAppointmentOf(ctx.db, order.orderId, ctx.clock.now());
  assert.equal(visit?.startsAt.getTime(), lateness.offers[0]!.getTime());
  await holder.open(base);
  assert.match(holder.page.text, /Ninguém atendeu você às 11h\. A falha foi nossa/);
  assert.match(holder.page.text, /Você escolheu outro horário/);
  assert.doesNotMatch(holder.page.text, /name="horario"/);
});

test("late: the letter's link shows a button and books by it alone; a forged one is not known", async () => {
  await using story = await open(2);
  const { browse, at, run, parcels, order } = story;
  await at(5);
  const letter = parcels.find(({ subject }) => /escolha outro horário com um clique/.test(subject))!;
  const links = [...letter.text.matchAll(/https?:\/\/[^/]+(\/remarcar\/\S+)/g)].map((match) => match[1]!);
  assert.equal(links.length, 3);
  const stranger = browse({});
  await stranger.open(links[1]!);
  assert.equal(stranger.heading(), "Confirme o novo horário");
  const path = links[1]!.split("?")[0]!;
  await stranger.send(path);
  assert.match(stranger.heading(), /^Pronto: /);
  await run();
  assert.ok(parcels.some(({ subject }) => /^Novo horário/.test(subject)));
  await stranger.open(links[0]!);
  assert.match(stranger.page.text, /já passaram/);
  assert.equal((await stranger.open(path.slice(0, -1) + (path.endsWith("0") ? "1" : "0"))).status, 404);
  const again = await stranger.request("POST", path, { horario: new Date(0).toISOString() });
  assert.equal(again.status, 409);
  assert.match(again.text, /não vale mais/);
  assert.ok(order.number);
});

test("late: the desk of a free agent offers the holder; one act opens the case; asking to be called makes a task", async () => {
  await using story = await open(2);
  const { ctx, holder, base, browse, at, others, expected, room, run } = story;
  await at(4);
  const desk = browse({ confere_agente: await sitDown(ctx, others[0]!) });
  await at(5);
  await desk.open("/desk");
  assert.match(desk.page.text, /Um titular espera por outro agente/);
  const { id } = (await latenessOf(ctx.db, story.order.orderId))!;
  await desk.send(`/desk/atrasos/${id}/assumir`);
  assert.equal(desk.page.path, `/desk/atendimento/${room.id}`);
  assert.match(desk.page.text, /Outro agente assumiu/);
  await run();
  const late = browse({ confere_agente: await sitDown(ctx, expected) });
  await late.open("/desk");
  assert.doesNotMatch(late.page.text, /Assumir/);
  await holder.open(`${base}/atraso`);
  assert.equal(holder.page.path, base);
  assert.match(holder.page.text, /Outro agente assumiu o atendimento/);
});

test("the work list: the holder asks to be called, somebody takes it, says how it went", async () => {
  await using story = await open(2);
  const { ctx, holder, base, browse, at, run, others } = story;
  await at(5);
  await holder.open(`${base}/atraso`);
  await holder.send(`${base}/atraso/ligacao`);
  assert.match(holder.page.text, /A AR vai ligar para você/);
  await run();
  const desk = browse({ confere_agente: await sitDown(ctx, others[0]!) });
  await desk.open("/desk/tarefas");
  assert.match(desk.page.text, /Ligar para o titular: Maria da Silva/);
  assert.match(desk.page.text, /Com quem está: Gerente/);
  const action = /\/desk\/tarefas\/[\w-]+\/dono/.exec(desk.page.text)![0];
  await desk.send(action);
  assert.doesNotMatch(desk.page.text, /Pegar para mim/);
  assert.match(desk.page.text, /Marcar horário/);
  await desk.send(action.replace("dono", "conclusao"), { resultado: "x" });
  assert.match(desk.page.text, /Escreva em poucas palavras/);
  await desk.send(action.replace("dono", "conclusao"), { resultado: "Liguei e marquei às 15h" });
  assert.match(desk.page.text, /Nada a fazer agora/);
  assert.match(desk.page.text, /Liguei e marquei às 15h/);
});

test("an agent's calendar page: a feed that answers by its secret address only, an address refused beside its field", async () => {
  await using story = await open(1);
  const { ctx, browse, expected, order, app } = story;
  const desk = browse({ confere_agente: await sitDown(ctx, expected) });
  await desk.open("/desk/agenda");
  await desk.send("/desk/agenda/assinatura");
  const url = /value="https?:\/\/[^/]+(\/agenda\/[\w-]+\.ics)"/.exec(desk.page.text)![1]!;
  const feed = await app.inject({ url });
  assert.equal(feed.statusCode, 200);
  assert.match(String(feed.headers["content-type"]), /text\/calendar/);
  assert.match(feed.payload, new RegExp(order.number));
  assert.equal((await app.inject({ url: url.replace(/.\.ics$/, "_.ics") })).statusCode, 404);
  await desk.open("/desk/agenda");
  assert.ok(!desk.page.text.includes(url), "seen once");
  await desk.send("/desk/agenda/endereco", { nome: "Pessoal", endereco: "https://127.0.0.1/a.ics" });
  assert.match(desk.errors().join(), /não serve/);
  const boundary = "x";
  const file = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261124T130000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR`;
  const send = (content: string) =>
    app.inject({
      method: "POST",
      url: "/desk/agenda/arquivo",
      headers: { cookie: desk.cookie(), "content-type": `multipart/form-data; boundary=${boundary}` },
      payload: `--${boundary}\r\nContent-Disposition: form-data; name="arquivo"; filename="pessoal.ics"\r\n\r\n${content}\r\n--${boundary}--\r\n`,
    });
  assert.match((await send("nada")).payload, /não é uma agenda que sabemos ler/);
  assert.equal((await send(file)).statusCode, 303);
  await desk.open("/desk/agenda");
  assert.match(desk.page.text, /1 período ocupado/);
  await desk.send(/\/desk\/agenda\/[\w-]+\/remocao/.exec(desk.page.text)![0]);
  assert.doesNotMatch(desk.page.text, /período ocupado/);
  // What could not be taken at its word is said: one event without a time, a zone that nobody knows, a file cut short.
  const bad = `BEGIN:VEVENT\r\nSUMMARY:sem hora\r\nEND:VEVENT\r\n`;
  const unknownZone = file.replace("DTSTART:20261124T130000Z", "DTSTART;TZID=Fuso <meu>:20261124T100000");
  assert.equal((await send(unknownZone.replace("END:VCALENDAR", bad))).statusCode, 303);
  await desk.open("/desk/agenda");
  for (const words of [
    /1 período ocupado/,
    /1 compromisso não pôde ser lido por inteiro/,
    /Não conhecemos o fuso “Fuso &lt;meu>”/,
    /O arquivo termina no meio/,
  ])
    assert.match(desk.page.text, words);
  await desk.send(/\/desk\/agenda\/[\w-]+\/remocao/.exec(desk.page.text)![0]);
  assert.equal((await send(file.replaceAll("VEVENT", "VJOURNAL"))).statusCode, 422);
  assert.equal((await send("BEGIN:VCALENDAR\r\nEND:VCALENDAR")).statusCode, 303);
  await desk.open("/desk/agenda");
  assert.match(desk.page.text, /Nada ocupado nos próximos 60 dias/);
  assert.doesNotMatch(desk.page.text, /Confira na sua agenda|Não conhecemos o fuso|termina no meio/);
});

test("on the phone with the holder: the AR books another time from the task, which is done by it", async () => {
  await using story = await open(2);
  const { ctx, holder, base, browse, at, run, others, order } = story;
  await at(5);
  await holder.open(`${base}/atraso`);
  await holder.send(`${base}/atraso/ligacao`);
  await run();
  const desk = browse({ confere_agente: await sitDown(ctx, others[0]!) });
  await desk.open("/desk/tarefas");
  const action = /\/desk\/tarefas\/[\w-]+\/horario/.exec(desk.page.text)![0];
  await desk.open(action);
  await desk.send(action, { horario: "nunca" });
  assert.match(desk.page.text, /Escolha um horário da lista/);
  await desk.open(action);
  await desk.send(action);
  assert.match(desk.page.text, /Marcado para segunda-feira/);
  assert.equal((await openAppointmentOf(ctx.db, order.orderId, ctx.clock.now()))?.status, "booked");
  const stranger = browse({ confere_agente: await sitDown(ctx, { ...others[0]!, id: story.expected.id }) });
  assert.equal((await stranger.open("/desk/tarefas/01900000-0000-7000-8000-000000000001/horario")).status, 404);
});
