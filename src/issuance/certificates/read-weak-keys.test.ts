import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type KeyFault, PkiError } from "../../pki/der/pki-error.ts";
import { knownWeakKeys } from "./read-weak-keys.ts";
import { whyUnusable } from "./request-words.ts";

test("lists of openssl-blacklist are read with their remarks; any other file is named", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "confere-lists-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const list = file("blacklist.RSA-2048", "# Debian\n0000eefd7e2a5b3cb1de\n00013ca4aa2b2b1ba3ba\n");
  const known = knownWeakKeys({ config: { weakKeyLists: [list] } });
  assert.deepEqual([...known], ["0000eefd7e2a5b3cb1de", "00013ca4aa2b2b1ba3ba"]);
  assert.equal(knownWeakKeys({ config: { weakKeyLists: [list] } }), known, "read once");
  assert.equal(knownWeakKeys({ config: { weakKeyLists: [] } }).size, 0);
  assert.throws(
    () => knownWeakKeys({ config: { weakKeyLists: [file("other", "ssh-rsa AAAA\n")] } }),
    /WEAK_KEY_LISTS.*other/,
  );
  assert.throws(
    () => knownWeakKeys({ config: { weakKeyLists: [join(folder, "none")] } }),
    /WEAK_KEY_LISTS: .*none cannot be read \(ENOENT\)/,
  );
});

test("every fault of a key and of a request has its own words", () => {
  const faults: KeyFault[] = ["kind", "size", "exponent", "small-factor", "close-factors", "roca", "known"];
  const words = [
    ...faults.map((fault) => whyUnusable(new PkiError("key-not-allowed", "", fault))),
    ...(["malformed", "not-der", "proof-of-possession", "algorithm-not-allowed"] as const).map((refusal) =>
      whyUnusable(new PkiError(refusal, "")),
    ),
  ];
  assert.equal(new Set(words).size, 11);
  for (const one of words) assert.match(one, /^[a-z].*[^.]$/, "ends a sentence of the catalogue");
});
