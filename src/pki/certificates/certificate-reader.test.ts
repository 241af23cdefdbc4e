import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fromPem } from "../der/pem.ts";
import { PkiError } from "../der/pki-error.ts";
import { readCertificate } from "./certificate-reader.ts";

const folder = mkdtempSync(join(tmpdir(), "confere-reader-"));
after(() => rmSync(folder, { recursive: true }));

/** A certificate of another authority: whatever OpenSSL puts in its alternative names. */
function foreign(altNames: string, subject = "/C=BR/O=ICP-Brasil/CN=FULANO DE TAL:52998224725"): Uint8Array {
  const config = join(folder, "foreign.cnf");
  writeFileSync(config, `[req]\ndistinguished_name=dn\n[dn]\n[v3]\nsubjectAltName=@san\n[san]\n${altNames}\n`);
  const key = ["-newkey", "rsa:2048", "-nodes", "-keyout", join(folder, "key.pem")];
  const options = ["req", "-x509", ...key, "-subj", subject, "-config", config, "-extensions", "v3"];
  return fromPem(
    "CERTIFICATE",
    execFileSync("openssl", options, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
  )[0]!;
}

const bare = `0101199052998224725${"0".repeat(26)}`;

test("the person is read from any string type, any order, 45 to 55 positions", () => {
  for (const [type, field] of [
    ["FORMAT:ASCII,OCT", bare],
    ["PRINTABLESTRING", `${bare}SSPSP`],
    ["UTF8", `${bare}SSP     SP`],
    ["IA5", `${bare}SSP SP`],
    ["BMP", bare],
  ]) {
    const read = readCertificate(
      foreign(`email.0=a@example.com\notherName.0=2.16.76.1.3.5;UTF8:x\notherName.1=2.16.76.1.3.1;${type}:${field}`),
    );
    assert.deepEqual([read.cpf, read.birthDate, read.email], ["52998224725", "1990-01-01", "a@example.com"], type);
  }
});

test("a person field of a wrong length is refused", () => {
  for (const field of [bare.slice(1), `${bare}${"X".repeat(11)}`])
    assert.throws(() => readCertificate(foreign(`otherName.0=2.16.76.1.3.1;UTF8:${field}`)), PkiError);
});

test("without the person field the CPF is read from the common name, a zero CPF is none", () => {
  assert.equal(readCertificate(foreign("email.0=a@example.com")).cpf, "52998224725");
  const zero = foreign(`otherName.0=2.16.76.1.3.1;FORMAT:ASCII,OCT:01011990${"0".repeat(37)}`, "/CN=FULANO");
  assert.equal(readCertificate(zero).cpf, undefined);
});

test("a company's CNPJ with letters is kept as it is", () => {
  const read = readCertificate(foreign("otherName.0=2.16.76.1.3.3;FORMAT:ASCII,OCT:12ABC34501DE35", "/CN=PADARIA"));
  assert.equal(read.cnpj, "12ABC34501DE35");
});

test("garbage is refused as malformed", () => {
  assert.throws(() => readCertificate(Buffer.from("30030101ff", "hex")), PkiError);
});
