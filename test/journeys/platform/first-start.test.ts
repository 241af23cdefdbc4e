import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import type { FastifyInstance } from "fastify";
import { SMTPServer } from "smtp-server";
import { until } from "../../browser/kit/chromium.ts";
import { startProduct } from "../../browser/kit/product.ts";
import { visitor } from "../../kit/visitor.ts";

const password = "correto cavalo bateria grampo";
const everyDay = Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((weekday) => [`dia-${weekday}`, "0h-24h"]));
const firstAccount = {
  raName: "AR Primeira",
  cnpj: "11.222.333/0001-81",
  phone: "(11) 3456-7890",
  raEmail: "contato@primeira.example",
  openingHours: "segunda a sexta, 8h às 18h",
  papersAddress: "documentos@primeira.example",
  name: "Gil Gestor",
  cpf: "111.444.777-35",
  email: "gil@primeira.example",
  password,
  again: password,
};

/** The visitor of the other journeys, over real HTTP. */
function visitorOf(url: string) {
  const inject = async (asked: { method: string; url: string; headers: Record<string, string>; payload?: string }) => {
    const { method, headers, payload } = asked;
    const answer = await fetch(new URL(asked.url, url), {
      method,
      headers: { ...headers, ...(method === "POST" ? { origin: url } : {}) },
      redirect: "manual",
      ...(payload === undefined ? {} : { body: payload }),
    });
    const cookies = answer.headers.getSetCookie().map((line) => {
      const [name = "", value = ""] = line.split(";")[0]!.split("=");
      return { name, value };
    });
    return {
      statusCode: answer.status,
      headers: Object.fromEntries(answer.headers),
      cookies,
      payload: await answer.text(),
    };
  };
  return visitor({ inject } as unknown as FastifyInstance);
}

/** The mail server of the AR: a link reaches the one whose mailbox it is. */
async function openMailServer() {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onData(stream, _session, done) {
      void buffer(stream).then((raw) => {
        mails.push(raw.toString());
        done();
      });
    },
  });
  await new Promise<void>((open) => void server.listen(0, "127.0.0.1", open));
  const { port } = server.server.address() as AddressInfo;
  const linkTo = (email: string) =>
    until(`the link to ${email}`, () => {
      const mail = mails.findLast((one) => one.includes(`To: ${email}`))?.replace(/=\r\n/g, "");
      return /\/desk\/convite\/[\w-]{43}/.exec(mail ?? "")?.[0];
    });
  return { url: `smtp://127.0.0.1:${port}`, linkTo, close: () => new Promise<void>((end) => server.close(end)) };
}

test("without the demo: an empty folder, one link, and the AR sells; no account exists before", async (t) => {
  // Certificates cannot be taken back from the addresses that are printed in them, so nothing begins without.
  const nowhere = startProduct({ CONFERE_DEMO: "0", CERTIFICATE_SITES: "" });
  await assert.rejects(nowhere, /CERTIFICATE_SITES: expected the two http:\/\/ addresses/);
  // A wrong file is said now, not by the first dossier that needs it.
  const rootless = startProduct({ TSA_URL: "http://tsa.example", TSA_ROOTS: "package.json" });
  await assert.rejects(rootless, /TSA_ROOTS: package\.json holds no certificate \(PEM\)/);
  const mail = await openMailServer();
  t.after(() => mail.close());
  const env: Record<string, string> = { CONFERE_DEMO: "0", SMTP_URL: mail.url };
  const product = await startProduct(env);
  t.after(() => product.remove());
  const link = await until("the one link", () => /\/desk\/convite\/[\w-]{43}/.exec(product.output())?.[0]);
  assert.doesNotMatch(product.output(), /demonstração|senha|simulad/i);
  assert.match(
    product.output(),
    /Pagamento: nenhum banco ligado.*\/office\/pagamentos/s,
    "the manager reads it at the start",
  );
  assert.equal(existsSync(join(product.dataFolder, "demo-accounts.json")), false);
  assert.deepEqual(
    readdirSync(product.dataFolder).filter((name) => /account|password|senha/i.test(name)),
    [],
  );

  const gil = visitorOf(product.url);
  for (const guess of ["admin", "senha", "confere", "demo"]) {
    await gil.open("/desk/entrar");
    await gil.send("/desk/entrar", { email: firstAccount.email, password: guess });
    assert.match(gil.errors().join() + gil.page.text, /E-mail ou senha não conferem/);
  }
  await gil.open(link);
  await gil.send(link, firstAccount);
  assert.equal(gil.page.path, "/desk/entrar?senha=nova");
  assert.equal((await gil.request("GET", link)).status, 410, "the link works once");
  await gil.send("/desk/entrar", { email: firstAccount.email, password });
  assert.equal(gil.page.path, "/office");

  await gil.open("/office/produtos/novo");
  await gil.send("/office/produtos/novo", {
    code: "e-cpf-a1-12",
    person: "natural",
    kind: "A1-none",
    months: "12",
    name: "e-CPF A1",
    summary: "Para pessoas.",
    slot: "30",
    position: "1",
    price: "199,90",
    active: "sim",
  });
  assert.deepEqual(gil.errors(), []);
  await gil.open("/office/equipe");
  const nina = { name: "Nina Prado", cpf: "390.533.447-05", email: "nina@primeira.example" };
  await gil.send("/office/equipe", { ...nina, "papel-agent": "sim" });
  assert.doesNotMatch(gil.page.text, /desk\/convite/, "whoever invites does not see the link");
  const invitation = await mail.linkTo(nina.email);
  await gil.open("/office/equipe");
  const agent = /href="(\/office\/equipe\/[0-9a-f-]{36})"[^>]*>\s*Nina/.exec(gil.page.text)?.[1];
  assert.ok(agent, "the agent is on the team's page");
  await gil.open(agent);
  await gil.send(`${agent}/horas`, { ...everyDay, zone: "America/Sao_Paulo" });
  assert.deepEqual(gil.errors(), []);

  const ninaHerself = visitorOf(product.url);
  await ninaHerself.open(invitation);
  await ninaHerself.send(invitation, { password, again: password });
  await ninaHerself.send("/desk/entrar", { email: nina.email, password });
  assert.equal(ninaHerself.page.path, "/desk");

  const api = `${product.url}/api/v1/registration-authorities`;
  const shops = (await (await fetch(api)).json()) as { slug: string }[];
  assert.deepEqual(
    shops.map(({ slug }) => slug),
    ["ar-primeira"],
  );
  const times = `${api}/ar-primeira/products/e-cpf-a1-12/slots`;
  assert.equal((await fetch(times)).status, 409, "one person alone sells nothing");
  const shelf = await visitorOf(product.url).request("GET", "/");
  assert.match(shelf.text, /Esta AR ainda não está atendendo/);
  await gil.open("/office");
  assert.match(gil.page.text, /A loja ainda não vende.*Falta uma segunda pessoa que verifica/s);
  await gil.open("/office/equipe");
  const vera = { name: "Vera Melo", cpf: "204.681.973-03", email: "vera@primeira.example" };
  await gil.send("/office/equipe", { ...vera, "papel-verifier": "sim" });
  await gil.open("/office");
  assert.doesNotMatch(gil.page.text, /A loja ainda não vende/);
  assert.match(gil.page.text, /A loja não vende pela internet: nenhum banco está ligado/);
  assert.match((await visitorOf(product.url).open("/")).text, /Esta AR ainda não recebe pagamentos pelo site/);
  const pressed = await fetch(`${product.url}/pedido/CERTI100004/pagamento/banco-simulado`, {
    method: "POST",
    headers: { origin: product.url },
  });
  assert.equal(pressed.status, 404, "no pretended bank");
  const slots = (await (await fetch(times)).json()) as unknown[];
  assert.ok(slots.length > 0, "times are free to be bought");
  assert.equal((await gil.request("GET", "/caixa")).status, 404, "mails go out");

  await product.stop();
  const before = product.output().length;
  await product.start();
  assert.equal((await gil.request("GET", "/office")).status, 200, "sessions outlive a restart");
  await product.stop();
  assert.doesNotMatch(product.output().slice(before), /\/desk\/convite\//, "no second first link");

  env["CONFERE_DEMO"] = "1";
  await assert.rejects(product.start(), /This data is in earnest.*printed passwords/s, "no printed account joins it");
  env["PUBLIC_URL"] = "https://certificados.example";
  await assert.rejects(product.start(), /CONFERE_DEMO_PUBLIC=1/, "nor is a demo shown to the world by mistake");
});
