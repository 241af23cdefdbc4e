import assert from "node:assert/strict";
import { test } from "node:test";
import { clockName } from "./order-clocks.tsx";

test("after the sitting nobody is told to hold it; after a no with a cure they are", () => {
  const named = (proofing: object) => {
    const facts = { proofing, issuance: "not-yet", site: undefined, open: undefined, last: undefined };
    return clockName("validation", facts as unknown as Parameters<typeof clockName>[1]);
  };
  assert.equal(named({ state: "none" }), "Fazer a videoconferência");
  assert.equal(named({ state: "awaiting-verification" }), "Resultado da identificação");
  assert.equal(named({ state: "decided", outcome: "refused" }), "Fazer a videoconferência");
});
