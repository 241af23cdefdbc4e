import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf } from "./own-address.ts";

const site = "https://ar.example";

test("The answer to a refused form is asked for again at the page's address, not at the form's", () => {
  assert.equal(addressOf("/desk", `${site}/desk/chamada`), `${site}/desk`);
  assert.equal(
    addressOf("/desk/atendimento/1", `${site}/desk/atendimento/1/passos/rosto`),
    `${site}/desk/atendimento/1`,
  );
});

test("A page at its own address keeps what was chosen in it", () => {
  assert.equal(addressOf("/desk", `${site}/desk?quem=todos`), `${site}/desk?quem=todos`);
  assert.equal(addressOf(undefined, `${site}/office?dia=2026-11-29`), `${site}/office?dia=2026-11-29`);
});
