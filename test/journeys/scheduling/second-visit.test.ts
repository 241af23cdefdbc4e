import assert from "node:assert/strict";
import { test } from "node:test";
import { receiveUpload } from "../../../src/documents/papers/receive-upload.ts";
import { orderPages } from "../../../src/faces/applicant/order/order-pages.ts";
import { papersPages } from "../../../src/faces/applicant/papers/papers-pages.ts";
import { roomPages } from "../../../src/faces/applicant/room/room-pages.ts";
import { deskPages } from "../../../src/faces/desk/desk-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import { validateProofing } from "../../../src/proofing/decision/validate-proofing.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { roomOfOrder } from "../../../src/rooms/rooms-reads.ts";
import { closeRoom } from "../../../src/rooms/sitting/close-room.ts";
import { bookAppointment } from "../../../src/scheduling/booking/book-appointment.ts";
import { pdfWithPages } from "../../kit/pdf-samples.ts";
import { openSitting, walkScript } from "../../kit/sitting.ts";
import { visitor } from "../../kit/visitor.ts";
import { sitDown } from "../../kit/watch-story.ts";

test("a document was refused: its places are open again with the reason, and the next room does not end with the first one's words", async () => {
  const sitting = await openSitting();
  const { ctx, world, agent, roomId, orderId, run, number, clock } = sitting;
  const app = await openDoor(ctx, [
    (scope) => orderPages(scope, { ctx, provider: simulatedBank() }),
    (scope) => papersPages(scope, { ctx }),
    (scope) => roomPages(scope, { ctx }),
    (scope) => deskPages(scope, { ctx }),
  ]);
  const holder = visitor(app);
  holder.keep({ confere_pedido: sitting.accessToken });
  const look = async (part: string) => {
    await holder.open(`/pedido/${number}${part}`);
    return holder.page.text;
  };
  const end = async () => /data-screen="ended"[\s\S]*?<\/section>/.exec(await look("/sala"))?.[0] ?? "";
  const expired = /O documento mostrado está vencido/;

  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  await walkScript(sitting, proofingId);
  await validateProofing(ctx, { proofingId, outcome: "refused", reason: "document-expired", note: "", by: agent });
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  assert.match(await end(), expired);
  assert.match(await look(""), /Envie os documentos de novo/);
  const front = /name="identity\.front"/;
  const papers = await look("/documentos");
  assert.match(papers, expired);
  assert.match(papers, front, "what was checked before can be sent again");

  const startsAt = new Date(Math.ceil(clock.now().getTime() / 900_000) * 900_000 + 3_600_000);
  await bookAppointment(ctx, { orderId, startsAt, by: holderOf(orderId) });
  await run();
  clock.set(startsAt);
  await run();
  assert.notEqual((await roomOfOrder(ctx.db, orderId))?.id, roomId);
  assert.match(await end(), /A videoconferência terminou|O resultado e o próximo passo/);
  assert.doesNotMatch(await end(), expired);
  assert.match(await look("/sala"), /Envie de novo/, "the lobby asks for it too");

  const files = [{ name: "rg.pdf", content: pdfWithPages(2), kind: "identity" }];
  await receiveUpload(ctx, { orderId, files, by: holderOf(orderId) });
  const after = await look("/documentos");
  assert.doesNotMatch(after, expired, "sent");
  assert.match(after, front, "and the other side can follow");
  const desk = visitor(app);
  desk.keep({ confere_agente: await sitDown(ctx, agent) });
  await desk.open(`/desk/atendimento/${(await roomOfOrder(ctx.db, orderId))?.id}`);
  assert.match(desk.page.text, />rg\.pdf \(a conferir\)</, "the new file stands out among those that were checked");
  await startProofing(ctx, { roomId: (await roomOfOrder(ctx.db, orderId))!.id, by: agent });
  const happened = /O que já aconteceu[\s\S]*/.exec(await look(""))?.[0] ?? "";
  assert.match(happened, expired, "the first one's word stays among what happened");
  await app.close();
  await world.close();
});

test("the call is over and undecided: what can only be done in it is not offered", async () => {
  const sitting = await openSitting();
  const { ctx, world, agent, roomId } = sitting;
  const app = await openDoor(ctx, [(scope) => deskPages(scope, { ctx })]);
  const desk = visitor(app);
  desk.keep({ confere_agente: await sitDown(ctx, agent) });
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  await walkScript(sitting, proofingId);
  const again = /Refazer a captura/;
  await desk.open(`/desk/atendimento/${roomId}`);
  assert.match(desk.page.text, again);
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await desk.open(`/desk/atendimento/${roomId}`);
  assert.match(desk.page.text, /decida agora/);
  assert.doesNotMatch(desk.page.text, again);
  await app.close();
  await world.close();
});
