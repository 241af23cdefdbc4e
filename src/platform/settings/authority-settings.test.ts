import assert from "node:assert/strict";
import { test } from "node:test";
import { readConfig } from "./config.ts";

const earnest = { CONFERE_DEMO: "0", PUBLIC_URL: "https://cert.exemplo.com.br" };
const sites = "http://lcr1.exemplo.com.br,http://lcr2.exemplo.com.br/";

test("certificates of the demo point to it and are for show; in earnest to two hosts over http, under the installation's own name", () => {
  const shown = readConfig({});
  assert.deepEqual(shown.certificateFolders, ["http://localhost:3000/ac", "http://localhost:3000/ac/2"]);
  assert.equal(shown.authority.organization, "ICP-Brasil");
  const config = readConfig({ ...earnest, CERTIFICATE_SITES: sites });
  assert.deepEqual(config.certificateFolders, ["http://lcr1.exemplo.com.br/ac", "http://lcr2.exemplo.com.br/ac"]);
  assert.equal(config.authority.organization, "Confere em cert.exemplo.com.br");
  assert.equal(
    readConfig({ ...earnest, AUTHORITY_NAME: "Certificadora Exemplo" }).authority.name,
    "Certificadora Exemplo",
  );
  const six = readConfig({ ...earnest, PUBLIC_URL: "http://[2001:db8::1]:3000" }).authority.name;
  assert.equal(six, "Confere em 2001-db8-1");
  assert.equal(readConfig({ ...earnest, PUBLIC_URL: `https://${"a".repeat(60)}.br` }).authority.name.length, 44);
  assert.equal(readConfig(earnest).certificateFolders, undefined, "the start asks for them");
});

test("addresses that certificates cannot carry for years, and names that are not ours, are refused with the reason", () => {
  for (const [bad, why] of [
    ["http://lcr1.exemplo.com.br", /two addresses/],
    ["http://a.exemplo.com.br,http://b.exemplo.com.br,http://c.exemplo.com.br", /two addresses/],
    ["https://lcr1.exemplo.com.br,http://lcr2.exemplo.com.br", /plain http/],
    ["http://lcr1.exemplo.com.br,http://lcr1.exemplo.com.br/2", /different hosts/],
    ["http://localhost:3000,http://lcr2.exemplo.com.br", /"localhost" is not reached/],
    ["http://lcr1.exemplo.com.br,http://192.168.0.7", /"192\.168\.0\.7" is not reached/],
    ["http://lcr1.exemplo.com.br,http://ac.local", /"ac\.local" is not reached/],
  ] as const)
    assert.throws(() => readConfig({ ...earnest, CERTIFICATE_SITES: bad }), why, bad);
  for (const name of ["ICP-Brasil", "Selo icp brasil Ltda", "Açaí", "x".repeat(45), "123"])
    assert.throws(() => readConfig({ ...earnest, AUTHORITY_NAME: name }), /AUTHORITY_NAME/, name);
});
