import assert from "node:assert/strict";
import { test } from "node:test";
import { papersOf } from "../../../src/documents/papers/paper-reads.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { routesOf } from "../../../src/faces/routes.ts";
import { Failure } from "../../../src/platform/failures/failure.ts";
import { validateProofing } from "../../../src/proofing/decision/validate-proofing.ts";
import { reopenSitting } from "../../../src/proofing/script/reopen-sitting.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { isRecordingReported } from "../../../src/rooms/recordings/recording-reads.ts";
import { placeOf, roomState } from "../../../src/rooms/room.ts";
import { roomById } from "../../../src/rooms/rooms-reads.ts";
import { closeRoom } from "../../../src/rooms/sitting/close-room.ts";
import { releaseOrderTime } from "../../../src/scheduling/appointments/release-appointment.ts";
import { openSitting, person } from "../../kit/sitting.ts";
import { visitor } from "../../kit/visitor.ts";
import { facesOf, openWatch, sitDown } from "../../kit/watch-story.ts";

test("hours before the time: nothing begins and nothing ends; the desk says from when, the holder is not told to enter", async () => {
  const { world, ctx, at, expected, room, order } = await openWatch(1);
  await using _ = world;
  const app = await openDoor(ctx, routesOf(facesOf(ctx)));
  await using _app = { [Symbol.asyncDispose]: () => app.close() };
  const desk = visitor(app);
  desk.keep({ confere_agente: await sitDown(ctx, expected) });
  const address = `/desk/atendimento/${room.id}`;
  await desk.open(address);
  assert.match(desk.page.text, /A sala abre às 10h45; você inicia a partir daí\./);
  assert.match(desk.page.text, /<button[^>]*disabled[^>]*>Iniciar atendimento/);
  assert.doesNotMatch(desk.page.text, /Encerrar chamada/);
  for (const act of ["inicio", "encerramento"]) {
    const answer = await desk.request("POST", `${address}/${act}`, {});
    assert.equal(answer.status, 409);
    assert.match(answer.text, /Ainda não é hora deste atendimento\. A sala abre às 10h45\./);
  }
  assert.equal(roomState((await roomById(ctx.db, room.id))!, ctx.clock.now()), "early");
  await at(-15);
  await sitDown(ctx, expected);
  desk.keep({ confere_agente: await sitDown(ctx, expected) });
  await desk.open(address);
  await desk.send(`${address}/inicio`);
  await desk.send(`${address}/encerramento`);
  const holder = visitor(app);
  holder.keep({ confere_pedido: order.accessToken });
  await holder.open(`/pedido/${order.number}`);
  assert.match(holder.page.text, /A videoconferência terminou/, "closed is closed for both");
  assert.doesNotMatch(holder.page.text, /Entrar na sala<\/a>/);
  await desk.send(`${address}/reabertura`);
  await holder.open(`/pedido/${order.number}`);
  assert.doesNotMatch(holder.page.text, /A videoconferência terminou/);
});

test("a room ended too soon opens again inside its slot, with what was recorded; not once decided, nor after its time", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, clock, agent, roomId, media, run } = sitting;
  const app = await openDoor(ctx, routesOf(facesOf(ctx, media)));
  await using _app = { [Symbol.asyncDispose]: () => app.close() };
  const desk = visitor(app);
  desk.keep({ confere_agente: await sitDown(ctx, agent) });
  const address = `/desk/atendimento/${roomId}`;
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  await desk.open(address);
  await desk.send(`${address}/encerramento`);
  await run();
  assert.equal(await isRecordingReported(ctx.db, roomId), false, "kept where it can go on");
  assert.match(desk.page.text, /Reabrir a sala/);
  await desk.send(`${address}/reabertura`);
  const again = (await roomById(ctx.db, roomId))!;
  assert.deepEqual([again.closedAt, placeOf(again)], [null, "waiting"], "the holder is admitted anew");
  assert.equal((await desk.request("POST", `${address}/reabertura`, {})).status, 303, "twice does nothing");
  await desk.open(address);
  await desk.send(`${address}/encerramento`);
  await validateProofing(ctx, { proofingId, outcome: "pending", reason: "line-bad", note: "", by: agent });
  const at = (await desk.request("POST", `${address}/reabertura`, {})).status;
  assert.equal(at, 409, "decided, and the jobs of the decision have not run yet");
  await run();
  assert.equal(await isRecordingReported(ctx.db, roomId), true, "decided: put away at once");
  await desk.open(address);
  assert.doesNotMatch(desk.page.text, /Reabrir a sala/);
  const late = await desk.request("POST", `${address}/reabertura`, {});
  assert.equal(late.status, 409);
  assert.match(late.text, /Esta sala não pode mais ser reaberta/);

  const other = await openSitting();
  await using _other = other.world;
  await closeRoom(other.ctx, { roomId: other.roomId, by: other.agent, reason: "attended", undecided: true });
  other.clock.advance({ minutes: 45 });
  await other.run();
  assert.equal(await isRecordingReported(other.ctx.db, other.roomId), true, "its time is over: put away");

  // Its time was given up while the room could still be opened: there is nothing to open it for.
  const gone = await openSitting();
  await using _gone = gone.world;
  const { roomId: closed, orderId } = gone;
  await closeRoom(gone.ctx, { roomId: closed, by: gone.agent, reason: "attended", undecided: true });
  await releaseOrderTime(gone.ctx, { orderId, reason: "cancelled", actor: { kind: "system" } });
  await assert.rejects(reopenSitting(gone.ctx, { roomId: closed, by: gone.agent }), (error) => {
    assert.ok(error instanceof Failure, String(error));
    assert.equal(error.code, "room-not-reopenable");
    return true;
  });
  assert.ok(clock);
});

test("the desk and the office refuse in their own dress, in words, with a way back", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, agent, roomId, orderId, media, shop } = sitting;
  const app = await openDoor(ctx, routesOf(facesOf(ctx, media)));
  await using _app = { [Symbol.asyncDispose]: () => app.close() };
  const colleague = await person(ctx, shop.raId, "98765432100", ["agent"]);
  const page = visitor(app);
  page.keep({ confere_agente: await sitDown(ctx, colleague) });
  const staff = (words: RegExp, back: string, status: number) => {
    assert.equal(page.page.status, status);
    assert.match(page.page.text, words);
    assert.match(page.page.text, /<body class="desk">/, "not the holder's shop");
    assert.match(page.page.text, new RegExp(`class="button[^"]*" href="${back}"`));
    assert.doesNotMatch(page.page.text, /Abrir meu pedido/);
  };
  await page.open(`/desk/atendimento/${roomId}`);
  staff(/Este caso é de Agente 111\./, "/desk", 403);
  await page.open("/desk/nao-existe");
  staff(/Não encontramos isto aqui/, "/desk", 404);
  await page.open("/desk/verificacao");
  staff(/O seu papel nesta AR não abre isto/, "/desk", 403);
  await page.open("/office/equipe");
  staff(/O seu papel nesta AR não abre isto/, "/desk", 403);
  assert.doesNotMatch(page.page.text, /Voltar à equipe/, "no way back to what refuses again");
  await page.open("/desk");
  assert.equal(page.page.status, 200, "and the way back opens");
  const gone = await page.request("POST", `/desk/atendimento/${roomId}/assumir`, {});
  assert.equal(gone.status, 403);
  assert.match(gone.text, /<body class="desk">/);
  const shopPage = visitor(app);
  await shopPage.open("/nao-existe");
  assert.match(shopPage.page.text, /Abrir meu pedido/, "the holder's stay as they are");

  // "Não serve" without words is said beside its field, and nothing is decided.
  const desk = visitor(app);
  desk.keep({ confere_agente: await sitDown(ctx, agent) });
  const [paper] = await papersOf(ctx.db, orderId);
  const referer = `http://localhost/desk/atendimento/${roomId}`;
  const answer = await app.inject({
    method: "POST",
    url: `/desk/documentos/${paper!.id}/conferencia`,
    headers: { cookie: desk.cookie(), referer, "content-type": "application/x-www-form-urlencoded" },
    payload: "kind=identity&note=&outcome=refused",
  });
  assert.equal(answer.statusCode, 303);
  await desk.open(String(answer.headers.location).split("#")[0]!);
  assert.deepEqual(desk.errors(), ["Para “Não serve”, diga em uma frase o que o titular deve enviar."]);
  assert.equal((await papersOf(ctx.db, orderId))[0]!.review!.outcome, "accepted", "what was said before stands");
});
