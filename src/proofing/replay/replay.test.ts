import assert from "node:assert/strict";
import { test } from "node:test";
import type { AuditEntry } from "../../audit/audit-chain.ts";
import type { VerificationRules } from "../../catalog/rule-pack.ts";
import type { RecordingFact, StepDone } from "../proofing.ts";
import type { Hearing } from "../questions.ts";
import { fitsTheClock, keyParts, type PlayedPiece, replayState } from "./replay.ts";
import { marksOf, pausesOf } from "./sitting-marks.ts";
import { difference, intersection, lengthOf, type Span, timeLineOf, union } from "./time-line.ts";

const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000);
const s = (from: number, to: number): Span => ({ fromMs: from * 1000, toMs: to * 1000 });

const piece = (member: RecordingFact["member"], segment: number, from: number, to: number): RecordingFact => ({
  id: `${member}-${segment}`,
  member,
  segment,
  startedAt: at(from - 0.4),
  from: at(from),
  until: at(to),
  endedAt: at(to),
  bytes: 1000,
  lastChunkAt: at(to),
  playable: true,
});

/** The agent is recorded 2 s before the holder; the holder falls out for 10 s, both for 6 s. */
const recordings = [
  piece("agent", 0, 0, 200),
  piece("agent", 1, 206, 300),
  piece("applicant", 0, 2, 100),
  piece("applicant", 1, 110, 200),
  piece("applicant", 2, 206, 299),
  piece("camera", 0, 150, 180),
];
const line = timeLineOf(recordings)!;

const steps: StepDone[] = [
  {
    step: "consent",
    evidence: { kind: "consent", clickedAt: at(10).toISOString(), spoken: true },
    doneAt: at(12),
    sessionId: "s",
  },
  {
    step: "face",
    evidence: { kind: "still", stillId: "s", hash: "h", takenAt: at(150).toISOString() },
    doneAt: at(151),
    sessionId: "s",
  },
];
const heard = (position: number, outcome: Hearing["outcome"], second: number): Hearing => ({
  position,
  outcome,
  at: at(second),
  drawnAt: at(60),
});
const hearings = [heard(1, "not-heard", 70), heard(1, "right", 80), heard(2, "wrong", 95)];

const rules: VerificationRules["replay"] = {
  share: 0.5,
  fastest: 1.5,
  keys: ["consent", "questions", "captures"],
  marginSeconds: 4,
  leaveOut: ["pauses"],
};

test("the time line lays every side by one clock: offsets of the files, the union of both sides, the breaks", () => {
  assert.equal(line.lengthMs, 300_000);
  assert.deepEqual(line.recorded, [s(0, 200), s(206, 300)]);
  assert.deepEqual(line.breaks, [s(200, 206)]);
  const second = line.pieces.find(({ recordingId }) => recordingId === "applicant-1")!;
  assert.deepEqual([second.fromMs, second.toMs, second.fileZeroMs], [110_000, 200_000, 109_600]);
  assert.deepEqual(line.pieces.filter(({ member }) => member === "camera").length, 1);
  assert.equal(timeLineOf([piece("camera", 0, 0, 9)]), undefined, "without holder and agent there is no sitting");
});

test("spans: overlaps count once, holes are cut out", () => {
  assert.deepEqual(union([s(20, 60), s(10, 50), s(90, 95), s(95, 200)]), [s(10, 60), s(90, 200)]);
  assert.equal(lengthOf([s(0, 10), s(5, 20)]), 20_000);
  assert.deepEqual(intersection([s(0, 100)], [s(90, 200), s(10, 20)]), [s(10, 20), s(90, 100)]);
  assert.deepEqual(difference([s(0, 100)], [s(10, 20), s(95, 300)]), [s(0, 10), s(20, 95)]);
  assert.deepEqual(difference([s(0, 100)], [s(0, 100)]), []);
});

test("key parts: consent and captures with their margin, each question from the draw or the answer before it", () => {
  const parts = keyParts(line, steps, hearings, rules);
  assert.deepEqual(
    parts.map(({ kind, step, position, fromMs, toMs }) => [kind, position ?? step, fromMs / 1000, toMs / 1000]),
    [
      ["consent", "consent", 6, 14],
      ["question", 1, 60, 84],
      ["question", 2, 80, 99],
      ["capture", "face", 146, 154],
    ],
  );
  assert.deepEqual(
    keyParts(line, steps, hearings, { ...rules, keys: ["consent"] }).map(({ kind }) => kind),
    ["consent"],
  );
  const during = keyParts(
    line,
    [{ ...steps[1]!, evidence: { ...steps[1]!.evidence, takenAt: at(203).toISOString() } as never }],
    [],
    rules,
  );
  assert.deepEqual(
    during.map(({ fromMs, toMs }) => [fromMs, toMs]),
    [[199_000, 207_000]],
  );
});

test("enough is the share and every key part whole; what is missing is named; pauses only by the pack's leave", () => {
  const parts = keyParts(line, steps, hearings, rules);
  const state = (...played: Span[]) => replayState(line, parts, [], played, rules);
  assert.equal(state().enough, false);
  assert.equal(state().totalMs, 294_000);
  const mostButQuestions = state(s(0, 59), s(100, 300));
  assert.ok(mostButQuestions.watchedMs > 0.8 * mostButQuestions.totalMs);
  assert.deepEqual([mostButQuestions.enough, mostButQuestions.unseen.map(({ position }) => position)], [false, [1, 2]]);
  assert.deepEqual(mostButQuestions.missing, [s(59, 100)]);
  const keysOnly = state(s(6, 14), s(60, 99), s(146, 154));
  assert.deepEqual([keysOnly.enough, keysOnly.unseen], [false, []], "key parts alone are less than the share");
  assert.equal(state(s(0, 160)).enough, true);
  assert.equal(state(s(0, 60), s(61.2, 160)).enough, false, "more than a second of a question is missing");
  assert.equal(state(s(0, 60), s(60.9, 160)).enough, true, "a second at the edges is nobody's fault");
  const pause = [s(210, 290)];
  const left = replayState(line, parts, pause, [s(0, 110), s(140, 160)], rules);
  assert.deepEqual([left.totalMs, left.enough], [214_000, true]);
  assert.deepEqual(
    replayState(line, parts, [s(140, 160)], [], rules).unseen.at(-1)?.kind,
    "capture",
    "a pause hides no key part",
  );
  assert.equal(replayState(undefined, [], [], [], rules).enough, false, "nothing recorded, nothing watched");
});

test("reports hold no more showing time than has passed", () => {
  const piece = (from: number, to: number, second: number, rate = 1): PlayedPiece => ({
    ...s(from, to),
    rate,
    reportedAt: at(second),
  });
  assert.equal(fitsTheClock([], piece(0, 30, 0), at(0)), true, "what may have been shown before the first report");
  assert.equal(fitsTheClock([], piece(0, 31, 0), at(0)), false);
  const steady = Array.from({ length: 50 }, (_, i) => piece(i * 4, i * 4 + 4, i * 4));
  assert.equal(fitsTheClock(steady, piece(200, 204, 0), at(200)), true, "a player that plays");
  const burst = Array.from({ length: 7 }, (_, i) => piece(i * 4, i * 4 + 4, 0));
  assert.equal(fitsTheClock(burst, piece(28, 32, 0), at(0)), false, "many small claims at once are one big claim");
  assert.equal(
    fitsTheClock([piece(0, 4, 0)], piece(4, 64, 0), at(3600)),
    false,
    "an hour of waiting is no hour of watching",
  );
  assert.equal(
    fitsTheClock(burst, piece(28, 58, 0, 1.5), at(20)),
    true,
    "at one and a half times: 30 s are shown in 20",
  );
  assert.equal(fitsTheClock(burst, piece(28, 58, 0), at(20)), false);
  const twoTabs = steady.flatMap((one) => [one, one]);
  assert.equal(
    fitsTheClock(twoTabs.slice(0, 30), piece(60, 64, 0), at(60)),
    false,
    "two films at once are not two pairs of eyes",
  );
});

test("marks are the room's own acts on the line; pauses run from their mark to the next", () => {
  const entry = (act: string, second: number, details: Record<string, unknown>): AuditEntry => ({
    chain: "order:o",
    seq: 1,
    at: at(second),
    act,
    actor: { kind: "agent", name: "Ana" },
    details,
    previousHash: "",
    hash: "",
  });
  const chain = [
    entry("order.placed", -5000, {}),
    entry("applicant.admitted", -1, { roomId: "r" }),
    entry("consent.given", 10, { roomId: "r" }),
    entry("consent.given", 20, { roomId: "other" }),
    entry("room.paused", 30, { roomId: "r", reason: "água" }),
    entry("room.resumed", 40, { roomId: "r" }),
    entry("proofing.question-answered", 80, { proofingId: "p", question: "cpf", outcome: "right" }),
    entry("room.paused", 280, { roomId: "r", reason: "papel" }),
    entry("proofing.validated", 5000, { proofingId: "p" }),
  ];
  const marks = marksOf(chain, { roomId: "r", proofingId: "p" }, line);
  assert.deepEqual(
    marks.map(({ act, atMs }) => [act, atMs / 1000]),
    [
      ["applicant.admitted", 0],
      ["consent.given", 10],
      ["room.paused", 30],
      ["room.resumed", 40],
      ["proofing.question-answered", 80],
      ["room.paused", 280],
    ],
  );
  assert.deepEqual(pausesOf(marks, line), [s(30, 40), s(280, 300)]);
});
