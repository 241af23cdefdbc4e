import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { prepareCertificate, signCertificate } from "../../src/pki/certificates/certificate.ts";
import { readCertificateRequest } from "../../src/pki/certificates/certificate-request.ts";
import { toPem } from "../../src/pki/der/pem.ts";
import { verifyCades } from "../../src/pki/signatures/verify-cades.ts";
import { type Hierarchy, holderPlanOf, isInstalled, judge, newHierarchy, newScratch } from "../kit/pki-world.ts";

type Ceremony = typeof import("../../src/browser/key-ceremony/key-ceremony.ts") &
  typeof import("../../src/browser/key-ceremony/key-ceremony-store.ts") &
  typeof import("../../src/browser/key-ceremony/key-ceremony-file.ts");
declare global {
  interface Window {
    ceremony: Ceremony;
    from64: (text: string) => Uint8Array;
    to64: (bytes: Uint8Array) => string;
  }
}

const entry = `
  import * as ceremony from "./src/browser/key-ceremony/key-ceremony.ts";
  import * as store from "./src/browser/key-ceremony/key-ceremony-store.ts";
  import * as file from "./src/browser/key-ceremony/key-ceremony-file.ts";
  window.ceremony = { ...ceremony, ...store, ...file };
  window.from64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  window.to64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));`;
const password = "Senha #123 \\ok~";
const agreement = "Termo de titularidade\nEu, João, declaro…\n";
const scratch = newScratch();
let server: Server;
let browser: Browser;
let page: Page;
let script: Uint8Array;
let pki: Hierarchy;
let leaf: Uint8Array;
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

before(async () => {
  const stdin = { contents: entry, resolveDir: process.cwd(), loader: "ts" as const };
  const built = await esbuild.build({ stdin, bundle: true, minify: true, format: "esm", write: false });
  script = built.outputFiles[0]!.contents;
  server = createServer((request, response) => {
    response.setHeader("content-security-policy", "default-src 'none'; script-src 'self'");
    if (request.url === "/ceremony.js") response.setHeader("content-type", "text/javascript").end(script);
    else
      response
        .setHeader("content-type", "text/html")
        .end('<!doctype html><title>x</title><script type="module" src="/ceremony.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args });
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  pki = await newHierarchy();
});
after(async () => {
  await browser?.close();
  server?.close();
  scratch.remove();
});

test("the whole ceremony weighs at most 12 kB over the wire", () => {
  assert.ok(gzipSync(script, { level: 9 }).length <= 12_288);
});

test("the page makes a key and a request that the authority and OpenSSL accept; both survive a reload", async () => {
  const request = await page.evaluate(async () => {
    const pair = await window.ceremony.newKeyPair();
    const request = await window.ceremony.certificateRequest(pair);
    await window.ceremony.keepCeremony("CERTI1", { pair, request, startedAt: new Date() });
    // Another tab that drew a key too takes the one that was kept: a kept key is never overwritten.
    const other = { pair: await window.ceremony.newKeyPair(), request: new Uint8Array(1), startedAt: new Date() };
    const standing = await window.ceremony.keepCeremony("CERTI1", other);
    if (window.to64(standing.request) !== window.to64(request)) throw new Error("overwritten");
    return window.to64(request);
  });
  const der = Buffer.from(request, "base64");
  const file = scratch.write("page.csr", toPem("CERTIFICATE REQUEST", der));
  assert.match(judge("openssl", "req", "-in", file, "-verify", "-noout"), /verify OK/);
  const { publicKeyInfo } = readCertificateRequest(der);
  leaf = await signCertificate(prepareCertificate(pki.issuing, holderPlanOf(pki.issuing, publicKeyInfo)));
  await page.reload();
  const matches = await page.evaluate(async (certificate) => {
    const kept = await window.ceremony.keptCeremony("CERTI1");
    return kept !== undefined && window.ceremony.certificateIsOf(kept.pair, window.from64(certificate));
  }, base64(leaf));
  assert.equal(matches, true);
  assert.equal(await page.evaluate(async () => (await window.ceremony.keptCeremony("CERTI2")) === undefined), true);
});

test("the agreement signed in the page is good CAdES for OpenSSL and for us", async () => {
  const chain = [leaf, ...pki.chain].map(base64);
  const signature = await page.evaluate(
    async ({ chain, agreement }) => {
      const { pair } = (await window.ceremony.keptCeremony("CERTI1"))!;
      const certificates = chain.map(window.from64) as [Uint8Array, ...Uint8Array[]];
      return window.to64(await window.ceremony.signAgreement(pair, certificates, agreement, new Date()));
    },
    { chain, agreement },
  );
  const message = Buffer.from(signature, "base64");
  assert.deepEqual(Buffer.from(verifyCades(message, Buffer.from(agreement)).certificate), Buffer.from(leaf));
  const files = [
    scratch.write("termo.p7s", message),
    scratch.write("termo.txt", agreement),
    scratch.write("root.pem", toPem("CERTIFICATE", pki.root.certificate)),
  ];
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
      files[0]!,
      "-content",
      files[1]!,
      "-CAfile",
      files[2]!,
    ),
    /CAdES Verification successful/,
  );
});

for (const kind of ["modern", "compatible"] as const) {
  test(`the ${kind} file opens in OpenSSL without -legacy, and in Java and GnuTLS`, async () => {
    const made = await page.evaluate(
      async ({ kind, chain, password }) => {
        const { pair } = (await window.ceremony.keptCeremony("CERTI1"))!;
        return window.to64(
          await window.ceremony.makeProvenFile(kind, pair, chain.map(window.from64), "e-CPF A1", password, password),
        );
      },
      { kind, chain: [leaf, ...pki.chain].map(base64), password },
    );
    const file = scratch.write(`${kind}.p12`, Buffer.from(made, "base64"));
    const words = judge("openssl", "pkcs12", "-in", file, "-passin", `pass:${password}`, "-nodes", "-info");
    assert.match(words, kind === "modern" ? /PBES2, PBKDF2, AES-256-CBC/ : /pbeWithSHA1And3-KeyTripleDES-CBC/);
    assert.match(words, /BEGIN PRIVATE KEY/);
    assert.equal(words.match(/BEGIN CERTIFICATE/g)?.length, 3);
    assert.throws(
      () => judge("openssl", "pkcs12", "-in", file, "-passin", "pass:another1", "-nodes"),
      /invalid password/,
    );
    if (isInstalled("keytool"))
      assert.match(judge("keytool", "-list", "-keystore", file, "-storepass", password), /PrivateKeyEntry/);
    if (isInstalled("certtool"))
      assert.match(judge("certtool", "--p12-info", "--inder", "--password", password, "--infile", file), /BEGIN/);
  });
}

test("a second password that differs does not open the file, and no file is given", async () => {
  const refusal = await page.evaluate(
    async ({ chain, password }) => {
      const { pair } = (await window.ceremony.keptCeremony("CERTI1"))!;
      const certificates = chain.map(window.from64);
      return window.ceremony.makeProvenFile("compatible", pair, certificates, "x", password, `${password}!`).then(
        () => "given",
        (error: Error) => error.message,
      );
    },
    { chain: [base64(leaf)], password },
  );
  assert.match(refusal, /does not open/);
});
