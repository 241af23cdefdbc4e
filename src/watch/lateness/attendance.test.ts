import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeAttendance } from "./attendance.ts";

const start = new Date("2026-11-23T14:00:00Z");
const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const rules = { agentLateMinutes: 5, applicantLateMinutes: 15 };
const booked = { status: "booked", startsAt: start } as const;
const empty = { closedAt: null, lobby: null, admission: null };
const waitingSince = (minutes: number) => ({
  ...empty,
  lobby: { displayName: "Maria", enteredAt: at(minutes), deviceTest: {} },
});

test("the agent is late five minutes after the hour, or after the holder came later", () => {
  assert.deepEqual(judgeAttendance(booked, waitingSince(-10), rules, at(4)), { kind: "look-again", at: at(5) });
  assert.deepEqual(judgeAttendance(booked, waitingSince(-10), rules, at(5)), { kind: "agent-late" });
  assert.deepEqual(judgeAttendance(booked, waitingSince(8), rules, at(9)), { kind: "look-again", at: at(13) });
  assert.deepEqual(judgeAttendance(booked, waitingSince(14), rules, at(16)), { kind: "look-again", at: at(19) });
  assert.deepEqual(judgeAttendance(booked, waitingSince(14), rules, at(19)), { kind: "agent-late" });
});

test("nobody in the lobby: looked at each minute, absent after fifteen", () => {
  assert.deepEqual(judgeAttendance(booked, empty, rules, at(5)), { kind: "look-again", at: at(6) });
  assert.deepEqual(judgeAttendance(booked, empty, rules, at(14.5)), { kind: "look-again", at: at(15) });
  assert.deepEqual(judgeAttendance(booked, empty, rules, at(15)), { kind: "applicant-absent" });
});

test("an agent who decided anything at the door was there; an ended time is nobody's lateness", () => {
  const admission = { outcome: "put-back" as const, reason: "", decidedAt: at(1) };
  assert.deepEqual(judgeAttendance(booked, { ...waitingSince(-5), admission }, rules, at(20)), { kind: "settled" });
  assert.deepEqual(judgeAttendance(booked, { ...empty, closedAt: at(3) }, rules, at(20)), { kind: "settled" });
  assert.deepEqual(judgeAttendance({ ...booked, status: "released" }, empty, rules, at(20)), { kind: "settled" });
});
