import assert from "node:assert/strict";
import { test } from "node:test";
import type { AgentPrincipal, AgentRole } from "../people/agent.ts";
import type { Cpf } from "../platform/taxpayer-id.ts";
import { type DeviceFacts, deliveryRefusal, mayShip, parseTrackingCode, shippingRefusal } from "./shipment.ts";

const due: DeviceFacts = {
  needsDevice: true,
  cancelled: false,
  identityConfirmed: true,
  shipped: false,
  delivered: false,
};

test("a device leaves once the identity is confirmed, and again until it arrived", () => {
  assert.equal(shippingRefusal(due), undefined);
  assert.equal(shippingRefusal({ ...due, shipped: true }), undefined);
  assert.equal(shippingRefusal({ ...due, needsDevice: false })?.code, "device-not-needed");
  assert.equal(shippingRefusal({ ...due, cancelled: true })?.code, "order-is-cancelled");
  assert.equal(shippingRefusal({ ...due, identityConfirmed: false })?.code, "device-not-due");
  assert.equal(shippingRefusal({ ...due, shipped: true, delivered: true })?.code, "device-already-delivered");
});

test("only what left can arrive, once", () => {
  assert.equal(deliveryRefusal(due)?.code, "device-not-shipped");
  assert.equal(deliveryRefusal({ ...due, shipped: true }), undefined);
  assert.equal(deliveryRefusal({ ...due, shipped: true, delivered: true })?.code, "device-already-delivered");
});

test("tracking codes are read as people type them", () => {
  assert.equal(parseTrackingCode(" aa 123.456.789 br"), "AA123456789BR");
  assert.equal(parseTrackingCode("LOG-2026-77"), "LOG-2026-77");
  for (const wrong of ["", "AA1", "<b>AA123</b>", "x".repeat(41)]) assert.equal(parseTrackingCode(wrong), undefined);
});

test("the AR's manager ships", () => {
  const who = (raId: string, ...roles: AgentRole[]): AgentPrincipal => ({
    kind: "agent",
    id: "a",
    raId,
    cpf: "52998224725" as Cpf,
    name: "Ana",
    roles,
  });
  assert.equal(mayShip(who("ra", "manager"), "ra"), true);
  assert.equal(mayShip(who("ra", "agent", "verifier", "auditor"), "ra"), false);
  assert.equal(mayShip(who("other", "manager"), "ra"), false);
});
