import type { RulePackContent, ScriptStep } from "../catalog/rule-pack.ts";
import type { RequirementState } from "../documents/papers/paper.ts";
import { type AgentPrincipal, mayAttend, mayManage, mayVerify } from "../people/agent.ts";
import { minuteMs } from "../platform/time/durations.ts";
import type { GrowingRecording } from "../rooms/recordings/recorded-session.ts";
import type { RecordingFault, RecordingProof } from "../rooms/recordings/recording-proof.ts";
import { tookPlace } from "../rooms/room.ts";
import type { RoomSession } from "../rooms/room-session.ts";
import type { Outcome } from "./outcome.ts";
import { type QuestionState, questionsVerdict } from "./questions.ts";
import { reasonsFor } from "./reason-catalogue.ts";
import { type ReturnAnswer, type ReturnedSitting, redone } from "./returned-sitting.ts";

declare module "../platform/jobs/jobs.ts" {
  interface EventPayloads {
    "proofing.validated": { orderId: string; proofingId: string; outcome: Outcome; reason: string };
    "proofing.lapsed": { orderId: string; proofingId: string; roomId: string };
    "proofing.returned": { orderId: string; proofingId: string; returnId: string };
    "proofing.return-answered": {
      orderId: string;
      proofingId: string;
      returnId: string;
      outcome: ReturnAnswer["outcome"];
      reason: string;
    };
    "proofing.verified": { orderId: string; proofingId: string; outcome: "approved" | "refused"; reason: string };
  }
}

type Decision = { agentId: string; agentName: string; outcome: Outcome; reason: string; note: string; at: Date };

/** What shows that a step was done; the shape follows the step's kind. */
export type StepEvidence =
  | { kind: "consent"; clickedAt: string; spoken: true }
  | { kind: "questions"; asked: number; right: number }
  | { kind: "still"; stillId: string; hash: string; takenAt: string }
  | { kind: "checklist"; checks: string[] };

/** `sessionId`: the session of the room in which it was done; null: before acts had their place in the recording. */
export type StepDone = { step: string; evidence: StepEvidence; doneAt: Date; sessionId: string | null };

/**
 * Who attended a part of it. With `boundUntil`: who did not, but is bound until then to somebody who did
 * (src/people/agent-tie.ts).
 */
export type Person = { id: string; cpf: string; boundUntil?: Date | null };

/** One attempt at identifying the holder, in one room. */
export type Proofing = {
  id: string;
  orderId: string;
  raId: string;
  roomId: string;
  /** Who attends: the room's agent, also after it was handed over. */
  agentId: string;
  /** Everybody who began it, did a step, heard an answer or decided. */
  attendants: Person[];
  rulePackId: string;
  startedAt: Date;
  /** When the time to decide was over without a decision. */
  lapsedAt: Date | null;
  steps: StepDone[];
  questions: QuestionState[];
  validation: Decision | null;
  verification: (Decision & { replayedMs: number; checks: string[] }) | null;
  /** Oldest first. */
  returns: ReturnedSitting[];
};

/** The two decisions and what came between them. */
type Decided = Pick<Proofing, "validation" | "verification" | "returns">;
/** Of those the outcomes alone. */
type Outcomes = {
  validation: Pick<Decision, "outcome"> | null;
  verification: Pick<Decision, "outcome"> | null;
  returns: readonly { answer: Pick<ReturnAnswer, "outcome"> | null }[];
};

/** One piece of a member's recording, as the rooms domain knows it now. */
export type RecordingFact = GrowingRecording & {
  endedAt: Date | null;
  bytes: number;
  /** Put away and ready to be replayed, once the room is closed. */
  playable: boolean;
};

type StillFact = { id: string; kind: string; hash: string; receivedAt: Date };

/** What the room says about the sitting. */
export type RoomFacts = {
  consentAt: Date | null;
  /** The session that runs, or ran last; what was done in a void one counts only where the rule pack says so. */
  session: RoomSession | null;
  /** The longest hole that this session may have. */
  maxGapMs: number;
  closedAt: Date | null;
  /** Whether what was recorded holds; a rule asks this and not its pieces, which are for replaying. */
  recording: RecordingProof;
  recordings: RecordingFact[];
  stills: StillFact[];
  /** A company's certificate whose seat nobody has copied from its papers yet. */
  seatMissing?: boolean;
};

/** What stands between the script and an approval; each line leads to its step. */
export type Lack =
  | { kind: "step"; step: string; title: string }
  | { kind: "answers"; step: string; right: number; wanted: number }
  /** `isHere`: it came, and nobody has looked at it yet (VC-07). */
  | { kind: "paper"; title: string; isHere: boolean }
  /** A company's city and state, copied from a paper; without them its certificate has no ST and L. */
  | { kind: "seat" }
  | { kind: "recording"; fault: RecordingFault }
  | { kind: "short"; minutes: number };

/** Whether what was done in `sessionId` stands now (VC-12): in the session that counts, or kept by the pack from a void one. */
function stands(
  content: RulePackContent,
  step: ScriptStep,
  sessionId: string | null,
  session: Pick<RoomSession, "id"> | null,
): boolean {
  if (sessionId === null || session === null) return false;
  // VC-14: the consent lies inside the recording that counts, whatever the pack keeps.
  const isKept = step.kind !== "consent" && content.script.keptAfterBreak.includes(step.key);
  return sessionId === session.id || isKept;
}

/** The step as it stands now; undefined: it is to be done. */
export function stepStanding(
  content: RulePackContent,
  proofing: Proofing,
  step: ScriptStep,
  session: Pick<RoomSession, "id"> | null,
): StepDone | undefined {
  const done = proofing.steps.find((entry) => entry.step === step.key);
  return done && stands(content, step, done.sessionId, session) ? done : undefined;
}

/** The questions that are asked now; none where they must be drawn first. */
export function questionsStanding(
  content: RulePackContent,
  proofing: Proofing,
  session: Pick<RoomSession, "id"> | null,
): QuestionState[] {
  const step = content.script.steps.find(({ kind }) => kind === "questions");
  return proofing.questions.filter(({ sessionId }) => step && stands(content, step, sessionId, session));
}

/** Steps that are not done, in the script's order. Questions count as done only when enough were answered right. */
export function stepsLacking(
  content: RulePackContent,
  proofing: Proofing,
  session: Pick<RoomSession, "id"> | null,
): Lack[] {
  return content.script.steps.flatMap((step): Lack[] => {
    if (step.kind === "questions") {
      const questions = questionsStanding(content, proofing, session);
      if (questionsVerdict(questions, content.script.questions.pass) === "failed") {
        const right = questions.filter((question) => question.outcome === "right").length;
        return [{ kind: "answers", step: step.key, right, wanted: content.script.questions.pass }];
      }
    }
    const done = stepStanding(content, proofing, step, session);
    return done ? [] : [{ kind: "step", step: step.key, title: step.title }];
  });
}

/**
 * Approval exists only when the script is complete and the recording is whole (VC-04, VC-12, VC-14): bytes of both
 * sides, no silence of the recorder now, no hole above the limit in the session that counts, not shorter than the pack's
 * minimum. Papers come before (VC-07): what was shown is compared with what was sent and checked; `papers` are all that
 * the order needs, and what was sent beside them.
 */
export function approvalLacks(
  content: RulePackContent,
  proofing: Proofing,
  room: RoomFacts,
  papers: readonly Pick<RequirementState, "title" | "state">[],
  now: Date,
): Lack[] {
  const lacks = stepsLacking(content, proofing, room.session);
  for (const { title, state } of papers.filter((paper) => paper.state !== "accepted"))
    lacks.push({ kind: "paper", title, isHere: state === "received" });
  if (room.seatMissing) lacks.push({ kind: "seat" });
  const acts = content.script.steps
    .map((step) => stepStanding(content, proofing, step, room.session)?.doneAt.getTime())
    .filter((at) => at !== undefined);
  // Once the call has ended, what counts is that both sides were recorded up to the last act.
  const until = room.closedAt ? new Date(Math.max(...acts, 0)) : now;
  const fault = room.recording.fault(until, now);
  if (fault) lacks.push({ kind: "recording", fault });
  const minutes = content.room.minSessionMinutes;
  if (sittingMs(room, acts, now) < minutes * minuteMs) lacks.push({ kind: "short", minutes });
  return lacks;
}

/** How long both sides were recorded, from the first act that stands or the session that counts, whichever came first. */
function sittingMs({ recording }: RoomFacts, acts: number[], now: Date): number {
  const span = recording.span(now);
  return span ? span.until.getTime() - Math.min(span.from.getTime(), ...acts) : 0;
}

/** The step to open now: the first that is not done, or that a void session left undone, in the script's order. */
export function presentStep(
  content: RulePackContent,
  proofing: Proofing,
  session: Pick<RoomSession, "id"> | null,
): ScriptStep | undefined {
  const lacking = new Set(
    stepsLacking(content, proofing, session).flatMap((lack) => ("step" in lack ? [lack.step] : [])),
  );
  return content.script.steps.find((step) => lacking.has(step.key));
}

/** Nobody identifies themselves. The room's agent attends; another only after the room was handed over. */
export function mayStart(who: AgentPrincipal, room: { raId: string; agentId: string }, holderCpf: string): boolean {
  return mayAttend(who, room.raId) && room.agentId === who.id && who.cpf !== holderCpf;
}

export function mayContinue(who: AgentPrincipal, proofing: Proofing): boolean {
  const open = proofing.validation === null && proofing.lapsedAt === null;
  return mayAttend(who, proofing.raId) && proofing.agentId === who.id && open;
}

export function mayCheck(who: AgentPrincipal, proofing: Proofing, holderCpf: string): boolean {
  return mayVerify(who, proofing.raId) && who.cpf !== holderCpf;
}

/** Who may say that nobody will decide a sitting any more, so that its holder books again: whoever works in the AR. */
export function mayLapse(who: AgentPrincipal, raId: string): boolean {
  return mayAttend(who, raId) || mayVerify(who, raId) || mayManage(who, raId);
}

/** Whether the proofing still waits for its second person's word, also while it is with its agent again. */
export function awaitsVerification(proofing: Outcomes): boolean {
  return proofing.validation?.outcome === "approved" && proofing.verification === null && !redone(proofing);
}

/** The call took place and is over, and the agent has not said what came of it. */
export function isUndecided(
  room: { closedAt: Date | null; closedReason: string | null },
  proofing: Pick<Proofing, "validation" | "lapsedAt"> | undefined,
): boolean {
  if (!proofing || proofing.validation || proofing.lapsedAt) return false;
  return room.closedAt !== null && tookPlace(room.closedReason);
}

/** The outcome of both people together; null while somebody has not decided. */
export function finalOutcome(proofing: Outcomes): Outcome | null {
  if (!proofing.validation) return null;
  if (proofing.validation.outcome !== "approved") return proofing.validation.outcome;
  if (redone(proofing)) return "pending";
  return proofing.verification?.outcome ?? null;
}

/** The decision that the outcome rests on: its reason and hour. */
export function lastWord(proofing: Decided): { reason: string; at: Date } | undefined {
  const back = redone(proofing);
  if (back?.answer) return { reason: back.reason, at: back.answer.at };
  return proofing.verification ?? proofing.validation ?? undefined;
}

/** A decision that is no approval needs a reason of the catalogue that belongs to it; an approval has none. */
export function reasonFits(outcome: Outcome, code: string): boolean {
  if (outcome === "approved") return code === "";
  return reasonsFor(outcome).some((reason) => reason.code === code);
}
