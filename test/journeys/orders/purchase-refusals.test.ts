import assert from "node:assert/strict";
import { test } from "node:test";
import { productById, rulePackAt } from "../../../src/catalog/catalog-reads.ts";
import { putProduct } from "../../../src/catalog/put-product.ts";
import { addCertificate } from "../../../src/orders/draft/add-certificate.ts";
import { describeApplicant } from "../../../src/orders/draft/describe-applicant.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { orderById, ordersOfPurchase } from "../../../src/orders/orders-reads.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { holdSlot } from "../../../src/scheduling/booking/hold-slot.ts";
import { placePurchase } from "../../../src/scheduling/booking/place-purchase.ts";
import { renewHold } from "../../../src/scheduling/booking/renew-hold.ts";
import { refused } from "../../kit/refused.ts";
import { listener, maria, openShop, readyDraft } from "../../kit/shop.ts";
import { createWorld } from "../../kit/world.ts";

async function open() {
  const world = await createWorld();
  const ear = listener();
  const run = () => world.runJobs(ear.domains);
  return { world, ctx: world.ctx, clock: world.clock, ear, run, shop: await openShop(world.ctx) };
}

test("a purchase: no more than one person may hold, none that left the shelf meanwhile, no address that no certificate holds", async () => {
  const { world, ctx, clock, ear, run, shop } = await open();
  await using _ = world;
  const { orderId, accessToken } = await readyDraft(ctx, shop.productId, maria, ear, run);
  const by = holderOf(orderId);
  const add = (productId = shop.productId) => addCertificate(ctx, { orderId, productId, accessToken, by });
  const { holdsPerPerson } = (await rulePackAt(ctx.db, shop.raId, clock.now())).content.booking;
  for (let n = 1; n < holdsPerPerson; n++) await add();
  await assert.rejects(add(), refused("purchase-full"));
  const data = { ...maria, email: "mária@exemplo.com.br" };
  await assert.rejects(describeApplicant(ctx, { orderId, data, by }), refused("email-not-writable"));

  const product = (await productById(ctx.db, shop.productId))!;
  await putProduct(ctx, { by: "installation", product: { ...product, active: false } });
  const { purchaseId } = (await orderById(ctx.db, orderId))!;
  const all = (await ordersOfPurchase(ctx.db, purchaseId)).map(({ id }) => id);
  const placing = placePurchase(ctx, { orderId, time: undefined, by: holderOf(...all) });
  await assert.rejects(placing, refused("certificate-not-on-sale"));
});

test("a time that ran out and was taken by another is lost", async () => {
  const { world, ctx, clock, ear, run, shop } = await open();
  await using _ = world;
  const startsAt = new Date("2026-11-24T13:00:00Z");
  const own = await readyDraft(ctx, shop.productId, maria, ear, run);
  await holdSlot(ctx, { orderId: own.orderId, startsAt, by: holderOf(own.orderId) });
  clock.advance({ minutes: 40 });
  await run();
  const joao = { ...maria, name: "João Souza", cpf: "39053344705" as Cpf, email: "joao@exemplo.com.br" };
  const other = await readyDraft(ctx, shop.productId, joao, ear, run);
  await holdSlot(ctx, { orderId: other.orderId, startsAt, by: holderOf(other.orderId) });
  const again = renewHold(ctx, { orderIds: [own.orderId], startsAt, by: holderOf(own.orderId) });
  await assert.rejects(again, refused("hold-lost"));
});
