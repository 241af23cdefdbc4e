import type { RulePackContent, ScriptStep } from "../catalog/rule-pack.ts";
import { type AgentPrincipal, mayAttend, mayManage, mayVerify } from "../people/agent.ts";
import { tookPlace } from "../rooms/room.ts";
import { type QuestionState, questionsVerdict } from "./questions.ts";
import { reasonsFor } from "./reason-catalogue.ts";

declare module "../platform/jobs.ts" {
  interface EventPayloads {
    "proofing.validated": { orderId: string; proofingId: string; outcome: Outcome; reason: string };
    "proofing.lapsed": { orderId: string; proofingId: string; roomId: string };
    "proofing.verified": { orderId: string; proofingId: string; outcome: "approved" | "refused"; reason: string };
  }
}

export type Outcome = "approved" | "refused" | "pending";

export type Decision = { agentId: string; agentName: string; outcome: Outcome; reason: string; note: string; at: Date };

/** What shows that a step was done; the shape follows the step's kind. */
export type StepEvidence =
  | { kind: "consent"; clickedAt: string; spoken: true }
  | { kind: "questions"; asked: number; right: number }
  | { kind: "still"; stillId: string; hash: string; takenAt: string }
  | { kind: "checklist"; checks: string[] };

export type StepDone = { step: string; evidence: StepEvidence; doneAt: Date };

export type Person = { id: string; cpf: string };

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
  verification: (Decision & { replayedMs: number }) | null;
};

/** One piece of a member's recording, as the rooms domain knows it now. */
export type RecordingFact = {
  id: string;
  member: "applicant" | "agent" | "camera" | "interpreter" | "supervisor";
  segment: number;
  startedAt: Date;
  endedAt: Date | null;
  bytes: number;
  lastChunkAt: Date | null;
  /** Put away and ready to be replayed, once the room is closed. */
  playable: boolean;
};

export type StillFact = { id: string; kind: string; hash: string; receivedAt: Date };

/** What the room says about the sitting. */
export type RoomFacts = {
  consentAt: Date | null;
  /** When the session that counts began: a break above the limit before it is excused, a consent is not carried over. */
  sessionSince: Date | null;
  closedAt: Date | null;
  recordings: RecordingFact[];
  stills: StillFact[];
};

/** What stands between the script and an approval; each line leads to its step. */
export type Lack =
  | { kind: "step"; step: string; title: string }
  | { kind: "answers"; step: string; right: number; wanted: number }
  | { kind: "paper"; title: string }
  | { kind: "recording"; fault: "missing" | "silent" | "gap" }
  | { kind: "short"; minutes: number };

const silentMs = 3000;

/** Steps that are done, by key. Questions count as done only when enough were answered right. */
export function stepsLacking(content: RulePackContent, proofing: Proofing): Lack[] {
  return content.script.steps.flatMap((step): Lack[] => {
    const done = proofing.steps.some((entry) => entry.step === step.key);
    if (step.kind === "questions") {
      const verdict = questionsVerdict(proofing.questions, content.script.questions.pass);
      if (verdict === "failed") {
        const right = proofing.questions.filter((question) => question.outcome === "right").length;
        return [{ kind: "answers", step: step.key, right, wanted: content.script.questions.pass }];
      }
    }
    return done ? [] : [{ kind: "step", step: step.key, title: step.title }];
  });
}

/**
 * Approval exists only when the script is complete and the recording is whole (VC-04, VC-12, VC-14): bytes of both
 * members, no silence of the recorder now, no gap above the pack's limit, not shorter than its minimum. Papers come
 * before (VC-07): what was shown is compared with what was sent; `missingPapers` are the titles of those not here.
 */
export function approvalLacks(
  content: RulePackContent,
  proofing: Proofing,
  room: RoomFacts,
  missingPapers: readonly string[],
  now: Date,
): Lack[] {
  const lacks = [...stepsLacking(content, proofing), ...consentsOutlived(content, proofing, room.sessionSince)];
  for (const title of missingPapers) lacks.push({ kind: "paper", title });
  // Once the call has ended its recorder is silent by right; what counts is that it ran until then.
  const until = room.closedAt ?? now;
  const fault = recordingFault(room.recordings, content.room.maxGapSeconds * 1000, until, room.sessionSince);
  if (fault) lacks.push({ kind: "recording", fault });
  const minutes = content.room.minSessionMinutes;
  if (until.getTime() - proofing.startedAt.getTime() < minutes * 60_000) lacks.push({ kind: "short", minutes });
  return lacks;
}

/** VC-14: the consent lies inside the recording that counts; after a void session it is given again. */
function consentsOutlived(content: RulePackContent, proofing: Proofing, since: Date | null): Lack[] {
  return content.script.steps.flatMap(({ kind, key: step, title }): Lack[] => {
    const done = kind === "consent" && proofing.steps.find((entry) => entry.step === step);
    return since && done && done.doneAt < since ? [{ kind: "step", step, title }] : [];
  });
}

/** `since`: the session that counts; holes that end before it made an earlier one void and are no fault of this one. */
export function recordingFault(
  recordings: RecordingFact[],
  maxGapMs: number,
  until: Date,
  since: Date | null = null,
): "missing" | "silent" | "gap" | undefined {
  for (const member of ["applicant", "agent"] as const) {
    const own = recordings.filter((piece) => piece.member === member).sort((a, b) => a.segment - b.segment);
    if (!own.some((piece) => piece.bytes > 0)) return "missing";
    const last = own.at(-1)!;
    if (!last.endedAt && until.getTime() - lastKept(last).getTime() > silentMs) return "silent";
    // A segment cut off by a killed process never got its end: what counts is the hole before the next one.
    for (const [i, piece] of own.entries()) {
      const next = own[i + 1];
      if (
        next &&
        (!since || next.startedAt > since) &&
        next.startedAt.getTime() - (piece.endedAt ?? lastKept(piece)).getTime() > maxGapMs
      )
        return "gap";
    }
  }
  return undefined;
}

const lastKept = (piece: RecordingFact): Date => piece.lastChunkAt ?? piece.startedAt;

/** The step to open now: the first that is not done, or outlived by a void session, in the script's order. */
export function presentStep(
  content: RulePackContent,
  proofing: Proofing,
  sessionSince: Date | null = null,
): ScriptStep | undefined {
  const lacks = [...stepsLacking(content, proofing), ...consentsOutlived(content, proofing, sessionSince)];
  const lacking = new Set(lacks.flatMap((lack) => ("step" in lack ? [lack.step] : [])));
  return content.script.steps.find((step) => lacking.has(step.key));
}

/** AGR-06: nobody identifies themselves. The room's agent attends; another only after the room was handed over. */
export function mayStart(who: AgentPrincipal, room: { raId: string; agentId: string }, holderCpf: string): boolean {
  return mayAttend(who, room.raId) && room.agentId === who.id && who.cpf !== holderCpf;
}

export function mayContinue(who: AgentPrincipal, proofing: Proofing): boolean {
  const open = proofing.validation === null && proofing.lapsedAt === null;
  return mayAttend(who, proofing.raId) && proofing.agentId === who.id && open;
}

/** DOC-ICP-05 3.2.8.2: verified by another person than those who attended (person: same CPF is the same person). */
export function isAnotherPerson(who: AgentPrincipal, attendants: readonly Person[]): boolean {
  return attendants.every(({ id, cpf }) => who.id !== id && who.cpf !== cpf);
}

export function mayCheck(who: AgentPrincipal, proofing: Proofing, holderCpf: string): boolean {
  return mayVerify(who, proofing.raId) && who.cpf !== holderCpf;
}

/** Who may say that nobody will decide a sitting any more, so that its holder books again: whoever works in the AR. */
export function mayLapse(who: AgentPrincipal, raId: string): boolean {
  return mayAttend(who, raId) || mayVerify(who, raId) || mayManage(who, raId);
}

/** The second person's list: what this one may decide; the rest waits for somebody else (AGR-06, DOC-ICP-05 3.2.8.2). */
export function mayTakeUp(
  who: AgentPrincipal,
  task: { raId: string; holderCpf: string; attendants: readonly Person[] },
): boolean {
  return mayVerify(who, task.raId) && who.cpf !== task.holderCpf && isAnotherPerson(who, task.attendants);
}

/** Whether the proofing waits for its second person. */
export function awaitsVerification(proofing: Pick<Proofing, "validation" | "verification">): boolean {
  return proofing.validation?.outcome === "approved" && proofing.verification === null;
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
export function finalOutcome(proofing: Pick<Proofing, "validation" | "verification">): Outcome | null {
  if (!proofing.validation) return null;
  if (proofing.validation.outcome !== "approved") return proofing.validation.outcome;
  return proofing.verification?.outcome ?? null;
}

/** A decision that is no approval needs a reason of the catalogue that belongs to it; an approval has none. */
export function reasonFits(outcome: Outcome, code: string): boolean {
  if (outcome === "approved") return code === "";
  return reasonsFor(outcome).some((reason) => reason.code === code);
}
