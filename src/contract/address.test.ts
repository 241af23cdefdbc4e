import assert from "node:assert/strict";
import { test } from "node:test";
import { address, isAt, readAddress } from "./address.ts";

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

test("an address is read as it is filled in; what only begins like it is another", () => {
  const order = address("/pedido/:number");
  assert.deepEqual(readAddress(order, "/pedido/CERTI1"), { filled: ["CERTI1"], below: "" });
  assert.deepEqual(readAddress(order, "/pedido/CERTI1/horario/mudanca?dia=x/y"), {
    filled: ["CERTI1"],
    below: "horario/mudanca",
  });
  for (const other of ["/pedido", "/pedido/", "/pedidos/CERTI1", "/x/pedido/CERTI1", ""])
    assert.equal(readAddress(order, other), undefined, other);
  for (const own of ["/desk", "/desk/", "/desk/agenda", "/desk?quem=todos", "/desk#x"])
    assert.ok(isAt(own, "/desk"), own);
  for (const other of ["/deskx", "/x/desk", "/", "?/desk"]) assert.ok(!isAt(other, "/desk"), other);
});
