import { type AgentPrincipal, mayAttend } from "../../people/agent.ts";
import type { PaperRefusal } from "../documents-failures.ts";
import { plainText } from "../mail/order-mention.ts";

declare module "../../platform/jobs/jobs.ts" {
  interface EventPayloads {
    /** Files arrived, accepted or refused; `paperIds` may be empty when a mail brought none. */
    "papers.received": { orderId: string; paperIds: string[]; mailId?: string };
    /** A person wrote and no order could be told; the mail waits for an agent. */
    "mail.unmatched": { mailId: string };
    /** Something in a mail about this order needs a person of the AR. */
    "mail.asks": { mailId: string; orderId: string };
  }
  interface JobPayloads {
    "documents.open-mail": { mailId: string };
    "documents.share-papers": { orderId: string };
  }
}

/** Which side of a document a file shows, or that both are on it. */
export type PaperSide = "front" | "back" | "both";

/** The newest word of an agent about a paper. */
type PaperReview = {
  agentId: string;
  outcome: "accepted" | "refused";
  kind: string;
  side: PaperSide | null;
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
  /** What the sender says or the name suggests; null: not known. */
  side: PaperSide | null;
  mediaType: string;
  /** SHA-256 of the content, kept under the order's key. */
  hash: string;
  bytes: number;
  pages: number;
  verdict: "accepted" | "refused";
  reason: PaperRefusal | null;
  senderIsHolder: boolean;
  receivedAt: Date;
  /** A file that waits for its turn has its verdict later than it came. */
  judgedAt: Date;
  /** The same file on another order of the purchase, where it was sent; null: sent to this one. */
  sharedFrom: string | null;
  review: PaperReview | null;
};

export type PaperRequirement = {
  kind: string;
  title: string;
  advice: string;
  nameHints: string[];
  /** 2: its front and its back are asked for. */
  sides: 1 | 2;
  /** About the person, not the order: one serves every order of the same purchase. */
  isOfPerson: boolean;
};

/**
 * One place that a file must fill; a document of two sides has two. accepted: an agent said so. received: a file is here
 * and an agent will look. waiting: a file came that was not opened yet. refused: must come again.
 */
export type RequirementState = PaperRequirement & {
  /** "identity.front"; the kind alone where there is one place. */
  place: string;
  side: "front" | "back" | null;
  state: "accepted" | "received" | "waiting" | "refused" | "missing";
  /** Of a waiting one: how its file came, and when it is opened at the earliest; null: in a moment. */
  waits?: WaitingFile;
  note: string;
  /** The file that stands there; null where none is usable. */
  paperId: string | null;
};

/** A file that came and has no verdict yet; kind and side as its sender says. */
export type WaitingFile = Pick<Paper, "source" | "fileName" | "kind" | "side"> & { waitsUntil: Date | null };

/** What a file name suggests: "RG_frente.pdf" is an identity; null where it says nothing or says two things. */
export function suggestedKind(fileName: string, requirements: readonly PaperRequirement[]): string | null {
  const words = plainText(fileName).split(/[^A-Z]+/);
  const kinds = requirements.filter(({ nameHints }) => nameHints.some((hint) => words.includes(hint)));
  return kinds.length === 1 ? kinds[0]!.kind : null;
}

/** What a picture that was converted is called: phones send HEIC also under the name of a JPG. */
export function asJpegName(fileName: string): string {
  return fileName.replace(/(\.(hei[cf]s?|jpe?g))?$/i, ".jpg");
}

const sideHints = { front: ["FRENTE", "FRONTAL", "ANVERSO"], back: ["VERSO", "COSTAS", "ATRAS"] } as const;

/** "RG_frente.jpg" is a front, "frente e verso.pdf" both; null where the name says nothing. */
export function suggestedSide(fileName: string): PaperSide | null {
  const words = plainText(fileName).split(/[^A-Z]+/);
  const says = (side: "front" | "back") => sideHints[side].some((hint) => words.includes(hint));
  if (says("front")) return says("back") ? "both" : "front";
  return says("back") ? "back" : null;
}

/** An agent's word beats all; a file of several pages has both sides, also one sent as "front"; then the sender's word. */
export function sideOf({ review, pages, side }: Paper): PaperSide | null {
  return review?.side ?? (pages > 1 ? "both" : side);
}

type Place = { requirement: PaperRequirement; side: "front" | "back" | null; papers: Paper[] };

const isLive = ({ review }: Paper) => review?.outcome !== "refused";
const isOpen = ({ papers }: Place) => !papers.some(isLive);

/**
 * Where each requirement stands, place by place. An agent's word about a paper beats what its sender said; a file whose
 * side nobody knows stands for one side only; papers of unknown kind stand for the first places that nothing else
 * covers, so that one PDF with everything does not look missing.
 */
export function requirementStates(
  requirements: readonly PaperRequirement[],
  papers: readonly Paper[],
  waiting: readonly WaitingFile[] = [],
): RequirementState[] {
  return withWaiting(placed(requirements, papers).places.map(stateOf), waiting, requirements);
}

/** Nobody is asked to send what is here already: each waiting file stands for what it seems to be, else for the first that lacks. */
function withWaiting(
  states: RequirementState[],
  waiting: readonly WaitingFile[],
  requirements: readonly PaperRequirement[],
): RequirementState[] {
  const stands = new Map<RequirementState, WaitingFile>();
  const free = () => stillToCome(states).filter((state) => !stands.has(state));
  for (const file of waiting) {
    const kind = file.kind ?? suggestedKind(file.fileName, requirements);
    const side = file.side ?? suggestedSide(file.fileName);
    const open = free().filter((state) => kind === null || state.kind === kind);
    const fits = open.filter((state) => !side || !state.side || side === "both" || side === state.side);
    for (const state of kind && side === "both" ? fits : fits.slice(0, 1)) stands.set(state, file);
  }
  return states.map((state) => {
    const waits = stands.get(state);
    return waits ? { ...state, state: "waiting", waits } : state;
  });
}

/**
 * Files that stand at no place and that nobody has looked at: "outro documento", or one more of an unknown kind. An
 * approval waits for them too, because what the holder sent beside the list may change what the list says.
 */
export function unreadExtras(requirements: readonly PaperRequirement[], papers: readonly Paper[]): Paper[] {
  const { places, usable } = placed(requirements, papers);
  const standing = new Set(places.flatMap((place) => place.papers));
  return usable.filter((paper) => paper.review === null && !standing.has(paper));
}

function placed(
  requirements: readonly PaperRequirement[],
  papers: readonly Paper[],
): { places: Place[]; usable: Paper[] } {
  const usable = papers.filter((paper) => paper.verdict === "accepted");
  const kindOf = (paper: Paper) => paper.review?.kind ?? paper.kind;
  const places = requirements.map((requirement): Place[] => {
    const sides = requirement.sides === 2 ? (["front", "back"] as const) : [null];
    return sides.map((side) => ({ requirement, side, papers: [] }));
  });
  for (const own of places) {
    const these = usable.filter((paper) => kindOf(paper) === own[0]!.requirement.kind);
    // Those that say their side first: what is left over takes what they leave open.
    for (const paper of these.filter((one) => own.length === 1 || sideOf(one))) fill(own, paper);
    for (const paper of these.filter((one) => own.length > 1 && !sideOf(one))) fill(own, paper);
  }
  const known = new Set(requirements.map(({ kind }) => kind));
  for (const paper of usable.filter((one) => one.review === null && !known.has(kindOf(one) ?? "")))
    fill(places.find((own) => own.some(isOpen)) ?? [], paper);
  return { places: places.flat(), usable };
}

/** Puts a paper where it belongs among the places of one document: on its side, on both, or on the first open one. */
function fill(own: readonly Place[], paper: Paper): void {
  const side = sideOf(paper);
  const fits = own.filter((place) => !place.side || side === "both" || side === place.side);
  for (const place of side || own.length === 1 ? fits : own.filter(isOpen).slice(0, 1)) place.papers.push(paper);
}

const sideWords = { front: "frente", back: "verso" } as const;

function stateOf({ requirement, side, papers }: Place): RequirementState {
  const { kind } = requirement;
  const about = {
    ...requirement,
    side,
    place: side ? `${kind}.${side}` : kind,
    title: side ? `${requirement.title}: ${sideWords[side]}` : requirement.title,
  };
  const at = (outcome?: "accepted" | "refused") => papers.find((paper) => paper.review?.outcome === outcome);
  const [accepted, unread] = [at("accepted"), newestOf(papers.filter(({ review }) => review === null))];
  // Sent after an accepted one, it takes its place until somebody has looked: nobody sends a document again for nothing.
  const live = accepted && !(unread && unread.receivedAt > accepted.receivedAt) ? accepted : unread;
  if (live) return { ...about, state: live.review ? "accepted" : "received", note: "", paperId: live.id };
  const refused = at("refused");
  if (refused) return { ...about, state: "refused", note: refused.review!.note, paperId: null };
  return { ...about, state: "missing", note: "", paperId: null };
}

const newestOf = (papers: readonly Paper[]): Paper | undefined =>
  papers.reduce<Paper | undefined>((best, one) => (best && best.receivedAt >= one.receivedAt ? best : one), undefined);

/** "identity.front" -> its kind and side; a side that is none is left out. */
export function partsOfPlace(place: string): { kind: string; side: PaperSide | undefined } {
  const [kind = "", side] = place.split(".");
  return { kind, side: side === "front" || side === "back" || side === "both" ? side : undefined };
}

/** When the newest usable file came; `papers` are oldest first. */
export function newestUsableAt(papers: readonly Paper[]): Date | undefined {
  return papers.findLast(({ verdict }) => verdict === "accepted")?.receivedAt;
}

/** What must still come: never sent, or refused by an agent. */
export function stillToCome(states: readonly RequirementState[]): RequirementState[] {
  return states.filter(({ state }) => state === "missing" || state === "refused");
}

/** Who attends the order says whether a paper serves, and nobody else of the AR: `attending` has its newest time. */
export function mayReviewPapers(who: AgentPrincipal, raId: string, attending: string | undefined): boolean {
  return mayAttend(who, raId) && who.id === attending;
}
