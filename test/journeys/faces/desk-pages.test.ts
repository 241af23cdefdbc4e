import assert from "node:assert/strict";
import { test } from "node:test";
import type { FastifyInstance } from "fastify";
import { deskPages } from "../../../src/faces/desk/desk-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { agentById } from "../../../src/people/agent-reads.ts";
import { registrationAuthorities } from "../../../src/people/authority/registration-authority-reads.ts";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { openAgentLink } from "../../../src/people/sign-in/invite-agent.ts";
import { createAgent } from "../../../src/people/team/create-agent.ts";
import { openFirstAccountLink } from "../../../src/people/team/open-first-account-link.ts";
import { suspendAgent } from "../../../src/people/team/suspend-agent.ts";
import { sql } from "../../../src/platform/database.ts";
import type { Context } from "../../../src/platform/settings/context.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { proofingOfRoom } from "../../../src/proofing/proofing-reads.ts";
import { openShop } from "../../kit/shop.ts";
import { consent, openSitting, person, recordUntilNow, takeStill } from "../../kit/sitting.ts";
import { createWorld } from "../../kit/world.ts";

const password = "cavalo bateria grampo";
type Form = Record<string, string | string[]>;

/** One browser at the door: keeps its cookie, follows nothing. */
function browser(app: FastifyInstance, remoteAddress = "10.0.0.1") {
  let cookie = "";
  const keep = (answer: Awaited<ReturnType<FastifyInstance["inject"]>>) => {
    const set = answer.cookies.find((one) => one.name === "confere_agente");
    if (set) cookie = set.value;
    return answer;
  };
  const cookies = (): Record<string, string> => (cookie ? { confere_agente: cookie } : {});
  return {
    cookie: () => cookie,
    get: async (url: string, headers = {}) =>
      keep(await app.inject({ url, cookies: cookies(), headers, remoteAddress })),
    async post(url: string, form: Form = {}) {
      const body = new URLSearchParams();
      for (const [name, value] of Object.entries(form)) for (const one of [value].flat()) body.append(name, one);
      const headers = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };
      const request = { method: "POST" as const, url, payload: body.toString(), headers, cookies: cookies() };
      return keep(await app.inject({ ...request, remoteAddress }));
    },
    async send(url: string, json: object) {
      const headers = { accept: "application/json", "sec-fetch-site": "same-origin" };
      return app.inject({ method: "POST", url, payload: json, headers, cookies: cookies(), remoteAddress });
    },
  };
}

const door = (ctx: Context) => openDoor(ctx, [(app) => deskPages(app, { ctx })]);

async function withPassword(ctx: Context, agentId: string): Promise<string> {
  const agent = (await agentById(ctx.db, agentId))!;
  const { invitationToken } = await openAgentLink(ctx, { agentId, by: "installation" });
  await acceptInvitation(ctx, { token: invitationToken, password });
  return agent.email;
}

test("sign-in: the same words for every miss, a pause after eight, sessions that end", async () => {
  const world = await createWorld();
  await using _ = world;
  const { ctx, clock } = world;
  const { agentIds } = await openShop(ctx, { agents: 2 });
  const email = await withPassword(ctx, agentIds[0]!);
  const uninvited = (await agentById(ctx.db, agentIds[1]!))!.email;
  const app = await door(ctx);
  const visitor = browser(app);
  const to = await visitor.get("/desk");
  assert.deepEqual([to.statusCode, to.headers.location], [303, "/desk/entrar?depois=%2Fdesk"]);
  const words = new Set<string>();
  for (const form of [
    { email, password: "outra senha qualquer" },
    { email: "ninguem@ar.example", password },
    { email: uninvited, password },
  ]) {
    const answer = await visitor.post("/desk/entrar", form);
    assert.equal(answer.statusCode, 422);
    words.add(/<ul>.*?<\/ul>/.exec(answer.body)?.[0] ?? "");
  }
  assert.equal(words.size, 1);
  const signed = await visitor.post("/desk/entrar", {
    email: ` ${email.toUpperCase()} `,
    password,
    after: "/desk/conta",
  });
  assert.deepEqual([signed.statusCode, signed.headers.location], [303, "/desk/conta"]);
  const cookie = String(signed.headers["set-cookie"]);
  assert.ok(/HttpOnly/.test(cookie));
  assert.ok(/SameSite=Lax/.test(cookie));
  assert.equal((await visitor.get("/desk")).statusCode, 200);
  clock.advance({ minutes: 29 });
  assert.equal((await visitor.get("/desk")).statusCode, 200);
  clock.advance({ minutes: 30 });
  assert.equal((await visitor.get("/desk")).statusCode, 303);

  const open = await browser(app).post("/desk/entrar", { email, password, after: "//evil.example/desk" });
  assert.equal(open.headers.location, "/desk");
  const guesser = browser(app, "10.0.0.9");
  for (let i = 0; i < 8; i++) await guesser.post("/desk/entrar", { email, password: `chute numero ${i} longo` });
  const paused = await guesser.post("/desk/entrar", { email, password });
  assert.equal(paused.statusCode, 429);
  assert.ok(Number(paused.headers["retry-after"]) > 600);
  // Who guesses from one address waits alone; strangers from everywhere together shut out strangers, not the person's browser.
  const elsewhere = await browser(app, "10.0.0.10").post("/desk/entrar", { email, password });
  assert.equal(elsewhere.statusCode, 303);
  const known = elsewhere.cookies.find(({ name }) => name === "confere_conhecido")!;
  const mark = ctx.secrets.hmac("sign-in-account", email);
  await sql`insert into sign_in_misses (account_hash, address_hash, at)
    select ${mark}, 'elsewhere-' || n, ${clock.now()} from generate_series(1, 80) n`.execute(ctx.db);
  const enter = (cookies: Record<string, string>, typed = password) => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const payload = new URLSearchParams({ email, password: typed, after: "" }).toString();
    const from = { method: "POST" as const, url: "/desk/entrar", remoteAddress: "10.0.0.11" };
    return app.inject({ ...from, headers, payload, cookies });
  };
  assert.equal((await enter({})).statusCode, 429);
  assert.equal((await enter({ confere_conhecido: "A".repeat(43) })).statusCode, 429, "no mark of ours");
  const own = await enter({ confere_conhecido: known.value });
  assert.equal(own.statusCode, 303);
  assert.equal((await enter({ confere_conhecido: known.value })).statusCode, 429, "drawn anew at each sign-in");
  const next = own.cookies.find(({ name }) => name === "confere_conhecido")!.value;
  for (let i = 0; i < 8; i++) await enter({ confere_conhecido: next }, `outro chute longo ${i}`);
  assert.equal((await enter({ confere_conhecido: next })).statusCode, 429, "a known browser has its own eight");
  clock.advance({ minutes: 16 });
  assert.equal((await guesser.post("/desk/entrar", { email, password })).statusCode, 303);
  const out = await guesser.post("/desk/sair");
  assert.equal(out.headers.location, "/desk/entrar");
  await app.close();
});

test("a copied cookie opens nothing after sign-out, and a suspended agent is out at once", async () => {
  const world = await createWorld();
  await using _ = world;
  const { ctx } = world;
  const { agentIds, raId } = await openShop(ctx);
  const email = await withPassword(ctx, agentIds[0]!);
  const app = await door(ctx);
  const one = browser(app);
  await one.post("/desk/entrar", { email, password });
  const stolen = one.cookie();
  const withStolen = () => app.inject({ url: "/desk", cookies: { confere_agente: stolen } });
  assert.equal((await withStolen()).statusCode, 200);
  await one.post("/desk/entrar", { email, password });
  assert.equal((await withStolen()).statusCode, 303, "coming in again ends what was open");
  const copy = one.cookie();
  await one.post("/desk/sair");
  assert.equal((await app.inject({ url: "/desk", cookies: { confere_agente: copy } })).statusCode, 303);
  const two = browser(app);
  await two.post("/desk/entrar", { email, password });
  const manager = await person(ctx, raId, "98765432100", ["manager"]);
  await suspendAgent(ctx, { agentId: agentIds[0]!, suspended: true, by: manager });
  assert.equal((await two.get("/desk")).statusCode, 303);
  assert.equal((await two.post("/desk/entrar", { email, password })).statusCode, 422);
  const foreign = await app.inject({
    method: "POST",
    url: "/desk/entrar",
    headers: { origin: "https://evil.example" },
  });
  assert.equal(foreign.statusCode, 403);
  await app.close();
});

test("invitations open once, for three days; the first account makes the AR", async () => {
  const world = await createWorld();
  await using _ = world;
  const { ctx, clock } = world;
  const app = await door(ctx);
  const visitor = browser(app);
  const first = (await openFirstAccountLink(ctx))!;
  const newer = (await openFirstAccountLink(ctx))!;
  assert.equal((await visitor.get(`/desk/convite/${first.token}`)).statusCode, 410);
  const form = {
    raName: "AR São Paulo",
    cnpj: "11.222.333/0001-81",
    phone: "(11) 3456-7890",
    raEmail: "contato@ar.example",
    openingHours: "segunda a sexta, 8h às 18h",
    papersAddress: "papeis@ar.example",
    name: "Gil Gestor",
    cpf: "111.444.777-35",
    email: "gil@ar.example",
    password,
    again: password,
  };
  const wrong = await visitor.post(`/desk/convite/${newer.token}`, {
    ...form,
    cpf: "1",
    again: "x",
    password: "curta",
  });
  assert.equal(wrong.statusCode, 422);
  assert.ok(/Confira o CPF/.test(wrong.body));
  assert.ok(/pelo menos 12/.test(wrong.body));
  assert.doesNotMatch(wrong.body, /value="curta"/);
  assert.equal((await visitor.post(`/desk/convite/${newer.token}`, form)).statusCode, 303);
  assert.equal((await visitor.post(`/desk/convite/${newer.token}`, form)).statusCode, 410);
  assert.equal(await openFirstAccountLink(ctx), undefined);
  const [ra] = await registrationAuthorities(ctx.db);
  assert.deepEqual([ra?.slug, ra?.cnpj], ["ar-sao-paulo", "11222333000181"]);
  const signed = await visitor.post("/desk/entrar", { email: form.email, password });
  assert.equal(signed.statusCode, 303);
  assert.equal((await visitor.get("/desk")).headers.location, "/office");

  const { agentId, invitationToken } = await createAgent(ctx, {
    raId: ra!.id,
    name: "Ana",
    cpf: "12345678909" as Cpf,
    email: "ana@ar.example",
    roles: ["agent"],
    by: "installation",
  });
  assert.ok(agentId);
  clock.advance({ days: 3 });
  assert.equal((await visitor.get(`/desk/convite/${invitationToken}`)).statusCode, 410);
  await app.close();
});

test("a whole sitting by plain forms: queue, script, decision; then the second person", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, roomId, shop, clock, run } = sitting;
  const email = await withPassword(ctx, sitting.agent.id);
  const app = await door(ctx);
  const desk = browser(app);
  await desk.post("/desk/entrar", { email, password });
  const queue = (await desk.get("/desk")).body;
  assert.ok(/Maria da Silva/.test(queue));
  assert.ok(/Aguardando na sala/.test(queue));
  assert.ok(/Completos/.test(queue));
  const at = `/desk/atendimento/${roomId}`;
  const act = async (path: string, form: Form = {}) => (await desk.post(`${at}/${path}`, form)).statusCode;
  assert.equal(await act("passos/consent", { spoken: "sim" }), 409);
  assert.equal(await act("inicio"), 303);
  assert.equal(await act("admissao", { outcome: "refused", reason: "" }), 422);
  assert.equal(await act("admissao", { outcome: "admitted" }), 303);
  await sitting.startRecording();
  assert.equal(await act("passos/consent", { spoken: "sim" }), 422);
  await consent(sitting);
  assert.equal(await act("passos/consent", { spoken: "sim" }), 303);
  assert.ok(/Tocado em/.test((await desk.get(at)).body));
  assert.equal(await act("decisao", { outcome: "approved" }), 422);
  assert.equal(await act("decisao", { outcome: "refused" }), 422);
  const checks = (page: string) => [...page.matchAll(/name="checks" value="([^"]+)"/g)].map((match) => match[1]!);
  assert.equal(await act("passos/alone", { checks: checks((await desk.get(at)).body) }), 303);
  assert.equal(await act("perguntas"), 303);
  const asking = (await desk.get(at)).body;
  assert.ok(/Pergunta 1/.test(asking));
  assert.ok(/<details><summary>Ver a resposta esperada/.test(asking));
  assert.equal(await act("perguntas/1", { outcome: "not-heard" }), 303);
  assert.ok(/Não ouvida 1×/.test((await desk.get(at)).body));
  for (let position = 1; position <= 5; position++)
    assert.equal(await act(`perguntas/${position}`, { outcome: "right" }), 303);
  for (const kind of ["face", "document-front", "document-back"] as const) {
    clock.advance({ seconds: 60 });
    await recordUntilNow(ctx, roomId);
    const stillId = await takeStill(sitting, kind);
    assert.ok(new RegExp(`/desk/capturas/${stillId}.jpg`).test((await desk.get(at)).body));
    const picture = await desk.get(`/desk/capturas/${stillId}.jpg`);
    assert.deepEqual([picture.statusCode, picture.headers["content-type"]], [200, "image/jpeg"]);
    assert.equal(await act(`passos/${kind}`, { stillId }), 303);
  }
  assert.equal(await act("passos/same-document", { checks: checks((await desk.get(at)).body) }), 303);
  clock.advance({ seconds: 120 });
  await recordUntilNow(ctx, roomId, 400);
  assert.ok(/>Aprovar</.test((await desk.get(at)).body));
  assert.equal(await act("decisao", { outcome: "approved" }), 303);
  assert.equal(await act("decisao", { outcome: "refused", reason: "document-expired" }), 409);
  assert.equal(await act("encerramento"), 303);
  await run();

  const verifier = await person(ctx, shop.raId, "98765432100", ["verifier"]);
  const { invitationToken } = await openAgentLink(ctx, {
    agentId: verifier.id,
    by: "installation",
  });
  await acceptInvitation(ctx, { token: invitationToken, password });
  const second = browser(app);
  await second.post("/desk/entrar", { email: "98765432100@equipe.example", password });
  assert.equal((await second.get(at)).statusCode, 403);
  const proofing = (await proofingOfRoom(ctx.db, roomId))!;
  const check = `/desk/verificacao/${proofing.id}`;
  assert.ok(new RegExp(check).test((await second.get("/desk/verificacao")).body));
  const screen = (await second.get(check)).body;
  assert.match(screen, /disabled[^>]*>Confirmar a aprovação/);
  const recordingId = /recordingId&quot;:&quot;([^&]+)&quot;,&quot;member&quot;:&quot;applicant/.exec(screen)![1]!;
  assert.equal((await second.post(`${check}/decisao`, { outcome: "approved" })).statusCode, 422);
  const film = await second.get(`/desk/gravacoes/${recordingId}.webm`, { range: "bytes=8-12" });
  assert.deepEqual([film.statusCode, film.body, film.headers["content-range"]], [206, "appli", "bytes 8-12/17"]);
  const beyond = await second.get(`/desk/gravacoes/${recordingId}.webm`, { range: "bytes=99-" });
  assert.equal(beyond.statusCode, 416);
  const lengthMs = Number(/data-length="(\d+)"/.exec(screen)![1]);
  for (let fromMs = 0; fromMs < lengthMs; fromMs += 20_000) {
    const piece = { fromMs, toMs: Math.min(lengthMs, fromMs + 20_000), rate: 1 };
    assert.equal((await second.send(`${check}/reproducao`, piece)).statusCode, 200);
    clock.advance({ seconds: 20 });
  }
  const lie = await second.send(`${check}/reproducao`, { fromMs: 0, toMs: 50_000, rate: 9 });
  assert.deepEqual([lie.statusCode, lie.json().code], [422, "replay-unbelievable"]);
  const watched = (await second.get(check)).body;
  assert.doesNotMatch(watched, /disabled[^>]*>Confirmar a aprovação/);
  assert.match((await second.post(`${check}/decisao`, { outcome: "approved" })).body, /Falta marcar itens/);
  const list = checks(watched);
  assert.match((await second.post(`${check}/decisao`, { outcome: "approved", checks: list[0]! })).body, /checked/);
  assert.equal((await second.post(`${check}/decisao`, { outcome: "approved", checks: list })).statusCode, 303);
  assert.ok(/Nada espera/.test((await second.get("/desk/verificacao")).body));
  const stranger = await browser(app).get(`/desk/gravacoes/${recordingId}.webm`);
  assert.equal(stranger.statusCode, 303);
  await app.close();
});
