import assert from "node:assert/strict";
import { test } from "node:test";
import { clockName, OrderClocks } from "./order-clocks.tsx";

test("after the sitting nobody is told to hold it; after a no with a cure they are", () => {
  const named = (proofing: object) => {
    const facts = { proofing, issuance: "not-yet", site: undefined, open: undefined, last: undefined };
    return clockName("validation", facts as unknown as Parameters<typeof clockName>[1]);
  };
  assert.equal(named({ state: "none" }), "Fazer a videoconferência");
  assert.equal(named({ state: "awaiting-verification" }), "Resultado da identificação");
  assert.equal(named({ state: "decided", outcome: "refused" }), "Fazer a videoconferência");
});

test("who has just paid is not told to pay, though the date ends a moment later", () => {
  const now = new Date("2026-11-28T13:00:00Z");
  const dueAt = new Date(now.getTime() + 3_600_000);
  const shown = (payment: object | undefined) => {
    const deadlines = [{ id: "d", kind: "payment", dueAt, warnAt: [] }];
    const facts = { deadlines, payment, open: undefined, proofing: { state: "none" }, issuance: "not-yet" };
    return OrderClocks({ facts: facts as unknown as Parameters<typeof OrderClocks>[0]["facts"], now });
  };
  assert.ok(shown(undefined));
  assert.equal(shown({ paidAt: now }), null);
});
