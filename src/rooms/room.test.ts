import assert from "node:assert/strict";
import { test } from "node:test";
import type { Place } from "../contract/room-wire.ts";
import type { AgentPrincipal } from "../people/agent.ts";
import type { Cpf } from "../platform/taxpayer-id.ts";
import {
  type Admission,
  admissionMoves,
  agentLateFrom,
  isSilent,
  mayConduct,
  mayJoinMedia,
  placeOf,
  type Room,
  roomState,
  silentSides,
} from "./room.ts";

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 23, 14, minutes));
const empty: Room = {
  id: "room",
  appointmentId: "appointment",
  orderId: "order",
  orderNumber: "CERTI10004",
  raId: "ra",
  agentId: "ana",
  agentName: "Ana",
  applicantName: "Maria da Silva",
  startsAt: at(15),
  endsAt: at(45),
  opensAt: at(0),
  diesAt: at(60),
  consentedAt: null,
  session: null,
  agentIsBusy: false,
  pause: null,
  step: null,
  closedAt: null,
  closedReason: null,
  lobby: null,
  admission: null,
  elsewhere: null,
};
const knocked: Room = { ...empty, lobby: { displayName: "Maria", enteredAt: at(5), deviceTest: {} } };
const decided = (outcome: Admission, minutes = 6): Room => ({
  ...knocked,
  admission: { outcome, reason: "", decidedAt: at(minutes) },
});

test("the state of a room follows from its facts and the hour", () => {
  assert.equal(roomState(empty, at(-1)), "early");
  assert.equal(roomState(empty, at(0)), "open");
  assert.equal(roomState(decided("admitted"), at(7)), "in-session");
  assert.equal(roomState(decided("put-back"), at(7)), "open");
  assert.equal(roomState({ ...decided("admitted"), closedAt: at(8), closedReason: "attended" }, at(9)), "ended");
});

test("the applicant's place: a new knock after a refusal waits again", () => {
  assert.equal(placeOf(empty), "none");
  assert.equal(placeOf(knocked), "waiting");
  assert.equal(placeOf(decided("admitted")), "admitted");
  assert.equal(placeOf(decided("put-back")), "waiting");
  assert.equal(placeOf(decided("refused")), "refused");
  assert.equal(placeOf(decided("refused", 4)), "waiting");
});

test("every place has its moves, and every outcome is reachable", () => {
  const places: Place[] = ["none", "waiting", "admitted", "refused"];
  assert.deepEqual(Object.keys(admissionMoves), places);
  assert.deepEqual(
    new Set(places.flatMap((place) => admissionMoves[place])),
    new Set(["admitted", "refused", "put-back"]),
  );
});

test("nobody unadmitted reaches media; the agent not before it opens nor after it ended", () => {
  for (const room of [empty, knocked, decided("refused"), decided("put-back")])
    assert.equal(mayJoinMedia("applicant", room, at(7)), false);
  assert.equal(mayJoinMedia("applicant", decided("admitted"), at(7)), true);
  assert.equal(mayJoinMedia("agent", empty, at(1)), true);
  assert.equal(mayJoinMedia("agent", empty, at(-1)), false);
  assert.equal(mayJoinMedia("agent", { ...empty, closedAt: at(2), closedReason: "attended" }, at(3)), false);
});

test("only the appointment's own agent conducts, while still an agent of that AR", () => {
  const ana: AgentPrincipal = {
    kind: "agent",
    id: "ana",
    raId: "ra",
    cpf: "11144477735" as Cpf,
    name: "Ana",
    roles: ["agent"],
  };
  assert.equal(mayConduct(ana, empty), true);
  assert.equal(mayConduct({ ...ana, id: "bia" }, empty), false);
  assert.equal(mayConduct({ ...ana, raId: "other" }, empty), false);
  assert.equal(mayConduct({ ...ana, roles: ["manager"] }, empty), false);
});

test("three seconds without a chunk are silence", () => {
  assert.equal(isSilent(null, at(0)), true);
  assert.equal(isSilent(new Date(at(0).getTime() - 3000), at(0)), false);
  assert.equal(isSilent(new Date(at(0).getTime() - 3001), at(0)), true);
});

test("one rule says whose recording stands still: of each side, any segment that grows will do", () => {
  const fresh = at(0);
  const old = new Date(at(0).getTime() - 3001);
  const agent = { member: "agent", lastChunkAt: fresh } as const;
  assert.deepEqual(silentSides([agent], at(0)), ["applicant"]);
  assert.deepEqual(silentSides([agent, { member: "applicant", lastChunkAt: old }], at(0)), ["applicant"]);
  const both = [agent, { member: "applicant", lastChunkAt: old }, { member: "applicant", lastChunkAt: fresh }] as const;
  assert.deepEqual(silentSides(both, at(0)), []);
  assert.deepEqual(silentSides([], at(0)), ["applicant", "agent"]);
});

test("an agent is late by the holder's waiting: since the hour, or since they came", () => {
  const room = { ...empty, startsAt: at(0) };
  const knocked = (minutes: number) => ({
    ...room,
    lobby: { displayName: "Maria", enteredAt: at(minutes), deviceTest: {} },
  });
  assert.equal(agentLateFrom(room, 5), undefined, "nobody waits");
  assert.deepEqual(agentLateFrom(knocked(-10), 5), at(5));
  assert.deepEqual(agentLateFrom(knocked(14), 5), at(19));
});
