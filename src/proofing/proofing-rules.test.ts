import assert from "node:assert/strict";
import { test } from "node:test";
import type { RulePackContent } from "../catalog/rule-pack.ts";
import type { AgentPrincipal, AgentRole } from "../people/agent.ts";
import type { Cpf } from "../platform/taxpayer-id.ts";
import { ownRecording } from "../rooms/recordings/recording-proof.ts";
import { barredBy, isAnotherPerson } from "./decision/second-person.ts";
import {
  approvalLacks,
  mayCheck,
  mayContinue,
  mayStart,
  type Proofing,
  presentStep,
  questionsStanding,
  type RecordingFact,
  reasonFits,
} from "./proofing.ts";
import { drawQuestions, questionsVerdict } from "./questions.ts";
import { reasons } from "./reason-catalogue.ts";

const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000);

const content = {
  room: { maxGapSeconds: 5, minSessionMinutes: 4 },
  script: {
    keptAfterBreak: [],
    steps: [
      { key: "consent", kind: "consent", title: "Consentimento", say: "" },
      { key: "questions", kind: "questions", title: "Perguntas", say: "" },
      { key: "face", kind: "still", still: "face", title: "Rosto", say: "" },
    ],
    questions: { draw: 3, pass: 2, catalogue: [] },
  },
} as unknown as RulePackContent;

const proofing: Proofing = {
  id: "p",
  orderId: "o",
  raId: "ra",
  roomId: "r",
  agentId: "a1",
  attendants: [{ id: "a1", cpf: "1" }],
  rulePackId: "k",
  startedAt: at(0),
  lapsedAt: null,
  steps: [
    {
      step: "consent",
      evidence: { kind: "consent", clickedAt: at(10).toISOString(), spoken: true },
      doneAt: at(12),
      sessionId: "s1",
    },
    { step: "questions", evidence: { kind: "questions", asked: 3, right: 2 }, doneAt: at(60), sessionId: "s1" },
    {
      step: "face",
      evidence: { kind: "still", stillId: "s", hash: "h", takenAt: at(100).toISOString() },
      doneAt: at(101),
      sessionId: "s1",
    },
  ],
  questions: [
    { position: 1, question: "a", sessionId: "s1", outcome: "right", hearings: 1 },
    { position: 2, question: "b", sessionId: "s1", outcome: "right", hearings: 2 },
    { position: 3, question: "c", sessionId: "s1", outcome: "wrong", hearings: 1 },
  ],
  validation: null,
  verification: null,
  returns: [],
};

/** A segment from one second to another, by its frames. */
const piece = (
  member: "applicant" | "agent",
  from = 0,
  until = 299,
  over: Partial<RecordingFact> = {},
): RecordingFact => ({
  id: member,
  member,
  segment: from,
  startedAt: at(from),
  endedAt: null,
  bytes: 1000,
  lastChunkAt: at(until),
  from: at(from),
  until: at(until),
  playable: false,
  ...over,
});
const recordings = [piece("applicant"), piece("agent")];
const session = { id: "s1", number: 1, beganAt: at(0), countsFrom: at(0) };
const facts = { consentAt: at(10), session, maxGapMs: 5000, closedAt: null as Date | null, recordings, stills: [] };
const roomWith = (over: Partial<typeof facts> = {}) => {
  const all = { ...facts, ...over };
  return { ...all, recording: ownRecording({ ...all, segments: all.recordings, isReported: false }) };
};
const room = roomWith();

test("nothing lacks when script, answers and recording are whole", () => {
  assert.deepEqual(approvalLacks(content, proofing, room, [], at(300)), []);
});

test("each missing piece of evidence is named", () => {
  const without = (step: string) => ({ ...proofing, steps: proofing.steps.filter((done) => done.step !== step) });
  assert.deepEqual(approvalLacks(content, without("face"), room, [], at(300)), [
    { kind: "step", step: "face", title: "Rosto" },
  ]);
  assert.equal(presentStep(content, without("face"), session)?.key, "face");
  const papers = (["missing", "received", "refused", "accepted"] as const).map((state) => ({ title: state, state }));
  assert.deepEqual(approvalLacks(content, proofing, room, papers, at(300)), [
    { kind: "paper", title: "missing", isHere: false },
    { kind: "paper", title: "received", isHere: true },
    { kind: "paper", title: "refused", isHere: false },
  ]);
  const wrong = proofing.questions.map((entry) => ({ ...entry, outcome: "wrong" as const }));
  assert.deepEqual(approvalLacks(content, { ...proofing, questions: wrong }, room, [], at(300)), [
    { kind: "answers", step: "questions", right: 0, wanted: 2 },
  ]);
  assert.deepEqual(approvalLacks(content, proofing, roomWith({ recordings: [] }), [], at(300)), [
    { kind: "recording", fault: "missing" },
  ]);
  const early = roomWith({ recordings: [piece("applicant", 0, 101), piece("agent", 0, 101)] });
  assert.deepEqual(approvalLacks(content, proofing, early, [], at(102)), [{ kind: "short", minutes: 4 }]);
});

test("what a void session had is to be done again, unless the pack keeps it; a consent never is kept", () => {
  const second = { id: "s2", number: 2, beganAt: at(130), countsFrom: at(131) };
  const after = roomWith({ session: second });
  const keys = (pack: RulePackContent) =>
    approvalLacks(pack, proofing, after, [], at(300)).flatMap((lack) => (lack.kind === "step" ? [lack.step] : []));
  assert.deepEqual(keys(content), ["consent", "questions", "face"]);
  assert.equal(presentStep(content, proofing, second)?.key, "consent");
  assert.deepEqual(questionsStanding(content, proofing, second), [], "drawn anew");
  const keeping = (...keptAfterBreak: string[]) => ({ ...content, script: { ...content.script, keptAfterBreak } });
  assert.deepEqual(keys(keeping("consent", "questions", "face")), ["consent"]);
  assert.equal(questionsStanding(keeping("questions"), proofing, second).length, 3);
  const unplaced = { ...proofing, steps: proofing.steps.map((done) => ({ ...done, sessionId: null })) };
  assert.equal(
    presentStep(content, unplaced, session)?.key,
    "consent",
    "an act without its place in a recording is none",
  );
});

test("a recorder silent for more than three seconds, no bytes, or a hole above the limit is a fault", () => {
  const fault = (pieces: RecordingFact[], seconds: number, over: Partial<typeof facts> = {}) =>
    roomWith({ ...over, recordings: pieces }).recording.fault(at(seconds), at(seconds));
  assert.equal(fault(recordings, 301), undefined);
  assert.equal(fault(recordings, 303), "silent");
  assert.equal(fault([piece("applicant"), piece("agent", 0, 299, { bytes: 0 })], 300), "missing");
  assert.equal(fault([piece("applicant")], 300), "missing");
  assert.equal(fault(recordings, 300, { session: { ...session, countsFrom: null as never } }), "missing");
  const cut = piece("applicant", 0, 100);
  assert.equal(fault([cut, piece("applicant", 105), piece("agent")], 300), undefined);
  assert.equal(fault([cut, piece("applicant", 106), piece("agent")], 300), "gap");
  const later = { ...session, id: "s2", countsFrom: at(105) };
  assert.equal(
    fault([cut, piece("applicant", 110), piece("agent")], 300, { session: later }),
    undefined,
    "5 of its 10 s",
  );
  assert.equal(fault([cut, piece("applicant", 110), piece("agent")], 300, { session, maxGapMs: 9000 }), "gap");
});

const who = (id: string, cpf: string, ...roles: AgentRole[]): AgentPrincipal => ({
  kind: "agent",
  id,
  raId: "ra",
  cpf: cpf as Cpf,
  name: id,
  roles,
});

test("after the call has ended, what counts is that both sides were recorded up to the last act", () => {
  assert.deepEqual(approvalLacks(content, proofing, roomWith({ closedAt: at(300) }), [], at(9999)), []);
  const left = roomWith({ recordings: [piece("applicant", 0, 290), piece("agent", 0, 330)], closedAt: at(330) });
  assert.deepEqual(approvalLacks(content, proofing, left, [], at(9999)), [], "the holder hung up first");
  const lost = roomWith({ recordings: [piece("applicant", 0, 95), piece("agent", 0, 330)], closedAt: at(330) });
  assert.deepEqual(approvalLacks(content, proofing, lost, [], at(9999)), [
    { kind: "recording", fault: "gap" },
    { kind: "short", minutes: 4 },
  ]);
});

test("nobody identifies themselves, attends another's room or verifies as the same person", () => {
  const seat = { raId: "ra", agentId: "a1" };
  assert.equal(mayStart(who("a1", "1", "agent"), seat, "9"), true);
  assert.equal(mayStart(who("a1", "9", "agent"), seat, "9"), false);
  assert.equal(mayStart(who("a2", "2", "agent"), seat, "9"), false);
  assert.equal(mayStart(who("a1", "1", "verifier"), seat, "9"), false);
  assert.equal(mayContinue(who("a1", "1", "agent"), proofing), true);
  assert.equal(mayContinue(who("a2", "2", "agent"), proofing), false);
  assert.equal(mayCheck(who("a2", "2", "verifier"), proofing, "9"), true);
  assert.equal(mayCheck(who("a2", "9", "verifier"), proofing, "9"), false);
  assert.equal(mayCheck(who("a2", "2", "agent"), proofing, "9"), false);
  assert.equal(isAnotherPerson(who("a2", "2"), proofing.attendants, at(0)), true);
  assert.equal(isAnotherPerson(who("a2", "1"), proofing.attendants, at(0)), false);
  const bound = [...proofing.attendants, { id: "a2", cpf: "2", boundUntil: at(60) }];
  assert.deepEqual(
    barredBy(who("a2", "2"), bound, at(59)),
    { boundUntil: at(60) },
    "made by who attended, or the other way",
  );
  assert.equal(barredBy(who("a2", "2"), bound, at(60)), undefined);
  assert.deepEqual(barredBy(who("a1", "1"), bound, at(60)), { boundUntil: null });
  const handedOver = [...proofing.attendants, { id: "a2", cpf: "2" }];
  assert.equal(
    isAnotherPerson(who("a1", "1"), handedOver, at(0)),
    false,
    "who attended the first half verifies neither",
  );
});

test("a reason belongs to its outcome, and every reason tells the holder what to do", () => {
  assert.equal(reasonFits("approved", ""), true);
  assert.equal(reasonFits("approved", "line-bad"), false);
  assert.equal(reasonFits("refused", ""), false);
  assert.equal(reasonFits("refused", "irregularity"), false);
  assert.equal(reasonFits("pending", "irregularity"), false);
  for (const reason of reasons) assert.ok(reason.holder.endsWith(".") && reason.cure.endsWith("."), reason.code);
});

const catalogue = ["birthDate", "cpf", "email", "phone", "productName"].map((fact) => ({
  key: fact,
  ask: "?",
  fact,
})) as never;

test("the draw takes known answers only, fresh ones first, in an order of its own", () => {
  const facts = { birthDate: "1", cpf: "2", email: "3", phone: "4" };
  const last = (below: number) => below - 1;
  const first = () => 0;
  const keys = (random: (below: number) => number, asked: string[] = []) =>
    drawQuestions(catalogue, facts, new Set(asked), 3, random).map((question) => question.key);
  assert.deepEqual(keys(last), ["birthDate", "cpf", "email"]);
  assert.deepEqual(keys(first), ["cpf", "email", "phone"]);
  assert.deepEqual(keys(last, ["birthDate", "cpf"]), ["email", "phone", "birthDate"]);
});

test("questions pass, fail or stay open", () => {
  const states = (...outcomes: ("right" | "wrong" | "not-heard" | null)[]) =>
    outcomes.map((outcome, i) => ({ position: i + 1, question: String(i), sessionId: "s1", outcome, hearings: 1 }));
  assert.equal(questionsVerdict([], 2), "open");
  assert.equal(questionsVerdict(states("right", "right", "wrong"), 2), "passed");
  assert.equal(questionsVerdict(states("right", "right", null), 2), "open");
  assert.equal(questionsVerdict(states("right", "not-heard", "wrong"), 2), "open");
  assert.equal(questionsVerdict(states("wrong", "wrong", null), 2), "failed");
});
