import assert from "node:assert/strict";
import { test } from "node:test";
import { type Appointment, appointmentMoves, extensionRefusal, rescheduleRefusal, roomTimes } from "./appointment.ts";

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 23, 12, minutes));
const booked: Appointment = {
  id: "a",
  orderId: "o",
  raId: "r",
  agentId: "g",
  holderCpf: "52998224725",
  startsAt: at(30),
  endsAt: at(60),
  attendance: "video",
  siteId: null,
  language: "pt-BR",
  status: "booked",
  holdExpiresAt: null,
  holdExtended: false,
  releasedReason: null,
  calendarUid: "u",
  calendarSequence: 0,
  chainId: null,
  createdAt: at(0),
  bookedAt: at(1),
  releasedAt: null,
};
const held: Appointment = { ...booked, status: "held", holdExpiresAt: at(15), bookedAt: null };

test("every state is known, reachable from held, and released is the end", () => {
  const reached = new Set<string>(["held"]);
  for (const state of reached)
    for (const next of appointmentMoves[state as keyof typeof appointmentMoves]) reached.add(next);
  assert.deepEqual([...reached].sort(), Object.keys(appointmentMoves).sort());
  assert.deepEqual(appointmentMoves.released, []);
});

test("moving is refused once it began, once it ended, and past the limit", () => {
  assert.equal(rescheduleRefusal(booked, at(29), 5), undefined);
  assert.equal(rescheduleRefusal(booked, at(30), 5), "appointment-began");
  assert.equal(rescheduleRefusal({ ...booked, calendarSequence: 5 }, at(0), 5), "reschedule-limit");
  assert.equal(rescheduleRefusal({ ...booked, status: "released" }, at(0), 5), "appointment-missing");
});

test("a hold is extended once, while it lives", () => {
  assert.equal(extensionRefusal(held, at(14)), undefined);
  assert.equal(extensionRefusal(held, at(15)), "hold-over");
  assert.equal(extensionRefusal({ ...held, holdExtended: true }, at(1)), "hold-already-extended");
  assert.equal(extensionRefusal(booked, at(1)), "hold-over");
});

test("the room opens before and dies after, by the pack", () => {
  assert.deepEqual(roomTimes(booked, { opensBeforeMinutes: 15, diesAfterMinutes: 10 }), {
    opensAt: at(15),
    diesAt: at(70),
  });
});
