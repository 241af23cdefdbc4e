import assert from "node:assert/strict";
import { test } from "node:test";
import { lostAcknowledgements, type Said, type Standing } from "../../kit/agenda-history.ts";

const order = "o";
const told = { appointmentId: "a", agentId: "g", startsAt: "t" };
const begun = (act: Said["act"]): Said => ({ order, act, outcome: "begun" });
const done = (act: Said["act"], more = {}): Said[] => [begun(act), { order, act, outcome: "done", ...more }];
const row = (status: string, more: Partial<Standing> = {}): Standing => ({
  id: "a",
  orderId: order,
  agentId: "g",
  startsAt: "t",
  status,
  ...more,
});

test("what was acknowledged must be there as it was told", () => {
  const held = done("hold", told);
  assert.deepEqual(lostAcknowledgements(held, [row("held")]), []);
  for (const rows of [
    [],
    [row("released")],
    [row("booked")],
    [row("held", { agentId: "h" })],
    [row("held"), row("held")],
  ])
    assert.notDeepEqual(lostAcknowledgements(held, rows), [], JSON.stringify(rows));
  assert.deepEqual(lostAcknowledgements([...held, ...done("book")], [row("booked")]), []);
  assert.notDeepEqual(lostAcknowledgements([...held, ...done("book")], [row("held")]), []);
  assert.notDeepEqual(lostAcknowledgements([...held, ...done("release")], [row("held")]), []);
});

test("an act without an answer may have happened or not, and nothing else", () => {
  const held = done("hold", told);
  for (const last of [[begun("release")], [begun("release"), { order, act: "release", outcome: "unknown" } as const]]) {
    assert.deepEqual(lostAcknowledgements([...held, ...last], [row("held")]), []);
    assert.deepEqual(lostAcknowledgements([...held, ...last], [row("released")]), []);
    assert.notDeepEqual(lostAcknowledgements([...held, ...last], [row("booked")]), []);
  }
  const killed = [begun("hold"), begun("book"), { order, act: "book", outcome: "done" } as const];
  assert.deepEqual(lostAcknowledgements(killed, [row("booked")]), []);
  assert.deepEqual(lostAcknowledgements(killed, []), []);
  assert.notDeepEqual(lostAcknowledgements(killed, [row("held")]), []);
});

test("a refusal changes nothing", () => {
  const refused = [begun("hold"), { order, act: "hold", outcome: "refused", code: "slot-taken" } as const];
  assert.deepEqual(lostAcknowledgements(refused, []), []);
  assert.notDeepEqual(lostAcknowledgements(refused, [row("held")]), []);
});
