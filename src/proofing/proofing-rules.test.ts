import assert from "node:assert/strict";
import { test } from "node:test";
import type { RulePackContent } from "../catalog/rule-pack.ts";
import type { AgentPrincipal, AgentRole } from "../people/agent.ts";
import type { Cpf } from "../platform/taxpayer-id.ts";
import {
  approvalLacks,
  isAnotherPerson,
  mayCheck,
  mayContinue,
  mayStart,
  type Proofing,
  presentStep,
  type RecordingFact,
  reasonFits,
  recordingFault,
} from "./proofing.ts";
import { drawQuestions, questionsVerdict } from "./questions.ts";
import { reasons } from "./reason-catalogue.ts";
import { coveredMs, fitsTheClock, replayState } from "./replay.ts";

const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000);

const content = {
  room: { maxGapSeconds: 5, minSessionMinutes: 4 },
  script: {
    steps: [
      { key: "consent", kind: "consent", title: "Consentimento", say: "" },
      { key: "questions", kind: "questions", title: "Perguntas", say: "" },
      { key: "face", kind: "still", still: "face", title: "Rosto", say: "" },
    ],
    questions: { draw: 3, pass: 2, catalogue: [] },
    replayShare: 0.3,
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
    { step: "consent", evidence: { kind: "consent", clickedAt: at(10).toISOString(), spoken: true }, doneAt: at(12) },
    { step: "questions", evidence: { kind: "questions", asked: 3, right: 2 }, doneAt: at(60) },
    {
      step: "face",
      evidence: { kind: "still", stillId: "s", hash: "h", takenAt: at(100).toISOString() },
      doneAt: at(101),
    },
  ],
  questions: [
    { position: 1, question: "a", outcome: "right", hearings: 1 },
    { position: 2, question: "b", outcome: "right", hearings: 2 },
    { position: 3, question: "c", outcome: "wrong", hearings: 1 },
  ],
  validation: null,
  verification: null,
};

const piece = (member: "applicant" | "agent", over: Partial<RecordingFact> = {}): RecordingFact => ({
  id: member,
  member,
  segment: 0,
  startedAt: at(0),
  endedAt: null,
  bytes: 1000,
  lastChunkAt: at(299),
  playable: false,
  ...over,
});
const recordings = [piece("applicant"), piece("agent")];
const room = { consentAt: at(10), sessionSince: null, closedAt: null, recordings, stills: [] };

test("nothing lacks when script, answers and recording are whole", () => {
  assert.deepEqual(approvalLacks(content, proofing, room, [], at(300)), []);
});

test("each missing piece of evidence is named", () => {
  const without = (step: string) => ({ ...proofing, steps: proofing.steps.filter((done) => done.step !== step) });
  assert.deepEqual(approvalLacks(content, without("face"), room, [], at(300)), [
    { kind: "step", step: "face", title: "Rosto" },
  ]);
  assert.equal(presentStep(content, without("face"))?.key, "face");
  assert.equal(presentStep(content, without("face"), at(13))?.key, "consent", "a void session opens the consent again");
  assert.equal(presentStep(content, without("face"), at(11))?.key, "face");
  assert.deepEqual(approvalLacks(content, proofing, room, ["Contrato social"], at(300)), [
    { kind: "paper", title: "Contrato social" },
  ]);
  const wrong = proofing.questions.map((entry) => ({ ...entry, outcome: "wrong" as const }));
  assert.deepEqual(approvalLacks(content, { ...proofing, questions: wrong }, room, [], at(300)), [
    { kind: "answers", step: "questions", right: 0, wanted: 2 },
  ]);
  assert.deepEqual(approvalLacks(content, proofing, { ...room, recordings: [] }, [], at(300)), [
    { kind: "recording", fault: "missing" },
  ]);
  const early = {
    ...room,
    recordings: [piece("applicant", { lastChunkAt: at(99) }), piece("agent", { lastChunkAt: at(99) })],
  };
  assert.deepEqual(approvalLacks(content, proofing, early, [], at(100)), [{ kind: "short", minutes: 4 }]);
});

test("a recorder silent for more than three seconds, no bytes, or a gap above the limit is a fault", () => {
  assert.equal(recordingFault(recordings, 5000, at(301)), undefined);
  assert.equal(recordingFault(recordings, 5000, at(303)), "silent");
  assert.equal(recordingFault([piece("applicant"), piece("agent", { bytes: 0 })], 5000, at(300)), "missing");
  assert.equal(recordingFault([piece("applicant")], 5000, at(300)), "missing");
  const second = (from: number) => piece("applicant", { id: "b", segment: 1, startedAt: at(from) });
  const cut = piece("applicant", { endedAt: at(100) });
  assert.equal(recordingFault([cut, second(105), piece("agent")], 5000, at(300)), undefined);
  assert.equal(recordingFault([cut, second(106), piece("agent")], 5000, at(300)), "gap");
  const closed = recordings.map((entry) => ({ ...entry, endedAt: at(299) }));
  assert.equal(recordingFault(closed, 5000, at(9999)), undefined);
});

const who = (id: string, cpf: string, ...roles: AgentRole[]): AgentPrincipal => ({
  kind: "agent",
  id,
  raId: "ra",
  cpf: cpf as Cpf,
  name: id,
  roles,
});

test("a segment that a killed process left without an end is no silence, if the next one began in time", () => {
  const orphan = (member: "applicant" | "agent") => ({ ...piece(member), endedAt: null, lastChunkAt: at(100) });
  const next = (member: "applicant" | "agent") => ({ ...piece(member), segment: 2, startedAt: at(103) });
  const recordings = (["applicant", "agent"] as const).flatMap((member) => [orphan(member), next(member)]);
  assert.equal(recordingFault(recordings, 5000, at(300)), undefined);
  assert.equal(recordingFault(recordings, 2000, at(300)), "gap");
});

test("after the call has ended the recorder may be silent, if it ran until then", () => {
  assert.deepEqual(approvalLacks(content, proofing, { ...room, closedAt: at(300) }, [], at(9999)), []);
  assert.deepEqual(approvalLacks(content, proofing, { ...room, closedAt: at(310) }, [], at(9999)), [
    { kind: "recording", fault: "silent" },
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
  assert.equal(isAnotherPerson(who("a2", "2"), proofing.attendants), true);
  assert.equal(isAnotherPerson(who("a2", "1"), proofing.attendants), false);
  const handedOver = [...proofing.attendants, { id: "a2", cpf: "2" }];
  assert.equal(isAnotherPerson(who("a1", "1"), handedOver), false, "who attended the first half verifies neither");
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
    outcomes.map((outcome, i) => ({ position: i + 1, question: String(i), outcome, hearings: 1 }));
  assert.equal(questionsVerdict([], 2), "open");
  assert.equal(questionsVerdict(states("right", "right", "wrong"), 2), "passed");
  assert.equal(questionsVerdict(states("right", "right", null), 2), "open");
  assert.equal(questionsVerdict(states("right", "not-heard", "wrong"), 2), "open");
  assert.equal(questionsVerdict(states("wrong", "wrong", null), 2), "failed");
});

test("replay: overlaps count once, key moments must be seen, and time cannot be made up", () => {
  const watch = (fromMs: number, toMs: number) => ({ recordingId: "applicant", fromMs, toMs });
  assert.equal(coveredMs(watch(0, 100), [watch(10, 50), watch(20, 60), watch(90, 200)]), 60);
  const state = (...watched: ReturnType<typeof watch>[]) => replayState(recordings, proofing.steps, watched, 0.3);
  assert.equal(state().enough, false);
  assert.deepEqual(state(watch(120_000, 299_000)).unseen, ["consent", "face"]);
  assert.equal(state(watch(120_000, 299_000)).enough, false);
  assert.equal(state(watch(0, 20_000), watch(90_000, 110_000)).enough, false);
  assert.equal(state(watch(0, 110_000)).enough, true);
  assert.equal(fitsTheClock(watch(0, 10_000), 2, 3000), true);
  assert.equal(fitsTheClock(watch(0, 10_001), 2, 3000), false);
});
