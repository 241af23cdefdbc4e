import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { papersOf } from "../../../src/documents/papers/paper-reads.ts";
import { papersPages } from "../../../src/faces/applicant/papers/papers-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { boardPage } from "../../../src/faces/office/board/board-page.ts";
import { mailboxPages } from "../../../src/faces/staff/mailbox-pages.tsx";
import { installationSeal } from "../../../src/issuance/seals/installation-seal.ts";
import { mailboxCourier } from "../../../src/notifications/couriers/mailbox-courier.ts";
import { allMessages } from "../../../src/notifications/followers/notifications-reads.ts";
import { notificationsJobs } from "../../../src/notifications/notifications-jobs.ts";
import type { AgentRole } from "../../../src/people/agent.ts";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { signIn } from "../../../src/people/sign-in/sign-in.ts";
import { createAgent } from "../../../src/people/team/create-agent.ts";
import type { Context } from "../../../src/platform/settings/context.ts";
import { parseCpf } from "../../../src/platform/taxpayer-id.ts";
import { ours } from "../../kit/authorities.ts";
import { goodPdf, lockedPdf } from "../../kit/pdf-samples.ts";
import { listener, maria, openShop, placedOrder } from "../../kit/shop.ts";
import { createWorld } from "../../kit/world.ts";

const password = "correto cavalo bateria grampo";

async function open(t: TestContext, config: { demo?: boolean; smtpUrl?: string } = {}) {
  const world = await createWorld({ config });
  const { ctx } = world;
  const ear = listener();
  const run = () => world.runJobs({ ...ear.domains, notifications: notificationsJobs(mailboxCourier) });
  const shop = await openShop(ctx);
  const order = await placedOrder(ctx, shop.productId, maria, ear, run);
  await run();
  const app = await openDoor(ctx, [(door) => papersPages(door, { ctx }), (door) => mailboxPages(door, { ctx })]);
  const cookies = { confere_pedido: order.accessToken };
  t.after(async () => {
    await app.close();
    await world.close();
  });
  return { ctx, app, shop, order, ear, run, cookies, url: `/pedido/${order.number}/documentos` };
}

async function cookieOf(ctx: Context, raId: string, role: AgentRole, cpf: string) {
  const email = `${role}@equipe.example`;
  const agent = { raId, name: "Pessoa da AR", cpf: parseCpf(cpf)!, email, roles: [role] };
  const { invitationToken } = await createAgent(ctx, { ...agent, by: "installation" });
  await acceptInvitation(ctx, { token: invitationToken, password });
  const { token } = await signIn(ctx, { email, password, address: "127.0.0.1" });
  return { confere_agente: token };
}

async function formOf(files: [string, string, Buffer][]) {
  const form = new FormData();
  for (const [field, name, content] of files) form.append(field, new Blob([new Uint8Array(content)]), name);
  const response = new Response(form);
  const payload = Buffer.from(await response.arrayBuffer());
  return { payload, headers: { "content-type": response.headers.get("content-type")! } };
}

test("papers are sent without script; each file gets its verdict on the page", async (t) => {
  const { ctx, app, order, cookies, url } = await open(t);
  const before = (await app.inject({ url, cookies })).body;
  assert.match(before, /Falta enviar/);
  assert.match(before, /Documentos videoconferência CERTI\d+/);
  assert.match(before, /mailto:documentos-\d+@ar\.example\?subject=Documentos%20videoconfer/);
  const form = await formOf([
    ["identity.front", "frente.pdf", goodPdf()],
    ["identity.back", "atrás.pdf", goodPdf("verso")],
    ["other", "senha.pdf", lockedPdf],
    ["other", "", Buffer.alloc(0)],
    ["other", "enorme.pdf", Buffer.concat([goodPdf(), Buffer.alloc(21 * 1024 * 1024)])],
  ]);
  const sent = await app.inject({ method: "POST", url, cookies, ...form });
  assert.equal(sent.statusCode, 303);
  const page = (await app.inject({ url: String(sent.headers.location), cookies })).body;
  assert.match(page, /2 arquivos não servem/);
  const notice = /2 arquivos não servem[\s\S]*?O que precisamos/.exec(page)?.[0] ?? "";
  assert.match(
    notice,
    /senha\.pdf<\/strong>: O PDF pede senha para abrir\..*enorme\.pdf/,
    "the reason stands at the top",
  );
  assert.match(page, /O PDF pede senha para abrir\./);
  assert.match(page, /O arquivo passa de 20 MB\./);
  assert.doesNotMatch(page, /Falta enviar/);
  const [paper] = await papersOf(ctx.db, order.orderId);
  assert.equal(paper?.kind, "identity");
  const picture = await app.inject({ url: `${url}/${paper!.id}/1.jpg`, cookies });
  assert.equal(picture.headers["content-type"], "image/jpeg");
  assert.equal((await app.inject({ url: `${url}/${paper!.id}/2.jpg`, cookies })).statusCode, 404);
});

test("a form without file says so beside it; a stranger sees nothing", async (t) => {
  const { ctx, order, app, cookies, url } = await open(t);
  const empty = await app.inject({
    method: "POST",
    url,
    cookies,
    ...(await formOf([["identity.front", "", Buffer.alloc(0)]])),
  });
  assert.equal(empty.statusCode, 422);
  assert.match(empty.body, /Nenhum arquivo chegou\./);
  const stranger = await app.inject({ url });
  assert.equal(stranger.statusCode, 303);
  assert.match(String(stranger.headers.location), /^\/pedido\?depois=/);
  const form = await formOf([["identity.front", "a.pdf", goodPdf()]]);
  const sent = await app.inject({ method: "POST", url, ...form });
  assert.equal(
    sent.headers.location,
    `/pedido?depois=${encodeURIComponent(url)}`,
    "led to where it is opened; nothing is kept",
  );
  assert.equal((await papersOf(ctx.db, order.orderId)).length, 0);
});

test("on a disk that is almost full no paper is taken, the page is still read, and the office is told", async (t) => {
  const { ctx, order, cookies, shop, url } = await open(t);
  const crowded = { ...ctx, config: { ...ctx.config, diskFloorMb: 1_000_000_000 } };
  const app = await openDoor(crowded, [
    (door) => papersPages(door, { ctx: crowded }),
    (door) => boardPage(door, { ctx: crowded, signer: installationSeal, authorities: ours }),
  ]);
  t.after(() => app.close());
  const form = await formOf([["identity.front", "a.pdf", goodPdf()]]);
  const refused = await app.inject({ method: "POST", url, cookies, ...form });
  assert.equal(refused.statusCode, 503);
  assert.match(refused.body, /o espaço do servidor está no fim/);
  assert.match(refused.body, /Pedidos já feitos e videoconferências continuam/);
  assert.equal((await papersOf(ctx.db, order.orderId)).length, 0);
  assert.equal((await app.inject({ url, cookies })).statusCode, 200);
  const manager = await cookieOf(ctx, shop.raId, "manager", "52998224725");
  const board = await app.inject({ url: "/office", cookies: manager });
  assert.match(board.body, /O disco do servidor está quase cheio[\s\S]*Restam \d+ MB/);
});

test("the demo's mailbox shows every message, codes included", async (t) => {
  const { ctx, app, order, ear } = await open(t);
  const list = (await app.inject({ url: "/caixa" })).body;
  assert.match(list, /falta o pagamento/);
  assert.match(list, /Na caixa de mensagens/);
  const code = (await allMessages(ctx.db)).find(
    ({ template, channel }) => template === "contact-code" && channel === "sms",
  )!;
  const shown = (await app.inject({ url: `/caixa/${code.id}` })).body;
  assert.ok(shown.includes(ear.codeOf(order.orderId, "phone")));
  assert.equal((await app.inject({ url: "/caixa/nada" })).statusCode, 404);
});

test("the mailbox does not exist where mail is really sent", async (t) => {
  const { app } = await open(t, { demo: true, smtpUrl: "smtp://127.0.0.1:1" });
  assert.equal((await app.inject({ url: "/caixa" })).statusCode, 404);
});

test("outside the demo only a manager who is signed in reads the mailbox", async (t) => {
  const { ctx, app, shop } = await open(t, { demo: false });
  const [message] = await allMessages(ctx.db);
  const addresses = ["/caixa", `/caixa/${message!.id}`, `/caixa/${message!.id}/convite.ics`];
  for (const url of addresses) {
    const stranger = await app.inject({ url });
    assert.equal(stranger.statusCode, 303);
    assert.match(String(stranger.headers.location), /^\/desk\/entrar\?depois=%2Fcaixa/);
  }
  const agent = await cookieOf(ctx, shop.raId, "agent", "39053344705");
  for (const url of addresses) assert.equal((await app.inject({ url, cookies: agent })).statusCode, 403);
  const manager = await cookieOf(ctx, shop.raId, "manager", "52998224725");
  const list = await app.inject({ url: "/caixa", cookies: manager });
  assert.match(list.body, /Ainda não há servidor de e-mail/);
  assert.match(list.body, /falta o pagamento/);
  assert.equal((await app.inject({ url: addresses[1]!, cookies: manager })).statusCode, 200);
});
