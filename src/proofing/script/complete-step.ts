import { record } from "../../audit/record.ts";
import type { ScriptStep } from "../../catalog/rule-pack.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { placeAct } from "../../rooms/recordings/place-act.ts";
import { putStep } from "../act-store.ts";
import { openProofing } from "../open-proofing.ts";
import type { RoomFacts, StepEvidence } from "../proofing.ts";
import { ProofingFailure } from "../proofing-failures.ts";
import { roomFacts } from "../proofing-reads.ts";

/** What the agent states of a step; the rest of its evidence is what the room itself has kept. */
type StepClaim = { spoken?: boolean; stillId?: string; checks?: string[] };

/**
 * Marks a step of the script as done, with its evidence, at its place in the recording (`placeAct` refuses it outside).
 * Questions complete themselves (answer-question). Failures: step-unknown, consent-missing, still-missing,
 * checks-missing.
 */
export async function completeStep(
  ctx: Context,
  command: { proofingId: string; step: string; claim: StepClaim; by: AgentPrincipal },
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const { proofing, content } = await openProofing(tx, command.proofingId, command.by);
    const place = await placeAct(tx, proofing.roomId, now);
    const step = content.script.steps.find((candidate) => candidate.key === command.step);
    if (!step) throw new ProofingFailure("step-unknown");
    const evidence = evidenceFor(step, command.claim, await roomFacts(tx, proofing.roomId));
    await putStep(tx, proofing.id, { step: step.key, evidence, doneBy: command.by.id, place }, now);
    const details = { proofingId: proofing.id, step: step.key, evidence, place };
    await record(
      tx,
      { chain: `order:${proofing.orderId}`, act: "proofing.step-completed", actor: actorOf(command.by), details },
      now,
    );
  });
}

/**
 * Pure: the evidence a claim makes together with the room's facts, or the Failure that says what is missing. What was
 * clicked or shown before the session that counts is no evidence.
 */
function evidenceFor(step: ScriptStep, claim: StepClaim, room: RoomFacts): StepEvidence {
  const isInside = (at: Date) => room.session?.countsFrom != null && at >= room.session.countsFrom;
  switch (step.kind) {
    case "consent":
      // VC-14: spoken and clicked, inside the recording.
      if (!room.consentAt || !isInside(room.consentAt) || !claim.spoken) throw new ProofingFailure("consent-missing");
      return { kind: "consent", clickedAt: room.consentAt.toISOString(), spoken: true };
    case "still": {
      const still = room.stills.find((kept) => kept.id === claim.stillId && kept.kind === step.still);
      if (!still || !isInside(still.receivedAt)) throw new ProofingFailure("still-missing");
      return { kind: "still", stillId: still.id, hash: still.hash, takenAt: still.receivedAt.toISOString() };
    }
    case "checklist": {
      const ticked = new Set(claim.checks);
      if (!step.checks.every((check) => ticked.has(check))) throw new ProofingFailure("checks-missing");
      return { kind: "checklist", checks: step.checks };
    }
    case "questions":
      throw new ProofingFailure("step-unknown");
  }
}
