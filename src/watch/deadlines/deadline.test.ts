import assert from "node:assert/strict";
import { test } from "node:test";
import { nextLook, type OrderMilestones, runningDeadlines, warningsBy } from "./deadline.ts";

const term = (hours: number, ...warnHours: number[]) => ({ hours, warnHours });
const rules = {
  payment: term(48, 24),
  validation: term(240, 72, 24, 1000),
  verification: term(24, 4),
  issue: term(100, 10),
  "media-delivery": term(50, 5),
  "certificate-expiry": { warnHours: [24, 720] },
};
const at = (hours: number) => new Date(Date.UTC(2026, 10, 23) + hours * 3_600_000);
const none: OrderMilestones = {
  attendance: "video",
  placedAt: null,
  cancelledAt: null,
  paidAt: null,
  validatedAt: null,
  approvedAt: null,
  needsMedia: false,
  mediaDeliveredAt: null,
  issuedAt: null,
  expiresAt: null,
  revokedAt: null,
};
const kinds = (more: Partial<OrderMilestones>) => runningDeadlines({ ...none, ...more }, rules).map(({ kind }) => kind);

test("each stage of an order has its own dates, and a fact ends the date before it", () => {
  assert.deepEqual(kinds({}), []);
  assert.deepEqual(kinds({ placedAt: at(0) }), ["payment"]);
  assert.deepEqual(kinds({ placedAt: at(0), paidAt: at(1) }), ["validation"]);
  assert.deepEqual(kinds({ placedAt: at(0), paidAt: at(1), validatedAt: at(2) }), ["validation", "verification"]);
  const approved = { placedAt: at(0), paidAt: at(1), approvedAt: at(3) };
  assert.deepEqual(kinds(approved), ["issue"]);
  assert.deepEqual(kinds({ ...approved, needsMedia: true }), ["issue", "media-delivery"]);
  assert.deepEqual(kinds({ ...approved, needsMedia: true, mediaDeliveredAt: new Date() }), ["issue"]);
  const issued = { ...approved, issuedAt: at(4), expiresAt: at(9000) };
  assert.deepEqual(kinds(issued), ["certificate-expiry"]);
  assert.deepEqual(kinds({ ...issued, revokedAt: at(5) }), []);
  assert.deepEqual(kinds({ ...issued, revokedAt: at(5), approvedAt: null }), [], "no date of long ago runs again");
  assert.deepEqual(kinds({ ...issued, revokedAt: at(5), approvedAt: at(6) }), ["issue"], "identified again");
  assert.deepEqual(kinds({ ...approved, cancelledAt: at(5) }), []);
});

test("warnings come in order, none before the beginning, and the end follows the last", () => {
  const [validation] = runningDeadlines({ ...none, placedAt: at(0), paidAt: at(0) }, rules);
  assert.deepEqual(validation?.warnAt, [at(168), at(216)]);
  assert.deepEqual(nextLook({ ...validation!, warned: 0 }), at(168));
  assert.deepEqual(nextLook({ ...validation!, warned: 2 }), at(240));
  assert.equal(warningsBy(validation!, at(200)), 1);
});
