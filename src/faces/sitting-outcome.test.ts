import assert from "node:assert/strict";
import { test } from "node:test";
import type { SittingFacts } from "../proofing/sitting-reads.ts";
import type { ReleaseReason } from "../scheduling/appointments/appointment.ts";
import { sittingOutcome, sittingWords } from "./sitting-outcome.ts";

const none: SittingFacts = { closedReason: null, validated: false, outcome: null, irregular: false };
const held = { ...none, closedReason: "attended" };

test("an appointment says what came of it, and never that it was merely attended", () => {
  const say = (
    releasedReason: ReleaseReason | null,
    sitting?: Partial<SittingFacts>,
    siteName: string | null = null,
  ) => {
    const outcome = sittingOutcome({ releasedReason, siteName }, sitting && { ...held, ...sitting });
    return outcome && sittingWords[outcome].words;
  };
  assert.equal(sittingOutcome({ releasedReason: null, siteName: null }, none), undefined, "it runs, or is to come");
  assert.equal(say("attended", { validated: true }), "Em verificação");
  assert.equal(say("attended", { validated: true, outcome: "approved" }), "Aprovado");
  assert.equal(say("attended", { validated: true, outcome: "refused" }), "Recusado");
  assert.equal(say("attended", { validated: true, outcome: "pending" }), "Pendente");
  assert.equal(say("attended", { validated: true, outcome: "refused", irregular: true }), "Irregular");
  assert.equal(
    say(null, { validated: true, outcome: "approved", irregular: true }),
    "Irregular",
    "found after the approval",
  );
  assert.equal(say("applicant-no-show", { closedReason: "nobody-came" }), "Titular faltou");
  assert.equal(say("agent-no-show", { closedReason: "nobody-came" }), "Agente faltou");
  assert.equal(say(null, {}), "Encerrado sem decisão");
  assert.equal(say("undecided", {}), "Encerrado sem decisão");
  assert.equal(say("attended", undefined, "Posto Centro"), "Compareceu");
  for (const { words, holder } of Object.values(sittingWords)) {
    assert.doesNotMatch(words, /Atendido/);
    assert.doesNotMatch(holder, /irregular|recusad/i, "the holder reads no accusation");
  }
});
