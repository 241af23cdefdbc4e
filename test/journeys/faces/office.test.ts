import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createTransport } from "nodemailer";
import { verifyChain } from "../../../src/audit/audit-chain.ts";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { productByCode } from "../../../src/catalog/catalog-reads.ts";
import { documentsJobs } from "../../../src/documents/documents-jobs.ts";
import { startMailReceiver } from "../../../src/documents/mail/mail-receiver.ts";
import { papersOf } from "../../../src/documents/papers/paper-reads.ts";
import { dossierItems, openingsOf, sealsOf } from "../../../src/dossiers/dossier-reads.ts";
import { homePages } from "../../../src/faces/applicant/purchase/home-page.ts";
import { invitationPages } from "../../../src/faces/desk/account/invitation-pages.ts";
import { signInPages } from "../../../src/faces/desk/account/sign-in-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { officePages } from "../../../src/faces/office/office-pages.ts";
import { installationSeal } from "../../../src/issuance/seals/installation-seal.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import type { AgentRole } from "../../../src/people/agent.ts";
import { agentsOf } from "../../../src/people/agent-reads.ts";
import { registrationAuthorities } from "../../../src/people/authority/registration-authority-reads.ts";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { createAgent } from "../../../src/people/team/create-agent.ts";
import { sql } from "../../../src/platform/database.ts";
import type { Context } from "../../../src/platform/settings/context.ts";
import { parseCpf } from "../../../src/platform/taxpayer-id.ts";
import { agendaHoursOf, blocksOf } from "../../../src/scheduling/agenda/agenda-reads.ts";
import { linkTo } from "../../kit/agent-link.ts";
import { ours } from "../../kit/authorities.ts";
import { goodPdf } from "../../kit/pdf-samples.ts";
import { listener, maria, openShop, placedOrder } from "../../kit/shop.ts";
import { openSitting } from "../../kit/sitting.ts";
import { visitor } from "../../kit/visitor.ts";
import { createWorld } from "../../kit/world.ts";
import { openApproved } from "../../pki/pki-approved.ts";

const password = "correto cavalo bateria grampo";
const cpfs: Record<string, string> = { manager: "529.982.247-25", auditor: "168.995.350-09", agent: "390.533.447-05" };

async function openOffice(ctx: Context) {
  return openDoor(ctx, [
    (app) => signInPages(app, { ctx }),
    (app) => invitationPages(app, { ctx }),
    (app) => officePages(app, { ctx, signer: installationSeal, authorities: ours }),
    (app) => homePages(app, { ctx, provider: simulatedBank() }),
  ]);
}

/** Someone of the AR, signed in by the desk's own form. */
async function signedIn(ctx: Context, raId: string, role: AgentRole, app: Awaited<ReturnType<typeof openOffice>>) {
  const email = `${role}-${raId.slice(-6)}@ar.example`;
  const cpf = parseCpf(cpfs[role] ?? "")!;
  const created = await createAgent(ctx, {
    raId,
    name: `Pessoa ${role}`,
    cpf,
    email,
    roles: [role],
    by: "installation",
  });
  await acceptInvitation(ctx, { token: created.invitationToken, password });
  const browser = visitor(app);
  const enter = async () => {
    await browser.open("/desk/entrar");
    await browser.send("/desk/entrar", { email, password });
  };
  await enter();
  return Object.assign(browser, { enter });
}

test("the manager runs the AR by forms alone: team, hours, blocks, products, data, look, another AR", async () => {
  await using world = await createWorld();
  const { ctx } = world;
  const { raId } = await openShop(ctx);
  const app = await openOffice(ctx);
  const manager = await signedIn(ctx, raId, "manager", app);

  await manager.open("/office/equipe");
  await manager.send("/office/equipe", { name: "N", cpf: "111", email: "x", "papel-agent": "sim" });
  assert.deepEqual(manager.errors(), [
    "Digite o nome completo.",
    "Confira o CPF: os dígitos não fecham.",
    "Digite um e-mail válido.",
  ]);
  const nina = { name: "Nina Prado", cpf: "390.533.447-05", email: "nina@ar.example" };
  await manager.send("/office/equipe", { ...nina, "papel-agent": "" });
  assert.match(manager.errors().join(), /papel/i);
  await manager.send("/office/equipe", { ...nina, "papel-agent": "sim", "papel-verifier": "sim" });
  assert.match(manager.page.text, /foi para <strong>nina@ar\.example/);
  // The press led here: asked for again, the page says the same and sends nothing.
  const told = manager.page.path;
  assert.match(told, /^\/office\/equipe\/[0-9a-f-]{36}\/convite$/);
  const invited = visitor(app);
  await invited.open(`/desk/convite/${await linkTo(world, nina.email)}`);
  assert.match(invited.heading(), /Olá, Nina/);
  await manager.open(told);
  assert.match(manager.heading(), /Convite enviado a Nina/);
  await invited.open(`/desk/convite/${await linkTo(world, nina.email)}`);
  assert.match(invited.heading(), /Olá, Nina/, "the same link");
  await manager.open("/office/equipe");
  await manager.send("/office/equipe", { ...nina, cpf: "853.513.468-93", "papel-agent": "sim" });
  assert.match(manager.errors().join(), /e-mail/);

  const id = (await agentsOf(ctx.db, raId)).find((agent) => agent.name === "Nina Prado")!.id;
  await manager.open(`/office/equipe/${id}`);
  await manager.send(`/office/equipe/${id}/horas`, {
    "dia-1": "8h-12h e 13h30-18h",
    "dia-2": "manhã",
    zone: "America/Manaus",
  });
  assert.match(manager.errors().join(), /Escreva assim/);
  await manager.send(`/office/equipe/${id}/horas`, { "dia-1": "8h-12h, 11h-18h", "dia-2": "", zone: "America/Manaus" });
  assert.match(manager.page.text, /Cada faixa precisa começar antes de terminar/);
  await manager.send(`/office/equipe/${id}/horas`, {
    "dia-1": "8h-12h e 13h30-18h",
    "dia-2": "",
    zone: "America/Manaus",
  });
  assert.deepEqual(
    (await agendaHoursOf(ctx.db, id)).map(({ weekday, opens, closes, zone }) => [weekday, opens, closes, zone]),
    [
      [1, "08:00", "12:00", "America/Manaus"],
      [1, "13:30", "18:00", "America/Manaus"],
    ],
  );
  await manager.open(`/office/equipe/${id}/agenda`);
  const block = {
    "bloqueio-de": "2026-11-24T08:00",
    "bloqueio-ate": "2026-11-24T12:00",
    "bloqueio-motivo": "Consulta",
  };
  await manager.send(`/office/equipe/${id}/agenda/bloqueios`, { ...block, "bloqueio-ate": "2026-11-24T07:00" });
  assert.deepEqual(manager.errors(), ["O fim precisa vir depois do começo, com no máximo um ano entre eles."]);
  await manager.send(`/office/equipe/${id}/agenda/bloqueios`, block);
  assert.deepEqual(
    (await blocksOf(ctx.db, id, world.clock.now())).map(({ from, reason }) => [from.toISOString(), reason]),
    [["2026-11-24T11:00:00.000Z", "Consulta"]],
  );
  await manager.open(`/office/equipe/${id}`);
  await manager.send(`/office/equipe/${id}/papeis`, { "papel-verifier": "" });
  assert.deepEqual((await agentsOf(ctx.db, raId)).find((agent) => agent.id === id)?.roles, ["agent"]);
  await manager.send(`/office/equipe/${id}/suspensao`);
  assert.match(manager.page.text, /Suspenso/);

  await manager.open("/office/produtos/novo");
  const card = {
    code: "e-cpf-a3-24",
    person: "natural",
    kind: "A3-card",
    months: "24",
    name: "e-CPF A3",
    summary: "Em cartão.",
    slot: "45",
    position: "9",
  };
  await manager.send("/office/produtos/novo", { ...card, price: "1,999", kind: "A1-none" });
  assert.match(manager.errors().join(), /Digite o preço em reais/);
  await manager.send("/office/produtos/novo", { ...card, price: "299,90", kind: "A1-none" });
  assert.match(manager.errors().join(), /A1 vale no máximo 12 meses/);
  await manager.send("/office/produtos/novo", { ...card, price: "R$ 1.299,90" });
  assert.equal((await productByCode(ctx.db, raId, "e-cpf-a3-24"))?.priceCentavos, 129990);
  await manager.open("/office/produtos/novo");
  await manager.send("/office/produtos/novo", { ...card, price: "1" });
  assert.match(manager.errors().join(), /Já existe um produto com este código/);
  await manager.open("/office/produtos/e-cpf-a3-24");
  await manager.send("/office/produtos/e-cpf-a3-24", { price: "1.199,00", active: "" });
  const changed = await productByCode(ctx.db, raId, "e-cpf-a3-24");
  assert.deepEqual([changed?.priceCentavos, changed?.active, changed?.validityMonths], [119900, false, 24]);

  await manager.open("/office/ar");
  await manager.send("/office/ar", { brand: "#ffd400" });
  assert.match(manager.errors().join(), /Letras brancas não se leem/);
  await manager.send("/office/ar", { brand: "#144f80", phone: "(11) 99999-0000" });
  const [ra] = await registrationAuthorities(ctx.db);
  assert.deepEqual([ra?.phone, ra?.look["brand"]], ["(11) 99999-0000", "#144f80"]);
  const home = await app.inject({ url: "/" });
  const style = /<style>([^<]*)<\/style>/.exec(home.body)![1]!;
  assert.match(style, /:root\{--brand:#144f80;[^}]*\}$/);
  const hash = createHash("sha256").update(style).digest("base64");
  assert.ok(String(home.headers["content-security-policy"]).includes(`style-src 'self' 'sha256-${hash}';`));
  // The city of the Pix code: the address's, moving with it, until another is typed; asked for where neither says it.
  const cityNow = async () => (await registrationAuthorities(ctx.db))[0]?.city;
  assert.equal(await cityNow(), "São Paulo");
  const address = "Av. Brasil, 5 - Centro, Ji-Paraná - RO, CEP 76900-000";
  await manager.open("/office/ar");
  await manager.send("/office/ar", { address });
  assert.equal(await cityNow(), "Ji-Paraná");
  await manager.open("/office/ar");
  await manager.send("/office/ar", { city: "Porto Velho" });
  await manager.open("/office/ar");
  await manager.send("/office/ar", { address: "Rua 1, 10" });
  assert.equal(await cityNow(), "Porto Velho");
  await manager.open("/office/ar");
  await manager.send("/office/ar", { city: "" });
  assert.match(manager.errors().join(), /Digite a cidade da AR/);

  await manager.open("/office/ar/nova");
  const other = { ...fieldsOfOther, headEmail: "nina@ar.example" };
  await manager.send("/office/ar/nova", other);
  assert.match(manager.errors().join(), /Já existe alguém com este e-mail/);
  await manager.send("/office/ar/nova", { ...other, headEmail: "rui@norte.example" });
  assert.match(manager.heading(), /Convite enviado a Rui/);
  const ofRui = manager.page.path;
  assert.match((await manager.open(ofRui)).text, /rui@norte\.example/, "whoever invited may read it again");
  await manager.open(ofRui.replace("/convite", ""));
  assert.equal(manager.page.status, 404, "the rest of another AR's is not there");
  assert.equal((await registrationAuthorities(ctx.db)).length, 2);
  assert.equal(verifyChain(await readChain(ctx.db, `ar:${raId}`)).intact, true);
  await app.close();
});

const fieldsOfOther = {
  name: "AR Norte",
  cnpj: "12.ABC.345/01DE-35",
  phone: "(92) 3000-0000",
  email: "contato@norte.example",
  openingHours: "segunda a sexta, 8h às 17h",
  address: "Rua B, 2, Manaus/AM",
  municipalityCode: "1302603",
  papersAddress: "documentos@norte.example",
  headName: "Rui Castro",
  headCpf: "714.287.938-60",
};

test("the auditor reads and changes nothing; an agent and a stranger do not come in", async () => {
  await using world = await createWorld();
  const { ctx } = world;
  const { raId, agentIds } = await openShop(ctx);
  const app = await openOffice(ctx);
  const auditor = await signedIn(ctx, raId, "auditor", app);
  for (const path of [
    "/office",
    "/office/equipe",
    `/office/equipe/${agentIds[0]}`,
    `/office/equipe/${agentIds[0]}/agenda`,
    "/office/feriados",
    "/office/produtos",
    "/office/ar",
    "/office/auditoria",
    "/office/emails",
    "/office/dossies",
  ]) {
    await auditor.open(path);
    assert.equal(auditor.page.status, 200, path);
    const forms = [...auditor.page.text.matchAll(/<form[^>]*method="post"[^>]*action="([^"]*)"/g)].map(
      (match) => match[1],
    );
    assert.deepEqual(forms, ["/desk/sair"], path);
  }
  for (const path of [
    "/office/equipe",
    "/office/ar",
    "/office/produtos/novo",
    `/office/equipe/${agentIds[0]}/suspensao`,
    `/office/equipe/${agentIds[0]}/competencias`,
    `/office/equipe/${agentIds[0]}/agenda/ausencia`,
    `/office/equipe/${agentIds[0]}/agenda/bloqueios`,
    `/office/equipe/${agentIds[0]}/agenda/dias`,
    "/office/feriados",
  ])
    assert.equal((await auditor.request("POST", path, { suspender: "sim" })).status, 403, path);

  const agent = await signedIn(ctx, raId, "agent", app);
  assert.equal((await agent.request("GET", "/office")).status, 403);
  const stranger = visitor(app);
  assert.match((await stranger.request("GET", "/office/equipe")).location, /^\/desk\/entrar\?depois=/);
  assert.equal((await stranger.request("POST", "/office/equipe", {})).status, 401);
  await app.close();
});

test("the board follows the room: waiting, agent late, in session", async () => {
  const sitting = await openSitting();
  const { world, ctx, shop, clock } = sitting;
  await using _ = world;
  const app = await openOffice(ctx);
  const manager = await signedIn(ctx, shop.raId, "manager", app);
  await manager.open("/office");
  assert.match(manager.page.text, /Na sala de espera/);
  clock.advance({ minutes: 7 });
  await manager.open("/office");
  assert.match(manager.page.text, /Um titular espera por um agente/);
  assert.match(manager.page.text, /Agente atrasado 7 min/);
  await sitting.admit();
  await manager.open("/office");
  assert.match(manager.page.text, /Em atendimento/);
  await manager.open("/office?dia=2026-11-01");
  assert.match(manager.page.text, /Nenhum atendimento marcado/);
  await manager.open("/office?dia=qualquer");
  assert.equal(manager.page.status, 200);
  await app.close();
});

test("a dossier opens only for a purpose, which is kept; its seal is checked, and damage is named", async () => {
  const { world, ctx, shop, orderId, number } = await openApproved();
  await using _ = world;
  const app = await openOffice(ctx);
  const auditor = await signedIn(ctx, shop.raId, "auditor", app);
  await auditor.open(`/office/dossies?busca=${number}`);
  assert.match(auditor.page.text, new RegExp(`/office/dossies/${orderId}`));
  assert.match(auditor.page.text, /Aprovado/);
  const base = `/office/dossies/${orderId}`;
  assert.equal((await auditor.request("GET", `${base}/itens/1`)).status, 403);
  await auditor.open(base);
  assert.match(auditor.heading(), /Por que você abre/);
  await auditor.send(`${base}/abertura`, { purpose: "oi" });
  assert.equal(auditor.errors().length, 1);
  await auditor.send(`${base}/abertura`, { purpose: "Auditoria de novembro" });
  assert.match(auditor.heading(), new RegExp(`Dossiê ${number}`));
  assert.deepEqual(
    (await openingsOf(ctx.db, orderId)).map(({ purpose }) => purpose),
    ["Auditoria de novembro"],
  );

  const items = await dossierItems(ctx.db, orderId);
  const face = items.find((item) => item.name.includes("face"))!;
  const whole = await app.inject({ url: `${base}/itens/${face.position}`, headers: { cookie: auditor.cookie() } });
  assert.equal(whole.headers["content-type"], "image/jpeg");
  assert.equal(whole.rawPayload.length, face.bytes);
  const part = await app.inject({
    url: `${base}/itens/${face.position}`,
    headers: { cookie: auditor.cookie(), range: "bytes=2-5" },
  });
  assert.deepEqual([part.statusCode, part.rawPayload], [206, whole.rawPayload.subarray(2, 6)]);

  const [seal] = await sealsOf(ctx.db, orderId);
  const check = `${base}/lacres/${seal!.proofingId}/conferencia`;
  await auditor.send(check);
  assert.match(auditor.page.text, /Confere\./);
  const zip = await auditor.request("GET", `${base}/lacres/${seal!.proofingId}/dossie.zip`);
  assert.ok(zip.text.startsWith("PK"));

  const file = join(ctx.config.dataFolder, "blobs", orderId, face.hash.slice(0, 2), face.hash);
  const bytes = readFileSync(file);
  bytes[bytes.length - 20]! ^= 1;
  writeFileSync(file, bytes);
  await auditor.open(base);
  await auditor.send(check);
  assert.match(auditor.page.text, /Não confere\./);
  assert.match(auditor.page.text, new RegExp(`Alterado</span> ${face.name}`));

  world.clock.advance({ minutes: 61 });
  await auditor.enter();
  await auditor.open(base);
  assert.match(auditor.heading(), /Por que você abre/);
  await app.close();
});

test("the audit page checks the chain it shows, and shows no other AR's", async () => {
  await using world = await createWorld();
  const { ctx } = world;
  const { raId } = await openShop(ctx);
  const other = await openShop(ctx);
  const app = await openOffice(ctx);
  const auditor = await signedIn(ctx, raId, "auditor", app);
  await auditor.open("/office/auditoria");
  assert.match(auditor.page.text, /A trilha confere/);
  assert.match(auditor.page.text, /Incluiu uma pessoa na equipe/);
  await auditor.open(`/office/auditoria?cadeia=ar:${other.raId}`);
  assert.equal(auditor.page.status, 404);
  await auditor.open("/office/auditoria?cadeia=order:00000000-0000-7000-8000-000000000000");
  assert.equal(auditor.page.status, 404);
  await sql`alter table audit_entries disable trigger all`.execute(ctx.db);
  await sql`update audit_entries set details = '{}' where chain = ${`ar:${raId}`} and seq = 2`.execute(ctx.db);
  await auditor.open("/office/auditoria");
  assert.match(auditor.page.text, /O registro 2 foi alterado depois de gravado/);
  await app.close();
});

test("a mail that no machine could place is put on its order by a person, or set aside, once", async () => {
  await using world = await createWorld({ config: { smtpInPort: 0 } });
  const { ctx } = world;
  const ear = listener();
  const run = () => world.runJobs({ ...ear.domains, documents: documentsJobs });
  const { raId, productId } = await openShop(ctx);
  const { orderId, number } = await placedOrder(ctx, productId, maria, ear, run);
  const [ra] = await registrationAuthorities(ctx.db);
  const receiver = await startMailReceiver(ctx);
  const post = createTransport({ host: "127.0.0.1", port: receiver.port, secure: false });
  const attachments = [{ filename: "rg.pdf", content: await goodPdf(), contentType: "application/pdf" }];
  const mail = { from: maria.email, to: ra!.papersAddress, text: "Segue." };
  await post.sendMail({ ...mail, subject: "meus documentos", attachments });
  await post.sendMail({ ...mail, subject: "promoção imperdível" });
  await run();
  await receiver.close();

  const app = await openOffice(ctx);
  const auditor = await signedIn(ctx, raId, "auditor", app);
  await auditor.open("/office/emails");
  assert.match(auditor.page.text, /meus documentos/);
  assert.doesNotMatch(auditor.page.text, /Pôr neste pedido/);
  const manager = await signedIn(ctx, raId, "manager", app);
  await manager.open("/office/emails");
  const actions = [...manager.page.text.matchAll(/action="(\/office\/emails\/[^"]+\/pedido)"/g)].map(
    (match) => match[1]!,
  );
  assert.equal(actions.length, 2);
  await manager.send(actions[0]!, { number: "CERTI123" });
  assert.match(manager.errors().join(), /Confira o número/);
  await manager.send(actions[0]!, { number: "1799999999" });
  assert.match(manager.errors().join(), /Não há pedido desta AR com este número/);
  await manager.send(actions[0]!, { number: number.toLowerCase() });
  assert.deepEqual(
    (await papersOf(ctx.db, orderId)).map(({ fileName, source, verdict }) => [fileName, source, verdict]),
    [["rg.pdf", "mail", "accepted"]],
  );
  const original = await manager.request("GET", actions[1]!.replace("/pedido", "/original.eml"));
  assert.match(original.text, /Segue\./);
  await manager.send(actions[1]!.replace("/pedido", "/separacao"));
  assert.match(manager.page.text, /Nenhum e-mail espera por você/);
  assert.equal((await manager.request("POST", actions[1]!.replace("/pedido", "/separacao"))).status, 409);
  await app.close();
});
