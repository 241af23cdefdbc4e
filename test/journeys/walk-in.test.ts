import assert from "node:assert/strict";
import { test } from "node:test";
import { openDoor } from "../../src/faces/door.ts";
import { routesOf } from "../../src/faces/routes.ts";
import { installationSeal } from "../../src/issuance/installation-seal.ts";
import { simulatedBank } from "../../src/payments/providers/simulated-bank.ts";
import type { AgentPrincipal } from "../../src/people/agent.ts";
import type { Cpf } from "../../src/platform/taxpayer-id.ts";
import { roomOfOrder } from "../../src/rooms/rooms-views.ts";
import { bookAppointment } from "../../src/scheduling/book-appointment.ts";
import { appointmentsOf } from "../../src/scheduling/scheduling-views.ts";
import { setAvailability } from "../../src/scheduling/set-agent-profile.ts";
import { maria, pay, placedOrder, readyDraft } from "../shop.ts";
import { visitor } from "../visitor.ts";
import { openWatch, silentMedia, sitDown } from "../watch-story.ts";

/** The whole site; João and Rita have paid and have no time. */
async function open(agents = 2) {
  const story = await openWatch(agents);
  const { ctx, ear, run, shop } = story;
  const faces = { ctx, provider: simulatedBank(), media: silentMedia, signer: installationSeal };
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
  assert.equal((await ana.request("POST", "/desk/chamada", {})).status, 409, "an empty line, said in words");

  await joao.page.open(`${joao.base}/horario`);
  assert.match(joao.page.page.text, /Você é o próximo\. A espera é de poucos minutos\./);
  await joao.page.send(`${joao.base}/agora`);
  assert.equal(joao.page.heading(), "Você está na fila");
  assert.match(joao.page.page.text, /<noscript><meta http-equiv="refresh" content="20"/);
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
  assert.match((await bruno.request("POST", "/desk/chamada", {})).text, /Ninguém está esperando na fila/);
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
    assert.equal((await stranger.request("POST", path, {})).status, 401);
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
  assert.match(buyer.page.text, /Depois de pagar, você entra na fila com um toque/);
  await buyer.send(`${step}/horario`);
  assert.match(buyer.page.text, /Seu horário está reservado até as/);
  await buyer.open(`${step}/horario`);
  await buyer.send(`${step}/horario/agora`);
  assert.equal(buyer.page.path, `${step}/conferir`);
  assert.doesNotMatch(buyer.page.text, /Seu horário está reservado/, "the hold is let go");
  await buyer.send(`${step}/conferir`, { titular: "sim", termos: "sim" });
  const [, number] = /\/pedido\/(\w+)\/pagamento/.exec(buyer.page.path)!;
  await buyer.open(`/pedido/${number}/agora`);
  assert.equal(buyer.page.path, `/pedido/${number}/pagamento`, "not before it is paid");
  await buyer.send(`/pedido/${number}/pagamento/banco-simulado`);
  assert.match(buyer.page.text, /Seja atendido agora ou escolha o horário/);
  await buyer.open(`/pedido/${number}/agora`);
  await buyer.send(`/pedido/${number}/agora`);
  assert.equal(buyer.heading(), "Você está na fila");
});
