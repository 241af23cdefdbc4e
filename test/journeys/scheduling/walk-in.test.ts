import assert from "node:assert/strict";
import { test } from "node:test";
import { openDoor } from "../../../src/faces/door.ts";
import { routesOf } from "../../../src/faces/routes.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import type { AgentPrincipal } from "../../../src/people/agent.ts";
import { sql, transact } from "../../../src/platform/database.ts";
import { Failure } from "../../../src/platform/failures/failure.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { roomOfOrder } from "../../../src/rooms/rooms-reads.ts";
import { findSlots } from "../../../src/scheduling/agenda/find-slots.ts";
import { setAvailability } from "../../../src/scheduling/agenda/set-agent-profile.ts";
import { appointmentsOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { bookAppointment } from "../../../src/scheduling/booking/book-appointment.ts";
import { holdSlot } from "../../../src/scheduling/booking/hold-slot.ts";
import { waitingLine, wishedAt } from "../../../src/scheduling/line/walk-in-reads.ts";
import { joinWished } from "../../../src/scheduling/line/wish-walk-in.ts";
import { maria, pay, placedOrder, readyDraft } from "../../kit/shop.ts";
import { visitor } from "../../kit/visitor.ts";
import { facesOf, openWatch, sitDown } from "../../kit/watch-story.ts";

const refusedAs = (code: string) => (error: unknown) => error instanceof Failure && error.code === code;

/** The whole site; João and Rita have paid and have no time. */
async function open(agents = 2) {
  const story = await openWatch(agents);
  const { ctx, ear, run, shop } = story;
  const faces = facesOf(ctx);
  const app = await openDoor(ctx, routesOf(faces));
  const browse = (cookies: Record<string, string>) => {
    const guest = visitor(app);
    guest.keep(cookies);
    return guest;
  };
  const holder = async (name: string, cpf: string) => {
    const order = await placedOrder(ctx, shop.productId, { ...maria, name, cpf: cpf as Cpf }, ear, run);
    await pay(ctx, order.orderId);
    await run();
    return { ...order, base: `/pedido/${order.number}`, page: browse({ confere_pedido: order.accessToken }) };
  };
  const desk = async (agent: AgentPrincipal) => browse({ confere_agente: await sitDown(ctx, agent) });
  return {
    ...story,
    browse,
    desk,
    joao: await holder("João Alves", "11144477735"),
    rita: await holder("Rita Melo", "39053344705"),
    async [Symbol.asyncDispose]() {
      await app.close();
      await story.world.close();
    },
  };
}

test("the wait: offered with an honest figure, kept on every device, called into the room", async () => {
  await using story = await open();
  const { browse, desk, joao, rita, expected, others, run, ctx, manager, parcels, clock } = story;
  await joao.page.open(joao.base);
  assert.doesNotMatch(joao.page.page.text, /Atender agora/, "nobody at a desk: not offered");
  await joao.page.open(`${joao.base}/agora`);
  assert.match(joao.page.page.text, /Nenhum agente está atendendo agora/);
  assert.doesNotMatch(joao.page.page.text, /Entrar na fila/);

  const ana = await desk(expected);
  await ana.open("/desk");
  assert.match(ana.page.text, /Ninguém na fila\. Quem escolher/);
  assert.doesNotMatch(ana.page.text, /Chamar o próximo/);
  const refused = await ana.request("POST", "/desk/chamada", {});
  assert.equal(refused.status, 409, "an empty line, said in words");
  // The answer stands at the form's address, where there is no page: it says where the list is asked for again.
  assert.equal((await ana.request("GET", "/desk/chamada")).status, 404);
  const [, own] = /<html[^>]* data-address="([^"]+)"/.exec(refused.text) ?? [];
  assert.equal((await ana.request("GET", own!)).status, 200);
  assert.match(refused.text, new RegExp(`<meta http-equiv="refresh" content="20;url=${own}"`), "also without script");

  await joao.page.open(`${joao.base}/horario`);
  assert.match(joao.page.page.text, /Você é o próximo\. A espera é de poucos minutos\./);
  await joao.page.send(`${joao.base}/agora`);
  assert.equal(joao.page.heading(), "Você está na fila");
  assert.match(joao.page.page.text, /<noscript><meta http-equiv="refresh" content="20;url=[^"]*\/agora"/);
  clock.advance({ minutes: 2 });
  await rita.page.open(`${rita.base}/agora`);
  await rita.page.send(`${rita.base}/agora`);
  // 10:02 in Brasília: João's sitting takes the agent to 10:32; then the usual length fits before Maria's time at 11:00.
  assert.match(rita.page.page.text, /Há 1 pessoa à sua frente\. A espera é de cerca de 30 minutos\./);
  // Pressed again, reloaded, on another device: the place is the one there is.
  assert.equal((await joao.page.request("POST", `${joao.base}/agora`, {})).location, `${joao.base}/agora`);
  const phone = browse({});
  await phone.open("/pedido");
  await phone.send("/pedido", { numero: joao.number, documento: "111.444.777-35" });
  await phone.open(`${joao.base}/agora`);
  assert.match(phone.page.text, /Você é o próximo/);
  await phone.open(joao.base);
  assert.match(phone.page.text, /Você está na fila do Atender agora/);
  const boss = browse({ confere_agente: await sitDown(ctx, manager) });
  await boss.open("/office");
  assert.match(boss.page.text, /Fila do Atender agora[\s\S]*1 agente na mesa[\s\S]*João Alves[\s\S]*Rita Melo/);

  await ana.open("/desk");
  assert.match(ana.page.text, /João Alves[\s\S]*espera há 2 min[\s\S]*Rita Melo/);
  await ana.send("/desk/chamada");
  const room = (await roomOfOrder(ctx.db, joao.orderId))!;
  assert.equal(ana.page.path, `/desk/atendimento/${room.id}`);
  assert.match(ana.page.text, /João Alves/);
  await phone.open(`${joao.base}/agora`);
  assert.equal(phone.heading(), "Chegou a sua vez");
  assert.match(phone.page.text, new RegExp(`href="${joao.base}/sala"`));
  await run();
  assert.equal((await roomOfOrder(ctx.db, joao.orderId))!.id, room.id, "one room, whoever made it first");
  assert.ok(parcels.some(({ subject }) => subject === "Chegou a sua vez: entre na sala agora"));
  await phone.open(joao.base);
  assert.match(phone.page.text, /Um agente chamou você/);
  assert.match(phone.page.text, /A sala está aberta/);
  // The same agent has nobody's time to give now; another has.
  const again = await ana.request("POST", "/desk/chamada", {});
  assert.equal(again.status, 409);
  assert.match(again.text, /Seu atendimento das 10h02 está perto demais para chamar alguém antes\./);
  await ana.open("/desk");
  assert.match(ana.page.text, /Seu atendimento das 10h02 está perto demais/, "said before");
  assert.doesNotMatch(ana.page.text, /action="\/desk\/chamada"/, "and not offered");
  const bruno = await desk(others[0]!);
  await setAvailability(ctx, { agentId: others[0]!.id, away: { until: null, reason: "almoço" }, by: others[0]! });
  await bruno.open("/desk");
  assert.match(bruno.page.text, /Você está em pausa\. Para chamar quem espera, volte a receber/);
  assert.doesNotMatch(bruno.page.text, /action="\/desk\/chamada"/, "not offered to who may not");
  assert.match((await bruno.request("POST", "/desk/chamada", {})).text, /Você está em pausa\./);
  await setAvailability(ctx, { agentId: others[0]!.id, away: null, by: others[0]! });
  await bruno.open("/desk");
  await bruno.send("/desk/chamada");
  assert.equal(bruno.page.path, `/desk/atendimento/${(await roomOfOrder(ctx.db, rita.orderId))!.id}`);
});

test("race: two agents call at once, the one who waits is called once", async () => {
  await using story = await open();
  const { desk, joao, expected, others, ctx } = story;
  const desks = [await desk(expected), await desk(others[0]!)];
  await joao.page.request("POST", `${joao.base}/agora`, {});
  const answers = await Promise.all(desks.flatMap((one) => [1, 2].map(() => one.request("POST", "/desk/chamada", {}))));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409, 409, 409]);
  assert.equal((await appointmentsOf(ctx.db, joao.orderId)).length, 1);
});

test("leaving is one act; a wait that lapses says so; a booked time ends it; strangers see nothing", async () => {
  await using story = await open();
  const { browse, desk, joao, rita, expected, ctx, clock, run } = story;
  await desk(expected);
  await joao.page.open(`${joao.base}/agora`);
  await joao.page.send(`${joao.base}/agora`);
  await joao.page.send(`${joao.base}/agora/saida`);
  assert.equal(joao.page.page.path, joao.base);
  await joao.page.open(`${joao.base}/agora`);
  assert.equal(joao.page.heading(), "Quer ser atendido agora?");
  await joao.page.send(`${joao.base}/agora`);

  const stranger = browse({ confere_pedido: rita.accessToken });
  for (const path of [`${joao.base}/agora`, `${joao.base}/agora/saida`])
    assert.equal(
      (await stranger.request("POST", path, {})).location,
      `/pedido?depois=${encodeURIComponent(`${joao.base}/agora`)}`,
    );
  await joao.page.open(`${joao.base}/agora`);
  assert.equal(joao.page.heading(), "Você está na fila", "a stranger takes nobody out");
  clock.advance({ hours: 2, minutes: 1 });
  await run();
  await joao.page.open(joao.base);
  assert.match(joao.page.page.text, /A espera terminou sem atendimento\. Desculpe\. Escolha um horário, sem custo\./);
  await joao.page.open(`${joao.base}/agora`);
  assert.equal(joao.page.heading(), "A espera terminou sem atendimento");
  assert.doesNotMatch(joao.page.page.text, /Entrar na fila/, "everybody has left their desk");
  assert.match((await joao.page.request("POST", `${joao.base}/agora`, {})).text, /Nenhum agente está atendendo agora/);
  await desk(expected);
  await joao.page.open(`${joao.base}/agora`);
  await joao.page.send(`${joao.base}/agora`);
  assert.equal(joao.page.heading(), "Você está na fila");
  await bookAppointment(ctx, { orderId: joao.orderId, startsAt: new Date("2026-11-24T15:00:00Z"), by: "installation" });
  await joao.page.open(`${joao.base}/agora`);
  assert.equal(joao.page.page.path, joao.base, "a time is booked: the panel");
  assert.match((await joao.page.request("POST", `${joao.base}/agora`, {})).location, new RegExp(`${joao.base}$`));
});

test("during the purchase: chosen beside the times, offered first once it is paid", async () => {
  await using story = await open();
  const { browse, desk, expected, ctx, shop, ear, run } = story;
  await desk(expected);
  const draft = await readyDraft(ctx, shop.productId, { ...maria, cpf: "12345678909" as Cpf }, ear, run);
  const buyer = browse({ confere_pedido: draft.accessToken });
  const step = `/comprar/${draft.orderId}`;
  await buyer.open(`${step}/horario`);
  assert.match(buyer.page.text, /Assim que o Pix cair, você entra na fila/);
  await buyer.send(`${step}/horario`);
  assert.match(buyer.page.text, /Seu horário está reservado até as/);
  await buyer.open(`${step}/horario`);
  await buyer.send(`${step}/horario/agora`);
  assert.equal(buyer.page.path, `${step}/conferir`);
  assert.doesNotMatch(buyer.page.text, /Seu horário está reservado/, "the hold is let go");
  assert.match(buyer.page.text, /Atender agora: você entra na fila assim que o Pix cair/);
  await buyer.send(`${step}/conferir`, { titular: "sim", termos: "sim" });
  const [, number] = /\/pedido\/(\w+)\/pagamento/.exec(buyer.page.path)!;
  await buyer.open(`/pedido/${number}/agora`);
  assert.equal(buyer.page.path, `/pedido/${number}/pagamento`, "not before it is paid");
  await buyer.open(`/pedido/${number}`);
  assert.match(buyer.page.text, /Assim que o pagamento cair, você entra na fila do Atender agora/);
  await buyer.open(`/pedido/${number}/pagamento`);
  assert.match(buyer.page.text, new RegExp(`data-payment-next="/pedido/${number}/agora"`));
  await buyer.send(`/pedido/${number}/pagamento/banco-simulado`);
  assert.equal(buyer.heading(), "Você está na fila", "chosen once, not asked again");
  await run();
  const told = story.parcels.findLast(({ subject }) => subject.includes("pagamento confirmado"));
  assert.match(told!.text, /Você está na fila do Atender agora/);
  // Out of the line by their own press: the money's event, told again, does not put them back.
  await buyer.send(`/pedido/${number}/agora/saida`);
  await joinWished(ctx, { orderId: draft.orderId });
  await buyer.open(`/pedido/${number}/agora`);
  assert.equal(buyer.heading(), "Quer ser atendido agora?");
});

test("the line chosen while buying: paid elsewhere it is entered by itself; not after an hour, not without an agent", async () => {
  await using story = await open();
  const { browse, desk, expected, ctx, shop, ear, run, clock } = story;
  const buy = async (cpf: string) => {
    const draft = await readyDraft(ctx, shop.productId, { ...maria, cpf: cpf as Cpf }, ear, run);
    const buyer = browse({ confere_pedido: draft.accessToken });
    const step = `/comprar/${draft.orderId}`;
    await buyer.open(`${step}/horario`);
    await buyer.send(`${step}/horario/agora`);
    await buyer.send(`${step}/conferir`, { titular: "sim", termos: "sim" });
    const [, number] = /\/pedido\/(\w+)\/pagamento/.exec(buyer.page.path)!;
    return { ...draft, buyer, line: `/pedido/${number}/agora`, panel: `/pedido/${number}` };
  };
  await desk(expected);
  const [soon, late, alone] = [await buy("12345678909"), await buy("15350946056"), await buy("98765432100")];
  await pay(ctx, soon.orderId);
  await soon.buyer.open(soon.line);
  assert.equal(soon.buyer.heading(), "Entrando na fila", "paid, and the event is on its way");
  await run();
  await soon.buyer.open(soon.line);
  assert.equal(soon.buyer.heading(), "Você está na fila");
  // Everybody leaves their desk.
  clock.advance({ minutes: 45 });
  await pay(ctx, alone.orderId);
  await run();
  await alone.buyer.open(alone.panel);
  assert.match(alone.buyer.page.text, /Você pediu para ser atendido agora, mas nenhum agente está na mesa\./);
  await alone.buyer.open(alone.line);
  assert.match(alone.buyer.page.text, /Você pediu para ser atendido agora\.\s*Nenhum agente está atendendo agora/);
  clock.advance({ minutes: 30 });
  await desk(expected);
  await pay(ctx, late.orderId);
  await run();
  await late.buyer.open(late.line);
  assert.equal(late.buyer.heading(), "Quer ser atendido agora?", "an hour later nobody knows where they are: asked");
});

test("one more certificate in the purchase: the line is chosen no more, each has its time", async () => {
  await using story = await open();
  const { browse, desk, expected, ctx, shop, ear, run } = story;
  await desk(expected);
  const { orderId, accessToken } = await readyDraft(
    ctx,
    shop.productId,
    { ...maria, cpf: "12345678909" as Cpf },
    ear,
    run,
  );
  const buyer = browse({ confere_pedido: accessToken });
  const step = `/comprar/${orderId}`;
  await buyer.open(`${step}/horario`);
  await buyer.send(`${step}/horario/agora`);
  await buyer.open(`${step}/certificados`);
  await buyer.send(`${step}/certificados`, { produto: "e-cpf-a1-12" });
  assert.equal(await wishedAt(ctx.db, orderId), undefined);
  await buyer.open(`${step}/conferir`);
  assert.doesNotMatch(buyer.page.text, /Atender agora/);
});

test("choosing the time later, or a time, takes the wish back", async () => {
  await using story = await open();
  const { browse, desk, expected, ctx, shop, ear, run } = story;
  await desk(expected);
  const { orderId, accessToken } = await readyDraft(
    ctx,
    shop.productId,
    { ...maria, cpf: "12345678909" as Cpf },
    ear,
    run,
  );
  const buyer = browse({ confere_pedido: accessToken });
  const step = `/comprar/${orderId}`;
  const wish = async () => {
    await buyer.open(`${step}/horario`);
    await buyer.send(`${step}/horario/agora`);
    assert.ok(await wishedAt(ctx.db, orderId));
  };
  await wish();
  await buyer.open(`${step}/horario`);
  await buyer.send(`${step}/horario`);
  assert.equal(await wishedAt(ctx.db, orderId), undefined);
  await wish();
  await buyer.open(`${step}/conferir?horario=depois`);
  assert.match(buyer.page.text, /Escolher depois de pagar/);
  await buyer.send(`${step}/conferir`, { titular: "sim", termos: "sim" });
  assert.equal(await wishedAt(ctx.db, orderId), undefined);
});

test("race: the money is told twice at once, the wish puts the order into the line once", async () => {
  await using story = await open();
  const { browse, desk, expected, ctx, shop, ear, run } = story;
  await desk(expected);
  const { orderId, accessToken } = await readyDraft(
    ctx,
    shop.productId,
    { ...maria, cpf: "12345678909" as Cpf },
    ear,
    run,
  );
  const buyer = browse({ confere_pedido: accessToken });
  await buyer.open(`/comprar/${orderId}/horario`);
  await buyer.send(`/comprar/${orderId}/horario/agora`);
  await buyer.send(`/comprar/${orderId}/conferir`, { titular: "sim", termos: "sim" });
  await pay(ctx, orderId);
  await Promise.all([1, 2, 3, 4].map(() => joinWished(ctx, { orderId })));
  const line = await waitingLine(ctx.db, shop.raId, ctx.clock.now());
  assert.deepEqual(
    line.map((one) => one.orderId),
    [orderId],
  );
});

test("nobody attends themselves: no own slot is offered or taken, nobody calls themselves from the line", async () => {
  await using story = await open(1);
  const { desk, browse, expected, others, ctx, shop, ear, run, clock } = story;
  const own = await placedOrder(ctx, shop.productId, { ...maria, name: "Agente Só", cpf: expected.cpf }, ear, run);
  const startsAt = new Date("2026-11-24T15:00:00Z");
  const query = { productIds: [shop.productId], window: { from: startsAt, to: new Date("2026-11-24T17:00:00Z") } };
  assert.ok((await findSlots(ctx.db, query, clock.now())).length > 0);
  assert.deepEqual(await findSlots(ctx.db, { ...query, holderCpf: expected.cpf }, clock.now()), []);
  const by = holderOf(own.orderId);
  await assert.rejects(holdSlot(ctx, { orderId: own.orderId, startsAt, by }), refusedAs("slot-taken"));
  await pay(ctx, own.orderId);
  await run();
  await assert.rejects(bookAppointment(ctx, { orderId: own.orderId, startsAt, by }), refusedAs("slot-taken"));
  const page = browse({ confere_pedido: own.accessToken });
  await page.open(`/pedido/${own.number}/horario`);
  assert.match(page.page.text, /Não há horário livre nos próximos dias/, "nobody else works here");
  // SQL keeps it, whatever way a time comes to an agent.
  const { id } = (await appointmentsOf(ctx.db, story.order.orderId))[0]!;
  const steal = sql`update appointments set holder_cpf = ${expected.cpf}, agent_id = ${expected.id} where id = ${id}`;
  await assert.rejects(
    transact(ctx.db, (tx) => steal.execute(tx)),
    /would attend themselves/,
  );

  const ana = await desk(expected);
  await page.open(`/pedido/${own.number}/agora`);
  assert.match(page.page.text, /Nenhum agente está atendendo agora/, "alone at the desk: there is no line for them");
  assert.equal((await page.request("POST", `/pedido/${own.number}/agora`, {})).status, 409);
  assert.equal(others.length, 0);
  await ana.open("/desk");
  assert.doesNotMatch(ana.page.text, /action="\/desk\/chamada"/);
});
