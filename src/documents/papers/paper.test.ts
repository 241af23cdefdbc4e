import assert from "node:assert/strict";
import { test } from "node:test";
import { type MailHead, mailKind } from "../mail/mail-kind.ts";
import {
  asJpegName,
  type Paper,
  type PaperRequirement,
  requirementStates,
  suggestedKind,
  suggestedSide,
  unreadExtras,
  type WaitingFile,
} from "./paper.ts";

const identity: PaperRequirement = {
  kind: "identity",
  title: "Identidade",
  advice: "",
  nameHints: ["RG", "CNH"],
  sides: 1,
  isOfPerson: true,
};
const company: PaperRequirement = {
  kind: "company",
  title: "Empresa",
  advice: "",
  nameHints: ["CONTRATO", "CNPJ"],
  sides: 1,
  isOfPerson: false,
};

function paper(more: Partial<Paper>): Paper {
  return {
    id: "1",
    orderId: "o",
    mailId: null,
    source: "upload",
    fileName: "a.pdf",
    kind: null,
    side: null,
    mediaType: "application/pdf",
    hash: "",
    bytes: 1,
    pages: 1,
    verdict: "accepted",
    reason: null,
    senderIsHolder: true,
    receivedAt: new Date(0),
    judgedAt: new Date(0),
    sharedFrom: null,
    review: null,
    ...more,
  };
}
const review = (outcome: "accepted" | "refused", kind: string) => ({
  agentId: "a",
  outcome,
  kind,
  side: null,
  note: "cortado",
  reviewedAt: new Date(0),
});
const states = (...papers: Paper[]) => requirementStates([identity, company], papers).map(({ state }) => state);

test("a converted picture has one ending, whatever the phone called it", () => {
  assert.deepEqual(["IMG_1.HEIC", "foto.jpg", "foto.JPEG", "foto"].map(asJpegName), [
    "IMG_1.jpg",
    "foto.jpg",
    "foto.jpg",
    "foto.jpg",
  ]);
});

test("requirements are covered by kind, then by papers of unknown kind, never by refused ones", () => {
  assert.deepEqual(states(), ["missing", "missing"]);
  assert.deepEqual(states(paper({ kind: "company" })), ["missing", "received"]);
  assert.deepEqual(states(paper({})), ["received", "missing"]);
  assert.deepEqual(states(paper({}), paper({ kind: "identity" })), ["received", "received"]);
  assert.deepEqual(states(paper({ kind: "identity", verdict: "refused", reason: "paper-locked" })), [
    "missing",
    "missing",
  ]);
});

test("an agent's word beats the sender's", () => {
  assert.deepEqual(states(paper({ kind: "identity", review: review("accepted", "company") })), ["missing", "accepted"]);
  assert.deepEqual(states(paper({ kind: "identity", review: review("refused", "identity") })), ["refused", "missing"]);
  const again = [paper({ kind: "identity", review: review("refused", "identity") }), paper({ kind: "identity" })];
  assert.deepEqual(states(...again), ["received", "missing"]);
  assert.deepEqual(states(paper({ review: review("refused", "other") })), ["missing", "missing"]);
});

test("a document sent after an accepted one is looked at too, before the accepted one counts again", () => {
  const accepted = paper({ id: "old", kind: "identity", review: review("accepted", "identity") });
  const later = (more: Partial<Paper>) => paper({ id: "new", kind: "identity", receivedAt: new Date(1), ...more });
  const [place] = requirementStates([identity], [accepted, later({})]);
  assert.deepEqual([place!.state, place!.paperId], ["received", "new"]);
  assert.deepEqual(states(accepted, later({ review: review("refused", "identity") })), ["accepted", "missing"]);
  assert.deepEqual(states(accepted, later({ review: review("accepted", "identity") })), ["accepted", "missing"]);
  assert.deepEqual(states(later({}), accepted), ["received", "missing"]);
  const earlier = paper({ kind: "identity", receivedAt: new Date(-1) });
  assert.deepEqual(states(earlier, accepted), ["accepted", "missing"]);
});

const twoSided = { ...identity, sides: 2 as const };
const sides = (...papers: Paper[]) => requirementStates([twoSided, company], papers).map(({ state }) => state);
const known = (more: Partial<Paper>) => paper({ kind: "identity", ...more });

test("a document of two sides is two places: a front alone lacks its back", () => {
  const [front, back] = requirementStates([twoSided], [known({ side: "front" })]);
  assert.deepEqual([front?.place, front?.title, front?.state], ["identity.front", "Identidade: frente", "received"]);
  assert.deepEqual([back?.place, back?.title, back?.state], ["identity.back", "Identidade: verso", "missing"]);
  assert.deepEqual(sides(known({ side: "back" })), ["missing", "received", "missing"]);
  assert.deepEqual(sides(known({ side: "front" }), known({ side: "front" })), ["received", "missing", "missing"]);
  assert.deepEqual(sides(known({ side: "front" }), known({ side: "back" })), ["received", "received", "missing"]);
});

test("a file of several pages, and one whose sender says so, has both sides", () => {
  assert.deepEqual(sides(known({ pages: 2 })), ["received", "received", "missing"]);
  assert.deepEqual(sides(known({ pages: 2, side: "front" })), ["received", "received", "missing"]);
  assert.deepEqual(sides(known({ side: "both" })), ["received", "received", "missing"]);
});

test("a file whose side nobody knows stands for one side, and for the one that is open", () => {
  assert.deepEqual(sides(known({})), ["received", "missing", "missing"]);
  assert.deepEqual(sides(known({}), known({})), ["received", "received", "missing"]);
  assert.deepEqual(sides(known({}), known({ side: "front" })), ["received", "received", "missing"]);
  assert.deepEqual(sides(paper({}), known({ side: "front" })), ["received", "received", "missing"]);
  assert.deepEqual(sides(paper({}), paper({}), paper({})), ["received", "received", "received"]);
  assert.deepEqual(sides(paper({ pages: 3 })), ["received", "received", "missing"]);
  assert.deepEqual(sides(paper({ side: "back" })), ["missing", "received", "missing"]);
});

test("an agent's word says the side, and a refused side must come again by itself", () => {
  const seen = (side: "front" | "back" | "both", outcome: "accepted" | "refused" = "accepted") => ({
    ...review(outcome, "identity"),
    side,
  });
  assert.deepEqual(sides(known({ side: "front", review: seen("both") })), ["accepted", "accepted", "missing"]);
  assert.deepEqual(sides(known({ pages: 2, review: seen("front") })), ["accepted", "missing", "missing"]);
  const blurred = [
    known({ side: "front", review: seen("front") }),
    known({ side: "back", review: seen("back", "refused") }),
  ];
  assert.deepEqual(sides(...blurred), ["accepted", "refused", "missing"]);
  assert.deepEqual(sides(...blurred, known({})), ["accepted", "received", "missing"]);
});

test("a file beside the list waits for a look, whatever the list says; one that stands at a place waits there", () => {
  const extra = (more: Partial<Paper>) => paper({ id: "x", kind: "other", ...more });
  const full = [
    paper({ id: "1", kind: "identity", review: review("accepted", "identity") }),
    paper({ id: "2", kind: "company", review: review("accepted", "company") }),
  ];
  const unread = (...papers: Paper[]) => unreadExtras([identity, company], papers).map(({ id }) => id);
  assert.deepEqual(unread(...full), []);
  assert.deepEqual(unread(...full, extra({})), ["x"]);
  assert.deepEqual(unread(...full, extra({ kind: null })), ["x"]);
  assert.deepEqual(unread(extra({})), [], "it stands at the first open place");
  assert.deepEqual(unread(...full, extra({ verdict: "refused" })), []);
  assert.deepEqual(unread(...full, extra({ review: review("refused", "other") })), []);
  assert.deepEqual(unread(...full, extra({ review: review("accepted", "other") })), []);
});

test("file names suggest a side", () => {
  const names = ["RG_frente.jpg", "rg verso.pdf", "CNH frente e verso.pdf", "CNH.pdf", "conversor.pdf"];
  assert.deepEqual(names.map(suggestedSide), ["front", "back", "both", null, null]);
});

test("file names suggest a kind when they say one thing", () => {
  const kinds = [identity, company];
  assert.equal(suggestedKind("RG_frente.pdf", kinds), "identity");
  assert.equal(suggestedKind("contrato social.pdf", kinds), "company");
  assert.equal(suggestedKind("rg e contrato.pdf", kinds), null);
  assert.equal(suggestedKind("energia.pdf", kinds), null);
});

const heads: [string, Partial<Omit<MailHead, "headers">> & { headers?: Record<string, string> }, string][] = [
  ["a person", {}, "person"],
  ["the null sender", { envelopeFrom: "" }, "auto"],
  ["a delivery report", { headers: { "content-type": "multipart/report; report-type=delivery-status" } }, "bounce"],
  ["mailer-daemon", { from: "mailer-daemon@x" }, "bounce"],
  ["Auto-Submitted", { headers: { "auto-submitted": "auto-replied" } }, "auto"],
  ["Auto-Submitted: no", { headers: { "auto-submitted": "no" } }, "person"],
  ["an absence without headers", { subject: "Resposta automática: férias" }, "auto"],
  ["Ausência temporária", { subject: "AUSÊNCIA TEMPORÁRIA" }, "auto"],
  ["Outlook's habit", { headers: { "x-auto-response-suppress": "all" } }, "auto"],
  ["a list", { headers: { "list-id": "<x>" } }, "list"],
];
for (const [what, { headers, ...more }, kind] of heads)
  test(`mail kind: ${what} is ${kind}`, () => {
    const head = { subject: "RES: Documentos", from: "maria@x", envelopeFrom: "maria@x", ...more };
    assert.equal(mailKind({ ...head, headers: new Map(Object.entries(headers ?? {})) }), kind);
  });

test("a file that waits for its turn stands for what it seems to be, else for the first that lacks; others still lack", () => {
  const waiting = (more: Partial<WaitingFile>): WaitingFile => ({
    source: "mail",
    fileName: "scan.pdf",
    kind: null,
    side: null,
    waitsUntil: null,
    ...more,
  });
  const states = (papers: Paper[], files: WaitingFile[], of = [identity, company]) =>
    requirementStates(of, papers, files).map(({ state, waits }) => (waits ? `${state} ${waits.fileName}` : state));
  assert.deepEqual(states([], []), ["missing", "missing"]);
  assert.deepEqual(states([], [waiting({})]), ["waiting scan.pdf", "missing"]);
  assert.deepEqual(states([], [waiting({ fileName: "contrato.pdf" })]), ["missing", "waiting contrato.pdf"]);
  assert.deepEqual(states([], [waiting({ kind: "other" })]), ["missing", "missing"]);
  const here = paper({ kind: "identity" });
  assert.deepEqual(states([here], [waiting({ fileName: "RG.pdf" })]), ["received", "missing"]);
  const refused = paper({ kind: "identity", review: review("refused", "identity") });
  assert.deepEqual(states([refused], [waiting({ kind: "identity" })]), ["waiting scan.pdf", "missing"]);
  const sides = [{ ...identity, sides: 2 as const }];
  assert.deepEqual(states([], [waiting({ fileName: "rg verso.jpg" })], sides), ["missing", "waiting rg verso.jpg"]);
  const both = waiting({ fileName: "rg frente e verso.pdf" });
  assert.deepEqual(states([], [both], sides), [`waiting ${both.fileName}`, `waiting ${both.fileName}`]);
  assert.deepEqual(states([], [waiting({}), waiting({}), waiting({})], sides).length, 2);
});
