import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cpf } from "../platform/taxpayer-id.ts";
import {
  type Agent,
  type AgentPrincipal,
  type AgentRole,
  mayAttend,
  mayAudit,
  mayManage,
  maySuspend,
  mayVerify,
} from "./agent.ts";
import { slugOf } from "./authority/registration-authority.ts";
import { hashPassword, passwordFault, passwordLane, passwordMatches } from "./sign-in/password.ts";
import { signInPauseSeconds } from "./sign-in/sign-in-limits.ts";
import { isAlive, isWhole } from "./signed-in.ts";

const who = (...roles: AgentRole[]): AgentPrincipal => ({
  kind: "agent",
  id: "a1",
  raId: "ra1",
  cpf: "52998224725" as Cpf,
  name: "Ana",
  roles,
});

test("a role counts only in its own AR", () => {
  assert.equal(mayAttend(who("agent"), "ra1"), true);
  assert.equal(mayAttend(who("agent"), "ra2"), false);
  assert.equal(mayAttend(who("verifier", "manager", "auditor"), "ra1"), false);
  assert.equal(mayVerify(who("verifier"), "ra1"), true);
  assert.equal(mayVerify(who("agent"), "ra1"), false);
  assert.equal(mayManage(who("auditor"), "ra1"), false);
  assert.equal(mayAudit(who("auditor"), "ra1"), true);
  assert.equal(mayAudit(who("agent"), "ra1"), false);
});

test("a manager suspends others of the AR, never themselves", () => {
  const agent = { id: "a2", raId: "ra1" } as Agent;
  assert.equal(maySuspend(who("manager"), agent), true);
  assert.equal(maySuspend(who("manager"), { ...agent, id: "a1" }), false);
  assert.equal(maySuspend(who("manager"), { ...agent, raId: "ra2" }), false);
  assert.equal(maySuspend(who("agent"), agent), false);
});

test("a password is long and not of the lists; its hash carries its cost and matches only itself", async () => {
  assert.match(passwordFault("curta")!, /12/);
  assert.match(passwordFault("senha1234567890")!, /adivinhar/);
  assert.match(passwordFault("aaaaaaaaaaaaaaaa")!, /adivinhar/);
  assert.equal(passwordFault("cavalo bateria grampo"), undefined);
  await passwordLane.run("test", async (seat) => {
    const stored = await hashPassword(seat, "cavalo bateria grampo");
    assert.match(stored, /^scrypt\$65536\$8\$1\$/);
    assert.equal(await passwordMatches(seat, "cavalo bateria grampo", stored), true);
    assert.equal(await passwordMatches(seat, "cavalo bateria grampO", stored), false);
    assert.equal(await passwordMatches(seat, "cavalo bateria grampo", null), false);
    const cheaper = stored.replace("$65536$", "$32768$");
    assert.equal(await passwordMatches(seat, "cavalo bateria grampo", cheaper), false);
  });
});

test("a sign-in ends idle after 30 minutes and absolutely at its expiry; a passkey makes the password half", () => {
  const at = (minutes: number) => new Date(minutes * 60_000);
  const signedIn = { seenAt: at(0), expiresAt: at(60), secondFactor: false };
  assert.equal(isAlive(signedIn, at(29)), true);
  assert.equal(isAlive(signedIn, at(30)), false);
  assert.equal(isAlive({ ...signedIn, seenAt: at(59) }, at(60)), false);
  assert.equal(isWhole(signedIn, 0), true);
  assert.equal(isWhole(signedIn, 1), false);
  assert.equal(isWhole({ ...signedIn, secondFactor: true }, 1), true);
});

test("guessing pauses: by account at 8, by address at 40, until the oldest miss is 15 minutes old", () => {
  const now = new Date(1_000_000_000);
  const oldestAt = new Date(now.getTime() - 5 * 60_000);
  assert.equal(signInPauseSeconds({ pair: 7, account: 79, address: 39, oldestAt }, now), 0);
  assert.equal(signInPauseSeconds({ pair: 8, account: 8, address: 8, oldestAt }, now), 600);
  assert.equal(signInPauseSeconds({ pair: 0, account: 0, address: 40, oldestAt }, now), 600);
  assert.equal(signInPauseSeconds({ pair: 1, account: 80, address: 1, oldestAt }, now), 600);
});

test("a slug keeps letters of accented names", () => {
  assert.equal(slugOf("AR São João & Filhos Ltda."), "ar-sao-joao-filhos-ltda");
});
