import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { documentsJobs } from "../../../src/documents/documents-jobs.ts";
import { spoolMail } from "../../../src/documents/mail/mail-spool.ts";
import { receiveMail } from "../../../src/documents/mail/receive-mail.ts";
import { missingPapers, paperStates, papersOf } from "../../../src/documents/papers/paper-reads.ts";
import { receiveUpload } from "../../../src/documents/papers/receive-upload.ts";
import { reviewPaper } from "../../../src/documents/papers/review-paper.ts";
import { sayBothSides } from "../../../src/documents/papers/say-both-sides.ts";
import { papersPages } from "../../../src/faces/applicant/papers/papers-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { mailboxCourier } from "../../../src/notifications/couriers/mailbox-courier.ts";
import { allMessages } from "../../../src/notifications/followers/notifications-reads.ts";
import { notificationsJobs } from "../../../src/notifications/notifications-jobs.ts";
import { addCertificate } from "../../../src/orders/draft/add-certificate.ts";
import { describeCompany } from "../../../src/orders/draft/describe-company.ts";
import { placeOrder } from "../../../src/orders/draft/place-order.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { orderById } from "../../../src/orders/orders-reads.ts";
import type { AgentPrincipal } from "../../../src/people/agent.ts";
import { registrationAuthority } from "../../../src/people/authority/registration-authority-reads.ts";
import { Failure } from "../../../src/platform/failures/failure.ts";
import { type Cnpj, type Cpf, parseCnpj } from "../../../src/platform/taxpayer-id.ts";
import { holdSlot } from "../../../src/scheduling/booking/hold-slot.ts";
import { goodPdf, pdfWithPages } from "../../kit/pdf-samples.ts";
import { listener, maria, openShop, pay, readyDraft } from "../../kit/shop.ts";
import { createWorld } from "../../kit/world.ts";

const code = (expected: string) => (error: unknown) => error instanceof Failure && error.code === expected;

/** Maria's purchase: an e-CPF and an e-CNPJ of her bakery. */
async function open() {
  const world = await createWorld();
  const { ctx } = world;
  const ear = listener();
  const domains = { ...ear.domains, documents: documentsJobs, notifications: notificationsJobs(mailboxCourier) };
  const run = () => world.runJobs(domains);
  const shop = await openShop(ctx);
  const { orderId: person, accessToken } = await readyDraft(ctx, shop.productId, maria, ear, run);
  const by = holderOf(person);
  const added = await addCertificate(ctx, { orderId: person, productId: shop.companyId, accessToken, by });
  const company = added.orderId;
  const bakery = { name: "Padaria Sol", cnpj: parseCnpj("12.ABC.345/01DE-35") as Cnpj };
  await describeCompany(ctx, { orderId: company, company: bakery, by: holderOf(company) });
  await placeOrder(ctx, { orderId: person, by });
  await run();
  const agent: AgentPrincipal = {
    kind: "agent",
    id: shop.agentIds[0]!,
    raId: shop.raId,
    cpf: "31690482796" as Cpf,
    name: "Agente 111",
    roles: ["agent"],
  };
  const states = async (orderId: string) =>
    (await paperStates(ctx.db, orderId, ctx.clock.now())).map(({ place, state }) => `${place} ${state}`);
  const send = (orderId: string, files: { name: string; content: Buffer; kind?: string }[]) =>
    receiveUpload(ctx, { orderId, files, by: holderOf(orderId) });
  /** The two times are booked with the AR's only agent, who may judge their papers from then on. */
  const book = async () => {
    for (const [orderId, hour] of [
      [person, "15"],
      [company, "17"],
    ] as const)
      await holdSlot(ctx, { orderId, startsAt: new Date(`2026-11-23T${hour}:00:00Z`), by: holderOf(orderId) });
    await pay(ctx, person);
    await run();
  };
  return { world, ctx, run, shop, person, company, accessToken, agent, states, send, book };
}

test("the front alone lacks its back; one identity document, sent once, serves both orders of the purchase", async () => {
  const { world, ctx, person, company, states, send } = await open();
  await using _ = world;
  await send(company, [{ name: "rg frente.pdf", content: goodPdf("frente"), kind: "identity" }]);
  assert.deepEqual(await states(person), ["identity.front received", "identity.back missing"]);
  assert.deepEqual(await states(company), ["identity.front received", "identity.back missing", "company missing"]);
  await send(person, [{ name: "verso.pdf", content: goodPdf("verso"), kind: "identity" }]);
  await send(company, [{ name: "contrato.pdf", content: pdfWithPages(4), kind: "company" }]);
  for (const orderId of [person, company])
    assert.deepEqual(await missingPapers(ctx.db, orderId, ctx.clock.now()), [], orderId);
  const papers = await papersOf(ctx.db, person);
  assert.equal(papers.length, 2, "what is the company's stays with the company");
  for (const { hash } of papers) assert.ok(await ctx.blobs.read(person, hash), "kept under the order's own key");
});

test("what an agent says of the shared document stands on both orders; a refused one comes again once", async () => {
  const { world, ctx, person, company, agent, states, send, book } = await open();
  await using _ = world;
  await book();
  await send(person, [{ name: "cnh.pdf", content: pdfWithPages(2), kind: "identity" }]);
  const [paper] = await papersOf(ctx.db, person);
  const said = { paperId: paper!.id, kind: "identity", side: "both" } as const;
  await reviewPaper(ctx, { ...said, outcome: "refused", note: "Borrado." }, agent);
  assert.deepEqual(await states(person), ["identity.front refused", "identity.back refused"]);
  assert.deepEqual((await states(company)).slice(0, 2), ["identity.front refused", "identity.back refused"]);
  world.clock.advance({ minutes: 1 });
  await send(person, [{ name: "cnh nova.pdf", content: pdfWithPages(3), kind: "identity" }]);
  assert.deepEqual((await states(company)).slice(0, 2), ["identity.front received", "identity.back received"]);
  const fresh = (await papersOf(ctx.db, company)).at(-1)!;
  await reviewPaper(ctx, { ...said, paperId: fresh.id, outcome: "accepted", note: "" }, agent);
  assert.deepEqual(await states(person), ["identity.front accepted", "identity.back accepted"]);
});

test("the holder says that one picture shows both sides, on all its orders; not once an agent has spoken", async () => {
  const { world, ctx, person, company, agent, states, send, book } = await open();
  await using _ = world;
  await book();
  await send(person, [{ name: "cnh.pdf", content: goodPdf(), kind: "identity" }]);
  assert.deepEqual(await states(person), ["identity.front received", "identity.back missing"]);
  const [paper] = await papersOf(ctx.db, person);
  const say = { orderId: person, paperId: paper!.id };
  await assert.rejects(sayBothSides(ctx, { ...say, by: holderOf(company) }), code("not-found"));
  await sayBothSides(ctx, { ...say, by: holderOf(person) });
  assert.deepEqual(await states(person), ["identity.front received", "identity.back received"]);
  assert.deepEqual((await states(company)).slice(0, 2), ["identity.front received", "identity.back received"]);
  await reviewPaper(ctx, { paperId: paper!.id, kind: "identity", side: "front", outcome: "accepted", note: "" }, agent);
  assert.deepEqual(await states(person), ["identity.front accepted", "identity.back missing"]);
  await assert.rejects(sayBothSides(ctx, { ...say, by: holderOf(person) }), code("paper-reviewed"));
});

test("by mail too: the receipt says which other order the document serves, and what each still lacks", async () => {
  const { world, ctx, run, shop, person, company, states } = await open();
  await using _ = world;
  const [first, second] = [await orderById(ctx.db, person), await orderById(ctx.db, company)];
  const mailbox = (await registrationAuthority(ctx.db, shop.raId))!.papersAddress;
  const raw = [
    `From: Maria <${maria.email}>`,
    `Subject: Documentos videoconferencia ${first!.number}`,
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="b"',
    "",
    "--b\r\nContent-Type: text/plain\r\n\r\nSegue.",
    '--b\r\nContent-Type: application/pdf; name="digitalizado.pdf"\r\nContent-Transfer-Encoding: base64\r\n',
    pdfWithPages(2).toString("base64").replace(/.{76}/g, "$&\r\n"),
    "--b--",
    "",
  ].join("\r\n");
  const spooled = await spoolMail(ctx, Readable.from([Buffer.from(raw)]), 10_000_000);
  assert.ok(spooled !== "too-big");
  const envelope = { envelopeFrom: maria.email, envelopeTo: [mailbox] };
  await receiveMail(ctx, { id: spooled.id, rawHash: spooled.hash, bytes: spooled.bytes, ...envelope });
  await run();
  assert.deepEqual(await states(person), ["identity.front received", "identity.back received"]);
  assert.deepEqual(await states(company), ["identity.front received", "identity.back received", "company missing"]);
  const receipt = (await allMessages(ctx.db)).find(({ template }) => template === "papers-receipt")!;
  assert.match(receipt.bodyText, /Não falta mais nada neste pedido/);
  assert.ok(receipt.bodyText.includes(`vale também para o pedido ${second!.number}`), receipt.bodyText);
  assert.match(receipt.bodyText, /Nele ainda falta: Documento da empresa/);
});

test("the page asks for front and back, and takes the tick that both are on one file", async (t) => {
  const { world, ctx, person, accessToken, states } = await open();
  await using _ = world;
  const app = await openDoor(ctx, [(door) => papersPages(door, { ctx })]);
  t.after(() => app.close());
  const { number } = (await orderById(ctx.db, person))!;
  const [url, cookies] = [`/pedido/${number}/documentos`, { confere_pedido: accessToken }];
  const before = (await app.inject({ url, cookies })).body;
  assert.match(before, /vale para os 2 pedidos desta compra/);
  for (const field of ["identity.front", "identity.back", "identity.both"])
    assert.ok(before.includes(`name="${field}"`), field);
  const post = async (parts: [string, Blob | string][]) => {
    const form = new FormData();
    for (const [name, value] of parts)
      if (typeof value === "string") form.append(name, value);
      else form.append(name, value, "foto.pdf");
    const answer = new Response(form);
    const headers = { "content-type": answer.headers.get("content-type")! };
    const payload = Buffer.from(await answer.arrayBuffer());
    const sent = await app.inject({ method: "POST", url, cookies, headers, payload });
    return (await app.inject({ url: String(sent.headers.location), cookies })).body;
  };
  const file = (text: string) => new Blob([new Uint8Array(goodPdf(text))]);
  const half = await post([["identity.front", file("a")]]);
  assert.match(half, /Veja abaixo o que ainda falta/);
  assert.doesNotMatch(half, /Não falta mais nada/);
  assert.doesNotMatch(half, /Ver o próximo passo/);
  assert.match(half, /foto\.pdf já mostra os dois lados/);
  const whole = await post([
    ["identity.front", file("b")],
    ["identity.both", "sim"],
  ]);
  assert.match(whole, /Não falta mais nada/);
  assert.match(whole, /Ver o próximo passo/);
  assert.deepEqual(await states(person), ["identity.front received", "identity.back received"]);
});
