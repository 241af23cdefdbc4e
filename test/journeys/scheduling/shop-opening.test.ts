import assert from "node:assert/strict";
import { test } from "node:test";
import { publicApi } from "../../../src/faces/api/public-api.ts";
import { homePages } from "../../../src/faces/applicant/purchase/home-page.ts";
import { purchasePages } from "../../../src/faces/applicant/purchase/purchase-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { addCertificate } from "../../../src/orders/draft/add-certificate.ts";
import { placeOrder } from "../../../src/orders/draft/place-order.ts";
import { startOrder } from "../../../src/orders/draft/start-order.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import { registrationAuthorities } from "../../../src/people/authority/registration-authority-reads.ts";
import { sql } from "../../../src/platform/database.ts";
import { Failure } from "../../../src/platform/failures/failure.ts";
import { addToPurchase } from "../../../src/scheduling/booking/add-to-purchase.ts";
import { placePurchase } from "../../../src/scheduling/booking/place-purchase.ts";
import { startPurchase } from "../../../src/scheduling/booking/start-purchase.ts";
import { listener, maria, openShop, readyDraft } from "../../kit/shop.ts";
import { visitor } from "../../kit/visitor.ts";
import { createWorld } from "../../kit/world.ts";

const code = (expected: string) => (error: unknown) => error instanceof Failure && error.code === expected;

async function open(options: Parameters<typeof openShop>[1]) {
  const world = await createWorld();
  const { ctx } = world;
  const ear = listener();
  const deps = { ctx, provider: simulatedBank() };
  const app = await openDoor(ctx, [
    (scope) => homePages(scope, deps),
    (scope) => purchasePages(scope, deps),
    (scope) => publicApi(scope, ctx),
  ]);
  const shop = await openShop(ctx, options);
  const [ra] = await registrationAuthorities(ctx.db);
  const draft = () => readyDraft(ctx, shop.productId, maria, ear, () => world.runJobs(ear.domains));
  const api = `/api/v1/registration-authorities/${ra!.slug}/products`;
  const close = async () => {
    await app.close();
    await world.close();
  };
  return { ctx, app, shop, draft, api, person: visitor(app), [Symbol.asyncDispose]: close };
}

test("an A3 that cannot be issued is on the shelf without a button, and no way leads to buying it", async () => {
  await using place = await open({ a3: "closed" });
  const { ctx, app, shop, draft, api, person } = place;
  await person.open("/");
  assert.match(person.page.text, /Ainda não à venda/);
  await person.open("/certificados/e-cpf-a3-36");
  assert.match(person.page.text, /A emissão em token USB ainda não funciona aqui/);
  assert.doesNotMatch(person.page.text, /action="\/comprar/);
  const bought = await person.request("POST", "/comprar", { produto: "e-cpf-a3-36" });
  assert.equal(bought.status, 409);
  await assert.rejects(startPurchase(ctx, { productId: shop.a3Id }), code("certificate-not-issued"));
  await assert.rejects(startOrder(ctx, { productId: shop.a3Id }), code("certificate-not-issued"));
  const { orderId, accessToken } = await draft();
  const add = { orderId, productId: shop.a3Id, accessToken, by: holderOf(orderId) };
  await assert.rejects(addToPurchase(ctx, add), code("certificate-not-issued"));
  await assert.rejects(addCertificate(ctx, add), code("certificate-not-issued"));
  await sql`update orders set product_id = ${shop.a3Id} where id = ${orderId}`.execute(ctx.db);
  await assert.rejects(placeOrder(ctx, { orderId, by: holderOf(orderId) }), code("certificate-not-issued"));
  const shelf = (await app.inject({ url: api })).json() as { code: string; onSale: boolean }[];
  assert.deepEqual(
    shelf.map((one) => [one.code, one.onSale]),
    [
      ["e-cnpj-a1-12", true],
      ["e-cpf-a1-12", true],
      ["e-cpf-a3-36", false],
    ],
  );
  assert.equal((await app.inject({ url: `${api}/e-cpf-a3-36/slots` })).statusCode, 409);
});

for (const [what, options] of [
  ["nobody else can verify", { verifier: false }],
  ["nobody attends", { agents: 0 }],
] as const)
  test(`a shop where ${what} says so and sells nothing`, async () => {
    await using place = await open(options);
    const { ctx, app, shop, draft, api, person } = place;
    await person.open("/");
    assert.match(person.page.text, /Esta AR ainda não está atendendo/);
    assert.doesNotMatch(person.page.text, />Escolher</);
    await person.open("/certificados/e-cpf-a1-12");
    assert.match(person.page.text, /Esta AR ainda não está atendendo/);
    assert.equal((await person.request("POST", "/comprar", { produto: "e-cpf-a1-12" })).status, 409);
    await assert.rejects(startPurchase(ctx, { productId: shop.productId }), code("shop-not-attended"));
    const { orderId, accessToken } = await draft();
    const by = holderOf(orderId);
    await assert.rejects(placePurchase(ctx, { orderId, by }), code("shop-not-attended"));
    const add = { orderId, productId: shop.companyId, accessToken, by };
    await assert.rejects(addToPurchase(ctx, add), code("shop-not-attended"));
    assert.equal((await app.inject({ url: `${api}/e-cpf-a1-12/slots` })).statusCode, 409);
  });
