import { type AgentPrincipal, mayAttend, mayVerify } from "../people/agent.ts";
import type { FailureCode } from "../platform/failure.ts";
import { plainText } from "./order-mention.ts";

declare module "../platform/jobs.ts" {
  interface EventPayloads {
    /** Files arrived, accepted or refused; `paperIds` may be empty when a mail brought none. */
    "papers.received": { orderId: string; paperIds: string[]; mailId?: string };
    /** A person wrote and no order could be told; the mail waits for an agent. */
    "mail.unmatched": { mailId: string };
  }
  interface JobPayloads {
    "documents.open-mail": { mailId: string };
  }
}

/** The newest word of an agent about a paper. */
export type PaperReview = {
  agentId: string;
  outcome: "accepted" | "refused";
  kind: string;
  note: string;
  reviewedAt: Date;
};

/** One file of an order. A refused one has no content, only its reason. */
export type Paper = {
  id: string;
  orderId: string;
  mailId: string | null;
  source: "upload" | "mail";
  fileName: string;
  kind: string | null;
  mediaType: string;
  /** SHA-256 of the content, kept under the order's key. */
  hash: string;
  bytes: number;
  pages: number;
  verdict: "accepted" | "refused";
  reason: FailureCode | null;
  senderIsHolder: boolean;
  receivedAt: Date;
  review: PaperReview | null;
};

/** An order holds at most this many files: more is a mistake or an attack. */
export const mostPapers = 40;

export type PaperRequirement = { kind: string; title: string; advice: string; nameHints: string[] };

/** accepted: an agent said so. received: a file is here and an agent will look. refused: must come again. */
export type RequirementState = PaperRequirement & {
  state: "accepted" | "received" | "refused" | "missing";
  note: string;
};

/** What a file name suggests: "RG_frente.pdf" is an identity; null where it says nothing or says two things. */
export function suggestedKind(fileName: string, requirements: readonly PaperRequirement[]): string | null {
  const words = plainText(fileName).split(/[^A-Z]+/);
  const kinds = requirements.filter(({ nameHints }) => nameHints.some((hint) => words.includes(hint)));
  return kinds.length === 1 ? kinds[0]!.kind : null;
}

/**
 * Where each requirement stands. An agent's word about a paper beats what its sender said; papers of unknown kind
 * stand for the first requirements that nothing else covers, so that one PDF with everything does not look missing.
 */
export function requirementStates(
  requirements: readonly PaperRequirement[],
  papers: readonly Paper[],
): RequirementState[] {
  const usable = papers.filter((paper) => paper.verdict === "accepted");
  const kindOf = (paper: Paper) => paper.review?.kind ?? paper.kind;
  const known = new Set(requirements.map(({ kind }) => kind));
  let unknown = usable.filter((paper) => paper.review === null && !known.has(kindOf(paper) ?? "")).length;
  return requirements.map((requirement) => {
    const these = usable.filter((paper) => kindOf(paper) === requirement.kind);
    const at = (outcome?: "accepted" | "refused") => these.find((paper) => paper.review?.outcome === outcome);
    if (at("accepted")) return { ...requirement, state: "accepted", note: "" };
    if (at(undefined)) return { ...requirement, state: "received", note: "" };
    if (unknown > 0) {
      unknown--;
      return { ...requirement, state: "received", note: "" };
    }
    const refused = at("refused");
    if (refused) return { ...requirement, state: "refused", note: refused.review!.note };
    return { ...requirement, state: "missing", note: "" };
  });
}

/** Looking at papers and at mails is for those who attend or verify in the order's AR. */
export function mayReviewPapers(who: AgentPrincipal, raId: string): boolean {
  return mayAttend(who, raId) || mayVerify(who, raId);
}
