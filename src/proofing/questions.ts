import type { ScriptQuestion } from "../catalog/rule-pack.ts";

export type AnswerOutcome = "right" | "wrong" | "not-heard";

/** One drawn question; `outcome` is the latest hearing, null while nobody answered. `sessionId` as of a `StepDone`. */
export type QuestionState = {
  position: number;
  question: string;
  sessionId: string | null;
  outcome: AnswerOutcome | null;
  hearings: number;
};

/** One time the agent judged an answer, with the instant its question was drawn. */
export type Hearing = { position: number; outcome: AnswerOutcome; at: Date; drawnAt: Date };

/** Values of the order that answer questions; absent ones are not asked about. */
export type AnswerFacts = Partial<Record<ScriptQuestion["fact"], string>>;

/**
 * Draws `count` questions whose answer is known, in random order; those this person was asked within the last year
 * come only when no others are left (VC-11). `random(n)` is an unpredictable integer from 0 to n-1.
 */
export function drawQuestions(
  catalogue: readonly ScriptQuestion[],
  facts: AnswerFacts,
  askedBefore: ReadonlySet<string>,
  count: number,
  random: (below: number) => number,
): ScriptQuestion[] {
  const known = catalogue.filter((question) => facts[question.fact]);
  const fresh = shuffled(
    known.filter((question) => !askedBefore.has(question.key)),
    random,
  );
  const stale = shuffled(
    known.filter((question) => askedBefore.has(question.key)),
    random,
  );
  return [...fresh, ...stale].slice(0, count);
}

/** Fisher–Yates: every order equally likely. */
function shuffled<T>(items: T[], random: (below: number) => number): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = random(i + 1);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

/** "passed" with enough right ones, "failed" once that cannot happen any more, else "open". */
export function questionsVerdict(questions: readonly QuestionState[], pass: number): "open" | "passed" | "failed" {
  if (questions.length === 0) return "open";
  const wanted = Math.min(pass, questions.length);
  const right = questions.filter((question) => question.outcome === "right").length;
  const wrong = questions.filter((question) => question.outcome === "wrong").length;
  if (questions.length - wrong < wanted) return "failed";
  return right + wrong === questions.length && right >= wanted ? "passed" : "open";
}
