import assert from "node:assert/strict";
import { test } from "node:test";
import { type MailHead, mailKind } from "./mail-kind.ts";
import { type Paper, type PaperRequirement, requirementStates, suggestedKind } from "./paper.ts";

const identity: PaperRequirement = { kind: "identity", title: "Identidade", advice: "", nameHints: ["RG", "CNH"] };
const company: PaperRequirement = { kind: "company", title: "Empresa", advice: "", nameHints: ["CONTRATO", "CNPJ"] };

function paper(more: Partial<Paper>): Paper {
  return {
    id: "1",
    orderId: "o",
    mailId: null,
    source: "upload",
    fileName: "a.pdf",
    kind: null,
    mediaType: "application/pdf",
    hash: "",
    bytes: 1,
    pages: 1,
    verdict: "accepted",
    reason: null,
    senderIsHolder: true,
    receivedAt: new Date(0),
    review: null,
    ...more,
  };
}
const review = (outcome: "accepted" | "refused", kind: string) => ({
  agentId: "a",
  outcome,
  kind,
  note: "cortado",
  reviewedAt: new Date(0),
});
const states = (...papers: Paper[]) => requirementStates([identity, company], papers).map(({ state }) => state);

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

test("file names suggest a kind when they say one thing", () => {
  const kinds = [identity, company];
  assert.equal(suggestedKind("RG_frente.pdf", kinds), "identity");
  assert.equal(suggestedKind("contrato social.pdf", kinds), "company");
  assert.equal(suggestedKind("rg e contrato.pdf", kinds), null);
  assert.equal(suggestedKind("energia.pdf", kinds), null);
});

const heads: [string, Partial<Omit<MailHead, "headers">> & { headers?: Record<string, string> }, string][] = [
  ["a person", {}, "person"],
  ["the null sender", { envelopeFrom: "" }, "bounce"],
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
