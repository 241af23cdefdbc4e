import assert from "node:assert/strict";
import { test } from "node:test";
import { verifyChain } from "../../../src/audit/audit-chain.ts";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { issuancePages } from "../../../src/faces/applicant/emission/issuance-pages.ts";
import { orderPages } from "../../../src/faces/applicant/order/order-pages.ts";
import { signInPages } from "../../../src/faces/desk/account/sign-in-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { officePages } from "../../../src/faces/office/office-pages.ts";
import { installationSeal } from "../../../src/issuance/seals/installation-seal.ts";
import { mailboxCourier } from "../../../src/notifications/couriers/mailbox-courier.ts";
import { messagesOf } from "../../../src/notifications/followers/notifications-reads.ts";
import { notificationsJobs } from "../../../src/notifications/notifications-jobs.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { createAgent } from "../../../src/people/team/create-agent.ts";
import { sql } from "../../../src/platform/database.ts";
import type { Failure } from "../../../src/platform/failures/failure.ts";
import { parseCpf } from "../../../src/platform/taxpayer-id.ts";
import { recordDelivery } from "../../../src/shipping/record-delivery.ts";
import { recordShipment } from "../../../src/shipping/record-shipment.ts";
import { ours } from "../../kit/authorities.ts";
import { refused } from "../../kit/refused.ts";
import { openShop } from "../../kit/shop.ts";
import { person } from "../../kit/sitting.ts";
import { visitor } from "../../kit/visitor.ts";
import { openApproved } from "../../pki/pki-approved.ts";

const password = "correto cavalo bateria grampo";

/** Maria's identity is confirmed, and what she bought lives on a token. */
async function open() {
  const approved = await openApproved();
  const { world, ctx, domains, shop } = approved;
  await sql`update products set device = 'token', certificate_type = 'A3' where id = ${shop.productId}`.execute(ctx.db);
  const app = await openDoor(ctx, [
    (scope) => signInPages(scope, { ctx }),
    (scope) => officePages(scope, { ctx, signer: installationSeal, authorities: ours }),
    (scope) => orderPages(scope, { ctx, provider: simulatedBank() }),
    (scope) => issuancePages(scope, { ctx, authorities: ours }),
  ]);
  const agent = { raId: shop.raId, name: "Gil Gestor", cpf: parseCpf("714.287.938-60")!, email: "gil@ar.example" };
  const { invitationToken } = await createAgent(ctx, { ...agent, roles: ["manager"], by: "installation" });
  await acceptInvitation(ctx, { token: invitationToken, password });
  const manager = visitor(app);
  await manager.open("/desk/entrar");
  await manager.send("/desk/entrar", { email: agent.email, password });
  const holder = visitor(app);
  holder.keep({ confere_pedido: approved.accessToken });
  const jobs = () => world.runJobs({ ...domains, notifications: notificationsJobs(mailboxCourier) });
  const letters = async () =>
    (await messagesOf(ctx.db, approved.orderId)).map(({ template }) => template).filter((name) => /device/.test(name));
  const close = async () => {
    await app.close();
    await world.close();
  };
  return { ...approved, app, manager, holder, jobs, letters, [Symbol.asyncDispose]: close };
}

test("the office sends the token and hears it arrived; the holder sees and is told every step", async () => {
  await using story = await open();
  const { ctx, orderId, manager, holder, clock, jobs } = story;
  const panel = `/pedido/${story.number}`;
  await holder.open(panel);
  assert.match(holder.page.text, /Esperando a mídia/);
  await holder.open(`${panel}/emissao`);
  assert.match(holder.page.text, /será feita com o assistente; a AR vai orientar/);
  assert.match(holder.page.text, /ainda não emite em cartão ou token/);

  await manager.open("/office/midias");
  assert.match(manager.page.text, /Por enviar/);
  const send = (fields: Record<string, string>) => manager.send(`/office/midias/${orderId}/envio`, fields);
  await send({ carrier: "", code: "?" });
  assert.equal(manager.errors().length, 2);
  await manager.open("/office/midias");
  await send({ carrier: "Correios", code: "aa 123 456 789 br" });
  assert.match(manager.page.text, /Enviada/);
  await holder.open(panel);
  assert.match(holder.page.text, /Mídia enviada/);
  assert.match(holder.page.text, /Correios, código AA123456789BR/);
  clock.advance({ minutes: 1 });
  await jobs();

  // Typed wrong: the newest counts, and the same code twice is refused beside its field.
  await send({ carrier: "Correios", code: "AA123456789BR" });
  assert.match(manager.errors().join(), /já está registrado/);
  await send({ carrier: "Correios", code: "AA123456790BR" });
  clock.advance({ minutes: 1 });
  await jobs();
  assert.deepEqual(await story.letters(), ["device-shipped", "device-shipped"]);
  await manager.open("/office/midias");
  await manager.send(`/office/midias/${orderId}/entrega`);
  assert.match(manager.page.text, /Entregue/);
  clock.advance({ minutes: 1 });
  await jobs();
  assert.equal((await story.letters()).filter((name) => name === "device-delivered").length, 1);
  await holder.open(panel);
  assert.match(holder.page.text, /Mídia entregue/);
  await holder.open(`${panel}/emissao`);
  assert.match(holder.page.text, /Sua mídia foi entregue/);
  const chain = await readChain(ctx.db, `order:${orderId}`);
  assert.equal(verifyChain(chain).intact, true);
  assert.deepEqual(
    chain.filter(({ act }) => act.startsWith("device.")).map(({ act, actor }) => [act, actor.name]),
    [
      ["device.shipped", "Gil Gestor"],
      ["device.shipped", "Gil Gestor"],
      ["device.delivered", "Gil Gestor"],
    ],
  );
});

test("nothing leaves before its time, by others, or twice", async () => {
  await using story = await open();
  const { ctx, orderId, shop } = story;
  const by = await person(ctx, shop.raId, "39053344705", ["manager"]);
  const agent = await person(ctx, shop.raId, "16899535009", ["agent"]);
  const stranger = await person(ctx, (await openShop(ctx)).raId, "85351346893", ["manager"]);
  const shipment = { orderId, carrier: "Correios", trackingCode: "AA123456789BR" };
  await assert.rejects(recordShipment(ctx, { ...shipment, by: agent }), refused("not-allowed"));
  await assert.rejects(recordShipment(ctx, { ...shipment, by: stranger }), refused("not-found"));
  await assert.rejects(recordDelivery(ctx, { orderId, by }), refused("device-not-shipped"));
  const both = await Promise.allSettled([1, 2].map(() => recordShipment(ctx, { ...shipment, by })));
  const twice = both.flatMap((one) => (one.status === "rejected" ? [(one.reason as Failure).code] : []));
  assert.deepEqual(twice, ["device-already-shipped"]);
  const arrivals = await Promise.allSettled([1, 2].map(() => recordDelivery(ctx, { orderId, by })));
  assert.deepEqual(arrivals.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  await assert.rejects(
    recordShipment(ctx, { ...shipment, trackingCode: "BB1234", by }),
    refused("device-already-delivered"),
  );
  await sql`update products set device = 'none', certificate_type = 'A1' where id = ${shop.productId}`.execute(ctx.db);
  await assert.rejects(recordShipment(ctx, { ...shipment, by }), refused("device-not-needed"));
  await assert.rejects(sql`delete from shipments`.execute(ctx.db));
});
