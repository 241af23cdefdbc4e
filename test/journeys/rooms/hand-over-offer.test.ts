import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { routesOf } from "../../../src/faces/routes.ts";
import { reportIrregularity } from "../../../src/proofing/decision/report-irregularity.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { acceptHandOver, declineHandOver, withdrawHandOver } from "../../../src/rooms/hand-over/answer-hand-over.ts";
import { handOverState } from "../../../src/rooms/hand-over/hand-over.ts";
import { handOverById, handOversFor, lastHandOverOf } from "../../../src/rooms/hand-over/hand-over-reads.ts";
import { offerHandOver } from "../../../src/rooms/hand-over/offer-hand-over.ts";
import { roomById, roomOfOrder } from "../../../src/rooms/rooms-reads.ts";
import { closeRoom } from "../../../src/rooms/sitting/close-room.ts";
import { decideAdmission } from "../../../src/rooms/sitting/decide-admission.ts";
import { enterLobby } from "../../../src/rooms/sitting/enter-lobby.ts";
import { agendaFaults } from "../../../src/scheduling/agenda/agenda-faults-reads.ts";
import { setAgendaHours } from "../../../src/scheduling/agenda/set-agenda-hours.ts";
import { setAgentSkills } from "../../../src/scheduling/agenda/set-agent-profile.ts";
import { openAppointmentOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { bookAppointment } from "../../../src/scheduling/booking/book-appointment.ts";
import { refused } from "../../kit/refused.ts";
import { maria, pay, placedOrder } from "../../kit/shop.ts";
import { openSitting, person } from "../../kit/sitting.ts";
import { visitor } from "../../kit/visitor.ts";
import { facesOf, sitDown } from "../../kit/watch-story.ts";

/** Maria sits with Agente 111; Pessoa 987 is a colleague. */
async function open() {
  const sitting = await openSitting();
  const { ctx, agent, roomId, shop } = sitting;
  const colleague = await person(ctx, shop.raId, "98765432100", ["agent"]);
  await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  const offer = () => offerHandOver(ctx, { roomId, agentId: colleague.id, reason: "Acabou a luz aqui.", by: agent });
  const holderOfRoom = async () => (await roomById(ctx.db, roomId))!.agentId;
  return { ...sitting, colleague, offer, holderOfRoom };
}

test("no answer in time, a no with its reason, an offer taken back: the sitting stays where it is, and each is said", async () => {
  const { world, ctx, clock, agent, roomId, orderId, colleague, offer, holderOfRoom, shop } = await open();
  await using _ = world;
  const { handOverId, expiresAt } = await offer();
  assert.equal(expiresAt.getTime() - clock.now().getTime(), 60_000);
  assert.deepEqual(
    (await handOversFor(ctx.db, colleague.id, clock.now())).map(({ id, reason, applicantName }) => [
      id,
      reason,
      applicantName,
    ]),
    [[handOverId, "Acabou a luz aqui.", "Maria da Silva"]],
  );
  const other = await person(ctx, shop.raId, "52998224725", ["agent"]);
  await assert.rejects(acceptHandOver(ctx, { handOverId, by: other }), refused("not-allowed"), "not theirs");
  await assert.rejects(acceptHandOver(ctx, { handOverId: randomUUID(), by: colleague }), refused("hand-over-over"));
  clock.advance({ seconds: 60 });
  assert.equal(handOverState((await lastHandOverOf(ctx.db, roomId))!, clock.now()), "lapsed");
  assert.deepEqual(await handOversFor(ctx.db, colleague.id, clock.now()), []);
  await assert.rejects(acceptHandOver(ctx, { handOverId, by: colleague }), refused("hand-over-over"), "too late");
  assert.equal(await holderOfRoom(), agent.id);

  const second = await offer();
  await declineHandOver(ctx, { handOverId: second.handOverId, answer: "Estou ao telefone.", by: colleague });
  const declined = (await handOverById(ctx.db, second.handOverId))!;
  assert.deepEqual([declined.outcome, declined.answer], ["declined", "Estou ao telefone."]);
  await assert.rejects(
    acceptHandOver(ctx, { handOverId: second.handOverId, by: colleague }),
    refused("hand-over-over"),
  );

  const third = await offer();
  await assert.rejects(withdrawHandOver(ctx, { handOverId: third.handOverId, by: colleague }), refused("not-allowed"));
  await withdrawHandOver(ctx, { handOverId: third.handOverId, by: agent });
  await assert.rejects(withdrawHandOver(ctx, { handOverId: third.handOverId, by: agent }), refused("hand-over-over"));
  await assert.rejects(acceptHandOver(ctx, { handOverId: third.handOverId, by: colleague }), refused("hand-over-over"));

  const fourth = await offer();
  const fifth = await offer();
  assert.equal((await handOverById(ctx.db, fourth.handOverId))!.outcome, "withdrawn", "one at a time");
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  assert.deepEqual(await handOversFor(ctx.db, colleague.id, clock.now()), [], "the sitting is over");
  await assert.rejects(acceptHandOver(ctx, { handOverId: fifth.handOverId, by: colleague }), refused("hand-over-over"));
  assert.equal(await holderOfRoom(), agent.id);
  const acts = (await readChain(ctx.db, `order:${orderId}`)).map(({ act }) => act);
  assert.ok(acts.includes("room.hand-over-declined") && acts.includes("room.hand-over-withdrawn"));
  assert.ok(!acts.includes("room.passed-on"));
});

test("an irregularity takes back what was offered: nobody is called into a sitting that stands still", async () => {
  const { world, ctx, clock, agent, roomId, colleague, offer, holderOfRoom } = await open();
  await using _ = world;
  const { handOverId } = await offer();
  await reportIrregularity(ctx, { roomId, kind: "forged-document", note: "Outra pessoa na imagem.", by: agent });
  assert.equal((await handOverById(ctx.db, handOverId))!.outcome, "withdrawn");
  assert.deepEqual(await handOversFor(ctx.db, colleague.id, clock.now()), []);
  await assert.rejects(acceptHandOver(ctx, { handOverId, by: colleague }), refused("hand-over-over"));
  assert.equal(await holderOfRoom(), agent.id);
});

test("race: accept, accept, decline and take back at once: one answer counts", async () => {
  const { world, ctx, agent, roomId, colleague, offer, holderOfRoom } = await open();
  await using _ = world;
  for (let round = 0; round < 4; round++) {
    const { handOverId } = await offer();
    const answers = await Promise.allSettled([
      acceptHandOver(ctx, { handOverId, by: colleague }),
      acceptHandOver(ctx, { handOverId, by: colleague }),
      declineHandOver(ctx, { handOverId, answer: "Não posso.", by: colleague }),
      withdrawHandOver(ctx, { handOverId, by: agent }),
    ]);
    assert.equal(answers.filter(({ status }) => status === "fulfilled").length, 1);
    const { outcome } = (await handOverById(ctx.db, handOverId))!;
    assert.equal(await holderOfRoom(), outcome === "accepted" ? colleague.id : agent.id);
    if (outcome !== "accepted") continue;
    const back = await offerHandOver(ctx, { roomId, agentId: agent.id, reason: "De volta.", by: colleague });
    await acceptHandOver(ctx, { handOverId: back.handOverId, by: agent });
  }
});

test("at the desk: told before of what else is theirs, accepted beside it; the language and another call refuse", async () => {
  const story = await open();
  const { ctx, clock, ear, run, shop, agent, roomId, orderId, media, colleague, offer } = story;
  await using _ = story.world;
  const app = await openDoor(ctx, routesOf(facesOf(ctx, media)));
  await using _app = { [Symbol.asyncDispose]: () => app.close() };
  const at = async (who: typeof agent) => {
    const page = visitor(app);
    page.keep({ confere_agente: await sitDown(ctx, who) });
    return page;
  };
  const [ana, bruno] = [await at(agent), await at(colleague)];
  // Bruno's own holder comes in the middle of Maria's time.
  const hours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: "08:00", closes: "18:00" }));
  await setAgendaHours(ctx, { agentId: colleague.id, hours, by: "installation" });
  const rita = await placedOrder(
    ctx,
    shop.productId,
    { ...maria, name: "Rita Melo", cpf: "39053344705" as never },
    ear,
    run,
  );
  await pay(ctx, rita.orderId);
  await run();
  const { startsAt } = (await roomById(ctx.db, roomId))!;
  clock.advance({ minutes: -60 });
  const own = await bookAppointment(ctx, { orderId: rita.orderId, startsAt, by: "installation" });
  clock.advance({ minutes: 60 });
  assert.equal(own.agentId, colleague.id);
  const address = `/desk/atendimento/${roomId}`;
  await ana.open(address);
  assert.match(ana.page.text, /Pessoa 987/);
  assert.match(ana.page.text, /Pessoa 987<[^>]+>Tem atendimento às 11h\./);
  assert.equal((await ana.request("POST", `${address}/repasse`, { agentId: colleague.id, reason: " " })).status, 422);
  await ana.send(`${address}/repasse`, { agentId: colleague.id, reason: "Acabou a luz aqui.", ciente: "sim" });
  assert.match(ana.page.text, /Repasse a Pessoa 987: esperando a resposta/);
  await bruno.open("/desk/avisos");
  assert.match(
    bruno.page.text,
    /passa um atendimento a você[\s\S]*Maria da Silva[\s\S]*Acabou a luz aqui\.[\s\S]*você tem Rita Melo às 11h/,
  );
  const id = /repasses\/([\w-]+)\/aceite/.exec(bruno.page.text)![1]!;
  assert.equal((await bruno.request("POST", `/desk/repasses/${id}/recusa`, { answer: "" })).status, 422);
  await bruno.request("POST", `/desk/repasses/${id}/recusa`, { answer: "Estou ao telefone." });
  await ana.open(address);
  assert.match(ana.page.text, /Pessoa 987 não pode continuar: Estou ao telefone\. O atendimento segue com você\./);

  const boss = { ...agent, id: randomUUID(), roles: ["manager" as const] };
  const speaks = (language: string) =>
    setAgentSkills(ctx, { agentId: colleague.id, productIds: null, languages: [language], by: boss });
  await speaks("libras");
  await assert.rejects(offer(), refused("language-not-spoken"));
  await speaks("pt-BR");
  const { handOverId } = await offer();
  // Rita was called in meanwhile: who sits in another call ends that first.
  await run();
  const other = (await roomOfOrder(ctx.db, rita.orderId))!;
  await enterLobby(ctx, { roomId: other.id, orderId: rita.orderId, name: "Rita Melo", deviceTest: {} });
  await decideAdmission(ctx, { roomId: other.id, agent: colleague, outcome: "admitted" });
  await assert.rejects(acceptHandOver(ctx, { handOverId, by: colleague }), refused("agent-in-call"));
  assert.equal((await roomById(ctx.db, roomId))!.agentId, agent.id, "Maria stays where she is");
  await closeRoom(ctx, { roomId: other.id, by: colleague, reason: "attended" });
  clock.advance({ seconds: 59 });
  await bruno.open("/desk/avisos");
  await bruno.send(`/desk/repasses/${handOverId}/aceite`);
  assert.equal(bruno.page.path, address);
  const standing = await openAppointmentOf(ctx.db, orderId, clock.now());
  assert.equal(standing?.agentId, colleague.id);
  assert.deepEqual(await agendaFaults(ctx.db), []);
  assert.equal(
    (await bruno.request("POST", `/desk/repasses/${handOverId}/aceite`, {})).status,
    409,
    "again: nothing new",
  );
});
