import assert from "node:assert/strict";
import { test } from "node:test";
import { actorName } from "./actor-name.ts";

test("a service stands in words, a person by name, nobody stays nobody", () => {
  assert.equal(actorName({ kind: "provider", name: "simulated" }), "banco simulado");
  assert.equal(actorName({ kind: "agent", name: "simulated" }), "simulated");
  assert.equal(actorName({ kind: "system" }), undefined);
});
