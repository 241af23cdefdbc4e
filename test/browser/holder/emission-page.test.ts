import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { after, before, suite, test } from "node:test";
import type { FastifyInstance } from "fastify";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { issuancePages } from "../../../src/faces/applicant/emission/issuance-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { signedAgreementOf } from "../../../src/issuance/certificates/issuance-reads.ts";
import { ours } from "../../kit/authorities.ts";
import { isInstalled, judge, newScratch } from "../../kit/pki-world.ts";
import { issuanceCode, openApproved } from "../../pki/pki-approved.ts";
import { launchChromium } from "../kit/chromium.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const password = "Pão de queijo".replace("ã", "a");

// Maria was approved; from here on she is alone with the page. Each test goes on where the one before it ended.
suite("emission page", () => {
  const scratch = newScratch();
  let approved: Awaited<ReturnType<typeof openApproved>>;
  let door: FastifyInstance;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let url: string;
  let emission: string;
  // Making the two files is a minute's work for a machine that has other things to do.
  const shown = (section: string) =>
    page.locator(`[data-section="${section}"]`).waitFor({ state: "visible", timeout: 120_000 });

  before(async () => {
    approved = await openApproved();
    const { ctx, number, accessToken } = approved;
    door = await openDoor(ctx, [(app) => issuancePages(app, { ctx, authorities: ours })]);
    await door.listen({ port: 0, host: "127.0.0.1" });
    url = `http://127.0.0.1:${(door.server.address() as AddressInfo).port}`;
    emission = `${url}/pedido/${number}/emissao`;
    browser = await launchChromium();
    context = await browser.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true });
    await context.addCookies([{ name: "confere_pedido", value: accessToken, url }]);
    // Firefox asks the person whether the site may keep data for long; whoever looks elsewhere never answers.
    await context.addInitScript("StorageManager.prototype.persist = () => new Promise(() => {})");
    page = await context.newPage();
  });
  after(async () => {
    await browser?.close();
    await door?.close();
    await approved?.world.close();
    scratch.remove();
  });

  async function looksRight(name: string): Promise<void> {
    await page.addScriptTag({ content: axe });
    const found = await page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof import("axe-core") }).axe.run();
      return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(" ")}`);
    });
    assert.deepEqual(found, [], name);
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(sideways, 0, `${name} scrolls sideways`);
    const folder = process.env["CONFERE_TEST_PICTURES"];
    if (folder) await page.screenshot({ path: `${folder}/emissao-${name}.png`, fullPage: true });
  }

  test("a stranger is led to the look-up, and gets no certificate from any address", async () => {
    for (const path of ["", "/certificado", "/certificado.cer", "/termo.txt"]) {
      const answer = await fetch(`${emission}${path}`, { redirect: "manual" });
      assert.ok([303, 401].includes(answer.status), `${path} ${answer.status}`);
    }
    const post = await fetch(`${emission}/certificado`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: '{"request":"AAAA"}',
    });
    assert.equal(post.status, 401);
    await fetch(emission, { method: "POST" }).then((answer) => assert.equal(answer.status, 404));
  });

  test("the page works without script up to the key: a code from the holder's e-mail opens it", async () => {
    await page.goto(emission);
    await looksRight("pedir-codigo");
    const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
    await plain.addCookies([{ name: "confere_pedido", value: approved.accessToken, url }]);
    let plainPage = await plain.newPage();
    await page.close();
    page = plainPage;
    await page.goto(emission);
    await page.getByRole("button", { name: "Enviar código para ma…@exemplo.com.br" }).click();
    await page.getByRole("heading", { name: "Enviamos o código" }).waitFor();
    await page.getByLabel("Código recebido por e-mail").fill("x");
    await page.getByRole("button", { name: "Confirmar e continuar" }).click();
    await page.getByRole("alert").waitFor();
    const scripted = await context.newPage();
    [page, plainPage] = [scripted, page];
    await page.goto(emission);
    await looksRight("codigo");
    await page.close();
    page = plainPage;
    await approved.jobs();
    await page.getByLabel("Código recebido por e-mail").fill(issuanceCode(approved));
    await page.getByRole("button", { name: "Confirmar e continuar" }).click();
    await page.locator("#emissao").waitFor({ state: "attached" });
    assert.match(await page.content(), /<noscript>.*Ligue o JavaScript para emitir/s);
    // What was proven is the new token's; the windows of the other tests go on with it.
    const [given] = await plain.cookies();
    assert.ok(given && given.value !== approved.accessToken);
    approved.accessToken = given.value;
    await context.addCookies([{ name: "confere_pedido", value: given.value, url }]);
    await plain.close();
    page = await context.newPage();
  });

  /** The page as a browser shows it in which `script` ran first; what left it by POST. */
  async function inWindow(script: string) {
    const own = await browser.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true });
    await own.addCookies([{ name: "confere_pedido", value: approved.accessToken, url }]);
    await own.addInitScript(script);
    const opened = await own.newPage();
    const posts: string[] = [];
    opened.on("request", (request) => request.method() === "POST" && posts.push(request.url()));
    await opened.goto(emission);
    return { own, opened, posts, text: () => opened.locator("main").innerText() };
  }

  test("a window that cannot keep the key says so in Portuguese, before anything is pressed", async () => {
    const put = "const put = IDBObjectStore.prototype.put; IDBObjectStore.prototype.put = function (...all)";
    for (const script of [
      `${put} { throw new DOMException("The object can not be cloned.", "DataCloneError") }`,
      `${put} { const made = put.apply(this, all); made.addEventListener("success", () => this.transaction.abort()); return made }`,
      `IDBFactory.prototype.open = () => { throw new DOMException("The operation is insecure.", "SecurityError") }`,
      `Object.defineProperty(globalThis, "indexedDB", { get() { throw new DOMException("denied", "SecurityError") } })`,
      `Object.defineProperty(globalThis, "indexedDB", { value: undefined })`,
    ]) {
      const { own, opened, text, posts } = await inWindow(script);
      await opened.getByText("Esta janela não consegue guardar a chave").waitFor();
      assert.match(await text(), /Abra esta página numa janela normal/, script);
      assert.doesNotMatch(await text(), /operation|cloned|denied|undefined/i, script);
      assert.equal(await opened.getByRole("button", { name: "Criar a chave e emitir" }).isVisible(), false, script);
      assert.deepEqual(posts, []);
      if (script.startsWith("IDBFactory")) {
        page = opened;
        await looksRight("nao-guarda");
      }
      await own.close();
    }
  });

  test("a store that never answers is told after seconds, and trying again goes on", async () => {
    const { own, opened } = await inWindow(
      "const open = IDBFactory.prototype.open; IDBFactory.prototype.open = function (...all) { return globalThis.alive ? open.apply(this, all) : {} }",
    );
    await opened.getByText("Vendo se este navegador guarda a chave").waitFor();
    await opened.getByText("O navegador não respondeu").waitFor();
    await opened.evaluate("globalThis.alive = true");
    await opened.getByRole("button", { name: "Tentar de novo" }).click();
    await opened.getByRole("button", { name: "Criar a chave e emitir" }).waitFor();
    await own.close();
  });

  test("a key that the disk refuses at the last moment counts as not kept: nothing is asked of the authority", async () => {
    const { own, opened, posts } = await inWindow(
      `const put = IDBObjectStore.prototype.put; IDBObjectStore.prototype.put = function (value, name) {
        const made = put.call(this, value, name);
        if (value.pair.privateKey.algorithm.name.startsWith("RSA")) made.addEventListener("success", () => this.transaction.abort());
        return made;
      }`,
    );
    for (const press of ["Criar a chave e emitir", "Tentar de novo", "Criar a chave e emitir"] as const) {
      await opened.getByRole("button", { name: press }).click();
      if (press !== "Tentar de novo") await opened.getByText("Esta janela não consegue guardar a chave").waitFor();
    }
    assert.deepEqual(posts, []);
    await own.close();
  });

  test("the key is made, the page is reloaded in mid-flight, the same key gets the certificate", async () => {
    page = await context.newPage();
    await page.goto(emission);
    await shown("comecar");
    await looksRight("comecar");
    // The answer never arrives: the line is cut after the server has issued.
    await page.route("**/emissao/certificado", (route) => route.fetch().then(() => route.abort()), { times: 1 });
    await page.getByRole("button", { name: "Criar a chave e emitir" }).click();
    await page.getByText("A conexão caiu").waitFor();
    await page.reload();
    await shown("termo");
    assert.match((await page.locator("#termo-texto").textContent()) ?? "", /Maria da Silva, CPF 529\.982\.247-25/);
    await looksRight("termo");
  });

  test("the agreement is signed only when agreed", async () => {
    await page.getByRole("button", { name: "Assinar o termo" }).click();
    await page.getByText("Marque “Li e concordo”").waitFor();
    await page.getByLabel("Li e concordo").check();
    await page.getByRole("button", { name: "Assinar o termo" }).click();
    await shown("senha");
    assert.ok(await signedAgreementOf(approved.ctx.db, approved.orderId));
  });

  test("a password with accents or a second one that differs is told, and the files made open in OpenSSL and Java", async () => {
    const make = page.getByRole("button", { name: "Fazer e testar o arquivo" });
    const fill = async (first: string, second: string) => {
      await page.getByLabel("Senha", { exact: true }).fill(first);
      await page.getByLabel("Digite a senha de novo").fill(second);
      await make.click();
    };
    await fill("coração de mãe", "coração de mãe");
    await page.getByText("letras sem acento", { exact: false }).first().waitFor();
    for (const label of ["Senha", "Digite a senha de novo"]) {
      await page.getByLabel(label, { exact: true }).fill("");
      await page.getByLabel(label, { exact: true }).focus();
      // As pasted: a field that cuts cuts this too.
      await page.keyboard.insertText("p".repeat(70));
    }
    await make.click();
    await page.getByText("A senha tem 70 caracteres e o máximo é 64").waitFor();
    await looksRight("senha-longa");
    await fill(password, `${password}!`);
    await page.getByText("As duas senhas não são iguais").waitFor();
    await looksRight("senha");
    await fill(password, password);
    await shown("arquivo");
    await looksRight("arquivo");
    for (const [link, name] of [
      ["Baixar o certificado", "e-cpf-a1-maria-da-silva.p12"],
      ["Baixar a cópia compatível", "e-cpf-a1-maria-da-silva-compativel.p12"],
    ] as const) {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: link, exact: true }).click(),
      ]);
      assert.equal(download.suggestedFilename(), name);
      const file = scratch.path(name);
      await download.saveAs(file);
      const words = judge("openssl", "pkcs12", "-in", file, "-passin", `pass:${password}`, "-nodes");
      assert.match(words, /MARIA DA SILVA:52998224725/);
      scratch.write("all.pem", words);
      if (isInstalled("keytool"))
        assert.match(judge("keytool", "-list", "-keystore", file, "-storepass", password), /PrivateKeyEntry/);
    }
  });

  test("OpenSSL accepts chain and list as fetched from the public addresses, the agreement as downloaded", async () => {
    const get = async (path: string) => Buffer.from(await (await fetch(`${url}${path}`)).arrayBuffer());
    for (const [name, path, type] of [
      ["root", "/ac/raiz.cer", "x509"],
      ["issuing", "/ac/emissora.cer", "x509"],
      ["list", "/ac/2/lcr.crl", "crl"],
    ] as const) {
      scratch.write(`${name}.der`, await get(path));
      judge("openssl", type, "-inform", "DER", "-in", scratch.path(`${name}.der`), "-out", scratch.path(`${name}.pem`));
    }
    scratch.write("chain.p7b", await get("/ac/cadeia.p7b"));
    assert.match(
      judge("openssl", "pkcs7", "-inform", "DER", "-in", scratch.path("chain.p7b"), "-print_certs", "-noout"),
      /AC Raiz Confere v1/,
    );
    const headers = { cookie: `confere_pedido=${approved.accessToken}` };
    const own = async (path: string) =>
      Buffer.from(await (await fetch(`${emission}/${path}`, { headers })).arrayBuffer());
    scratch.write("leaf.der", await own("certificado.cer"));
    judge("openssl", "x509", "-inform", "DER", "-in", scratch.path("leaf.der"), "-out", scratch.path("leaf.pem"));
    const at = ["-attime", String(Math.floor(approved.clock.now().getTime() / 1000))];
    const trust = ["-CAfile", scratch.path("root.pem")];
    assert.match(
      judge(
        "openssl",
        "verify",
        "-x509_strict",
        ...at,
        "-crl_check",
        "-CRLfile",
        scratch.path("list.pem"),
        ...trust,
        "-untrusted",
        scratch.path("issuing.pem"),
        scratch.path("leaf.pem"),
      ),
      /OK/,
    );
    scratch.write("termo.txt", await own("termo.txt"));
    scratch.write("termo.p7s", await own("termo.p7s"));
    assert.match(
      judge(
        "openssl",
        "cms",
        "-verify",
        "-cades",
        "-binary",
        "-inform",
        "DER",
        "-in",
        scratch.path("termo.p7s"),
        "-content",
        scratch.path("termo.txt"),
        ...trust,
        "-certfile",
        scratch.path("issuing.pem"),
        ...at,
        "-out",
        scratch.path("out"),
      ),
      /CAdES Verification successful/,
    );
  });

  test("another browser sees that the key is not there; after the end the key is gone from this one", async () => {
    const other = await browser.newContext();
    await other.addCookies([{ name: "confere_pedido", value: approved.accessToken, url }]);
    const elsewhere = await other.newPage();
    await elsewhere.goto(emission);
    await elsewhere.getByText("A chave não está neste navegador").waitFor();
    await other.close();
    await page.reload();
    await shown("senha");
    await page.getByRole("heading", { name: "Se você já baixou o arquivo, ele continua bom" }).waitFor();
    await page.getByText("Você fez o arquivo neste navegador em").waitFor();
    await looksRight("ja-baixou");
    await page.getByRole("button", { name: "Já tenho o arquivo" }).click();
    await page.getByLabel("Guardei o arquivo e a senha").check();
    await page.getByRole("button", { name: "Apagar a chave deste navegador" }).click();
    await shown("apagada");
    await page.reload();
    await shown("sem-chave");
    await looksRight("sem-chave");
  });

  test("the authority's pages are right on a phone", async () => {
    await page.goto(`${url}/ac`);
    await looksRight("ac");
    await page.goto(`${url}/ac/praticas`);
    await looksRight("praticas");
  });
});
