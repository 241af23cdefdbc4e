import assert from "node:assert/strict";
import { test } from "node:test";
import { address } from "./address.ts";

test("an address is filled in from left to right; its pattern stays what the door takes", () => {
  const letter = address("/pedido/:number/mensagens/:messageId/envio");
  assert.equal(letter("CERTI1", "m-2"), "/pedido/CERTI1/mensagens/m-2/envio");
  assert.equal(letter.route, "/pedido/:number/mensagens/:messageId/envio");
  assert.equal(address("/agenda/:token.ics")("abc"), "/agenda/abc.ics");
  assert.equal(address("/desk")(), "/desk");
});

test("what is filled in is never read as a part to fill", () => {
  assert.equal(address("/x/:a/:b")(":b", "$&"), "/x/:b/$&");
});
