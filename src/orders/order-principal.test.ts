import assert from "node:assert/strict";
import { test } from "node:test";
import type { AgentPrincipal, AgentRole } from "../people/agent.ts";
import type { Cpf } from "../platform/taxpayer-id.ts";
import { holderOf, mayActOn, orderActor } from "./order-principal.ts";

const order = { id: "o1", raId: "ra1" };
const agent = (raId: string, ...roles: AgentRole[]): AgentPrincipal => ({
  kind: "agent",
  id: "a1",
  raId,
  cpf: "52998224725" as Cpf,
  name: "Ana",
  roles,
});

test("a holder acts on the orders of that browser, and on no other", () => {
  assert.equal(mayActOn(holderOf("o1"), order), true);
  assert.equal(mayActOn(holderOf("o2", "o1"), order), true);
  assert.equal(mayActOn(holderOf("o2"), order), false);
  assert.equal(mayActOn(holderOf(), order), false);
});

test("of the order's AR, who attends or manages; of another AR nobody", () => {
  assert.equal(mayActOn(agent("ra1", "agent"), order), true);
  assert.equal(mayActOn(agent("ra1", "manager"), order), true);
  assert.equal(mayActOn(agent("ra1", "verifier", "auditor"), order), false);
  assert.equal(mayActOn(agent("ra2", "agent", "manager"), order), false);
  assert.equal(mayActOn("installation", order), true);
});

test("the audit chain names who acted", () => {
  assert.deepEqual(orderActor(holderOf("o1")), { kind: "applicant" });
  assert.deepEqual(orderActor(agent("ra1", "manager")), { kind: "agent", id: "a1", name: "Ana" });
  assert.deepEqual(orderActor("installation"), { kind: "system" });
});
