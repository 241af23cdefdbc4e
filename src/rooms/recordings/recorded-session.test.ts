import assert from "node:assert/strict";
import { test } from "node:test";
import type { Room } from "../room.ts";
import {
  actHindrance,
  actPlace,
  breakIn,
  countingFrom,
  type GrowingRecording,
  holesIn,
  type RecordedStretch,
} from "./recorded-session.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 14, 0, 0) + seconds * 1000);
const stretch = (member: "applicant" | "agent", from: number, until: number, segment = 0): RecordedStretch => ({
  member,
  segment,
  from: at(from),
  until: at(until),
});
const counts = (seconds: number) => ({ countsFrom: at(seconds) });
const seconds = (holes: ReturnType<typeof holesIn>) => holes.map(({ member, ms }) => [member, ms / 1000]);

test("holes lie inside the session that counts, of both sides, between segments and after the newest frame", () => {
  const both = [stretch("applicant", 0, 20), stretch("applicant", 28, 60, 1), stretch("agent", 0, 55)];
  assert.deepEqual(seconds(holesIn(counts(0), both, at(60))), [
    ["applicant", 8],
    ["agent", 5],
  ]);
  assert.deepEqual(seconds(holesIn(counts(25), both, at(55))), [["applicant", 3]], "what lies before it is none of it");
  assert.deepEqual(seconds(holesIn(counts(30), both, at(55))), []);
  assert.deepEqual(holesIn({ countsFrom: null }, both, at(999)), [], "somebody is still missing");
  assert.deepEqual(seconds(holesIn(counts(0), [stretch("applicant", 0, 9)], at(9))), [["agent", 9]]);
  const camera: RecordedStretch = { member: "interpreter", segment: 0, from: at(0), until: at(1) };
  assert.deepEqual(seconds(holesIn(counts(0), [...both.slice(2), camera, stretch("applicant", 0, 55)], at(55))), []);
});

test("a break counts only above the limit", () => {
  const away = [stretch("applicant", 0, 20), stretch("agent", 0, 60)];
  assert.equal(breakIn(counts(0), away, 30_000, at(50)), undefined);
  assert.deepEqual(breakIn(counts(0), away, 30_000, at(51)), {
    member: "applicant",
    from: at(20),
    until: at(51),
    ms: 31_000,
  });
  assert.equal(breakIn(counts(40), away, 30_000, at(60)), undefined, "20 of its 40 s lie before the session");
  assert.equal(breakIn(counts(0), away, 30_000, at(60), "agent"), undefined);
});

test("both sides cut: the session that follows counts from whoever returns second, however late, and has no hole", () => {
  // Session 2 begins when the desk is back at 80 s; the phone's next segment begins at 80.6 s, at 95 s, or never ends.
  const before = [stretch("applicant", 0, 20), stretch("agent", 0, 20), stretch("agent", 80, 80.5, 1)];
  assert.equal(countingFrom(at(80.8), before, [stretch("agent", 80.5, 81.5, 1)]), undefined, "the phone is away");
  for (const back of [80.6, 80.8, 95, 300]) {
    const came = [stretch("applicant", back, back + 1, 1)];
    const known = [...before, stretch("agent", 80, back + 1, 1)];
    const countsFrom = countingFrom(at(80.8), known, came)!;
    assert.deepEqual(countsFrom, at(Math.max(80.8, back)));
    assert.deepEqual(holesIn({ countsFrom }, [...known, ...came], at(back + 1)), []);
  }
  const together = [stretch("applicant", 81, 82, 1), stretch("agent", 83, 84, 1)];
  assert.deepEqual(countingFrom(at(80), before.slice(0, 2), together), at(83));
});

const room = (over: Partial<Room> = {}): Room =>
  ({
    closedAt: null,
    lobby: { displayName: "Maria", enteredAt: at(0), deviceTest: {} },
    admission: { outcome: "admitted", reason: "", decidedAt: at(5) },
    session: { id: "s1", number: 1, beganAt: at(5), countsFrom: at(7) },
    ...over,
  }) as Room;
const growing = (member: "applicant" | "agent", lastChunk: number, segment = 0, startedAt = 6): GrowingRecording => ({
  ...stretch(member, startedAt, lastChunk, segment),
  id: `${member}-${segment}`,
  startedAt: at(startedAt),
  lastChunkAt: at(lastChunk),
});

test("an act asks that the holder is in and that both sides are recorded at that instant, and keeps its place", () => {
  const both = [growing("applicant", 40), growing("agent", 41)];
  const why = (over: Partial<Room>, recordings = both, now = at(42)) => actHindrance(room(over), recordings, now);
  assert.equal(why({}), null);
  assert.equal(why({ closedAt: at(41) }), "act-call-over");
  const decidedAt = at(30);
  assert.equal(why({ admission: { outcome: "put-back", reason: "", decidedAt } }), "act-holder-waiting");
  assert.equal(why({ admission: { outcome: "refused", reason: "x", decidedAt } }), "act-holder-away");
  assert.equal(why({ lobby: null, admission: null }), "act-holder-away");
  assert.equal(why({}, both, at(44)), "act-holder-unrecorded");
  assert.equal(why({}, [growing("applicant", 43), growing("agent", 39)], at(44)), "act-agent-unrecorded");
  assert.equal(why({}, [growing("applicant", 43)], at(44)), "act-agent-unrecorded");
  const began = { id: "s1", number: 1, beganAt: at(5), countsFrom: null };
  assert.equal(why({ session: began }), "act-recording-begins");
  assert.equal(actPlace(room(), both, at(44)), undefined);
  assert.deepEqual(actPlace(room(), [...both, growing("applicant", 42, 1, 35)], at(42.5)), {
    sessionId: "s1",
    recordingId: "applicant-1",
    offsetMs: 7500,
    agentRecordingId: "agent-0",
    agentOffsetMs: 36_500,
  });
});
