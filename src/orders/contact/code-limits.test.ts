import assert from "node:assert/strict";
import { test } from "node:test";
import { mailboxOf } from "./code-limits.ts";

test("one mailbox is one, however it is written", () => {
  for (const written of ["ana@exemplo.com", " Ana@Exemplo.com", "ana+loja@exemplo.com", "ana+1+2@exemplo.com"])
    assert.equal(mailboxOf(written), "ana@exemplo.com");
  assert.equal(mailboxOf("+55 (11) 98765-4321"), "+5511987654321");
});
