import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { rootCertificates } from "node:tls";
import { operatorCertificates } from "./operator-file.ts";

test("a file of certificates is read, and what is none is said with its setting and its name", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "operator-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const read = (content: string) => {
    const path = join(folder, "roots.pem");
    writeFileSync(path, content);
    return operatorCertificates("TSA_ROOTS", path);
  };
  const [first, second] = rootCertificates as [string, string];
  assert.equal(read(`Raiz\n${first}\n${second}\n`).match(/BEGIN/g)?.length, 2);
  for (const none of ["", "{}", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", first.slice(0, 200)])
    assert.throws(() => read(none), /TSA_ROOTS: .*roots\.pem holds no certificate \(PEM\)/);
  const broken = first.replace(/\n[\s\S]*\n/, "\nMIIB\n");
  assert.throws(() => read(`${second}\n${broken}`), /TSA_ROOTS: certificate 2 of .*roots\.pem cannot be read/);
  assert.throws(
    () => operatorCertificates("TSA_ROOTS", join(folder, "nada.pem")),
    /nada\.pem cannot be read \(ENOENT\)/,
  );
});
