import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { probe } from "./ffprobe.ts";
import type { Road } from "./road.ts";

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
const openssl = (...args: string[]) => run("openssl", ...args);

async function download({ product, folder }: Road, path: string, name: string): Promise<string> {
  const answer = await fetch(`${product.url}${path}`);
  assert.equal(answer.status, 200, path);
  const file = join(folder, name);
  writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
  return file;
}

/** OpenSSL on both files: they open with the password and with no other, and the chain and the list accept the holder. */
export async function judgeCertificate(road: Road): Promise<void> {
  const { folder, files, password } = road;
  const chain = join(folder, "chain.pem");
  const bundle = await download(road, "/ac/cadeia.p7b", "chain.p7b");
  writeFileSync(chain, openssl("pkcs7", "-inform", "DER", "-print_certs", "-in", bundle));
  const lists = join(folder, "lists.pem");
  const crls = [await download(road, "/ac/lcr.crl", "holders.crl"), await download(road, "/ac/raiz.crl", "root.crl")];
  writeFileSync(lists, crls.map((crl) => openssl("crl", "-inform", "DER", "-in", crl)).join(""));
  for (const file of [files.modern, files.compatible]) {
    const key = openssl("pkcs12", "-in", file, "-passin", `pass:${password}`, "-nocerts", "-nodes");
    assert.match(key, /BEGIN PRIVATE KEY/);
    const certificate = join(folder, "holder.pem");
    writeFileSync(certificate, openssl("pkcs12", "-in", file, "-passin", `pass:${password}`, "-clcerts", "-nokeys"));
    const trust = ["-x509_strict", "-crl_check_all", "-CAfile", chain, "-CRLfile", lists];
    assert.match(openssl("verify", ...trust, certificate), /: OK/);
    const subject = openssl("x509", "-in", certificate, "-noout", "-subject", "-nameopt", "utf8,sep_comma_plus");
    assert.match(subject, /CN=MARIA DA SILVA:52998224725/);
    assert.match(subject, /OU=videoconferencia/i);
    assert.throws(() => openssl("pkcs12", "-in", file, "-passin", "pass:errada", "-nokeys"), "a wrong password");
  }
}

/** The auditor's ZIP: the seal is a CAdES signature that OpenSSL accepts, and ffprobe reads picture and sound. */
export async function judgeDossier(road: Road): Promise<void> {
  const { agent, product, folder, number } = road;
  const { email, password } = product.accounts()[2]!;
  await agent.context().clearCookies();
  await agent.goto(`${product.url}/office/dossies?busca=${number}`);
  await agent.fill("[name=email]", email);
  await agent.fill("[name=password]", password);
  await agent.getByRole("button", { name: "Entrar" }).click();
  await agent
    .getByRole("link", { name: new RegExp(number) })
    .first()
    .click();
  await agent.getByLabel("Motivo").fill("Conferência de rotina");
  await agent.getByRole("button", { name: "Abrir o dossiê" }).click();
  // Two seals: the newest, first on the page, is the one with the certificate.
  await agent.getByRole("button", { name: "Conferir lacre e conteúdo" }).first().click();
  await agent
    .getByText(/íntegro|confere/i)
    .first()
    .waitFor();
  await agent.goBack();
  const zip = join(folder, "dossie.zip");
  const click = agent.getByRole("link", { name: /ZIP/ }).first().click();
  const [file] = await Promise.all([agent.waitForEvent("download"), click]);
  await file.saveAs(zip);
  const opened = join(folder, "dossie");
  run("python3", "-m", "zipfile", "-e", zip, opened);
  judgeRecordings(opened);
  await judgeSeal(road, opened);
}

/** Every segment can be read; together they hold picture and sound of both (a killed server leaves short ones). */
function judgeRecordings(opened: string): void {
  const recordings = globSync("**/*.webm", { cwd: opened });
  for (const member of ["applicant", "agent"]) {
    const packets = { vp8: 0, opus: 0 };
    for (const name of recordings.filter((file) => file.includes(member))) {
      const probed = probe(join(opened, name)).packets;
      for (const codec of ["vp8", "opus"] as const) packets[codec] += probed[codec] ?? 0;
    }
    assert.ok(packets.vp8 > 100 && packets.opus > 300, `${member}: ${JSON.stringify(packets)} in ${recordings.length}`);
  }
}

async function judgeSeal(road: Road, opened: string): Promise<void> {
  const root = join(road.folder, "root.pem");
  const certificate = await download(road, "/ac/raiz.cer", "root.cer");
  writeFileSync(root, openssl("x509", "-inform", "DER", "-in", certificate));
  const [signature] = globSync("**/manifest.p7s", { cwd: opened });
  const [manifest] = globSync("**/manif*.json", { cwd: opened });
  assert.ok(signature && manifest, "the ZIP holds the manifest and its seal");
  const parts = ["-in", join(opened, signature), "-inform", "DER", "-content", join(opened, manifest)];
  openssl("cms", "-verify", "-cades", "-binary", ...parts, "-CAfile", root, "-purpose", "any", "-out", "/dev/null");
  const { items } = JSON.parse(readFileSync(join(opened, manifest), "utf8")) as { items: unknown[] };
  assert.ok(items.length > 15, `${items.length} items`);
}
