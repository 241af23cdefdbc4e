import assert from "node:assert/strict";
import { test } from "node:test";
import type { ServerMessage } from "../../contract/room-wire.ts";
import type { Room } from "../room.ts";
import { LiveRoom } from "./live-room.ts";
import type { Seat } from "./seat.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 13, 0, seconds));
const asked = (nonce: string): Extract<ServerMessage, { type: "still-wanted" }> => ({
  type: "still-wanted",
  nonce,
  kind: "face",
  expiresAt: at(60).toISOString(),
});

const aRoom = {
  startsAt: at(0),
  opensAt: at(0),
  agentName: "Ana",
  applicantName: "Maria",
  lobby: null,
  admission: null,
  closedAt: null,
} as unknown as Room;

function room() {
  const live = new LiveRoom("room", { agentLateMinutes: 5, maxGapSeconds: 5 });
  const heard: ServerMessage[] = [];
  live.seats.applicant = { send: (message: ServerMessage) => heard.push(message) } as unknown as Seat;
  return { live, heard };
}

test("a second press is the same capture: while it waits the same nonce is asked again, and just after it came nothing is", () => {
  const { live, heard } = room();
  assert.equal(live.repeatsStill("face", at(0)), false);
  live.wantStill(asked("one"));
  assert.equal(live.repeatsStill("face", at(1)), true);
  assert.deepEqual(heard, [asked("one"), asked("one")], "the holder's page is told again, of the one there is");
  assert.equal(live.repeatsStill("document-front", at(1)), false, "another picture is another picture");
  live.stillCame("another", at(2));
  assert.equal(live.repeatsStill("face", at(2)), true);
  live.stillCame("one", at(3));
  assert.equal(live.repeatsStill("face", at(4)), true, "a double press whose picture was quick");
  assert.equal(heard.length, 3, "and nobody is asked");
  assert.equal(live.repeatsStill("face", at(5)), false, "a retake is asked for later");
});

test("a request that nobody answered does not stand in the way of the next", () => {
  const { live } = room();
  live.wantStill(asked("one"));
  assert.equal(live.repeatsStill("face", at(60)), false);
});

test("a page that had to go does not take the seat back from the one in use", () => {
  const { live } = room();
  assert.equal(live.takes("applicant", "first"), true);
  assert.equal(live.takes("applicant", "second"), true, "another window takes the call");
  assert.equal(live.takes("applicant", "first"), false, "the first one finds its line again");
  assert.equal(live.takes("applicant", "second"), true, "so does the one in use");
  assert.equal(live.takes("agent", "first"), true, "each side has its own");
  delete live.seats.applicant;
  assert.equal(live.takes("applicant", "first"), true, "where nobody sits, whoever comes back sits");
});

test("what a page says of its devices is told to whoever comes later, and goes with the page", () => {
  const { live } = room();
  const off = { camera: "stopped", microphone: "live" } as const;
  const standing = () => live.picture(aRoom, at(0)).devices;
  live.noteDevices("applicant", off);
  assert.deepEqual(standing(), { applicant: off });
  live.noteDevices("agent", { camera: "live", microphone: "live" });
  assert.deepEqual(standing(), { applicant: off }, "what runs is not spoken of");
  live.noteDevices("applicant", undefined);
  assert.deepEqual(standing(), {});
});

test("a picture that could not be taken, or did not come in time, is told to the agent, and the next press asks anew", () => {
  const { live, heard } = room();
  const told: ServerMessage[] = [];
  live.seats.agent = { send: (message: ServerMessage) => told.push(message) } as unknown as Seat;
  live.wantStill(asked("one"));
  live.stillFailed("another", "not-taken");
  assert.deepEqual(told, [], "nobody waits for that one");
  live.stillFailed("one", "camera-stopped");
  assert.deepEqual(told, [{ type: "still-failed", kind: "face", why: "camera-stopped" }]);
  assert.equal(live.repeatsStill("face", at(2)), false, "the request that failed stands in nobody's way");
  live.wantStill(asked("two"));
  live.endLateStill(at(59));
  assert.equal(told.length, 1, "there is time yet");
  live.endLateStill(at(60));
  live.endLateStill(at(61));
  assert.deepEqual(told.slice(1), [{ type: "still-failed", kind: "face", why: "late" }]);
  live.wantStill(asked("three"));
  live.stillCame("three", at(70));
  live.stillFailed("three", "not-taken");
  live.endLateStill(at(200));
  assert.equal(told.length, 2, "one that came cannot fail any more");
  assert.equal(heard.length, 3);
});
