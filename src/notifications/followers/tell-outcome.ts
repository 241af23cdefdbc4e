import { issuedCertificateBySerial, paidTimeOf, reasonsOfferedOn } from "../../issuance/certificates/issuance-reads.ts";
import { orderById } from "../../orders/orders-reads.ts";
import type { EventPayloads } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { dayInBrazil } from "../../platform/time/brasilia.ts";
import { proofingProgress } from "../../proofing/proofing-reads.ts";
import { reasonOf } from "../../proofing/reason-catalogue.ts";
import {
  certificateIssued,
  certificateRevoked,
  decisionMissing,
  identityConfirmed,
  notApproved,
} from "../letters/outcome-letters.ts";
import { tellHolder } from "./tell-holder.ts";

type Decided = EventPayloads["proofing.validated"] | EventPayloads["proofing.verified"];

/** A decision that is not an approval reaches the holder with its cure; `by` tells the decisions apart. */
async function tellNotApproved(
  ctx: Context,
  by: "validation" | "verification" | "return",
  decided: Decided,
): Promise<void> {
  const { orderId, proofingId, outcome } = decided;
  const reason = reasonOf(decided.reason);
  // An irregularity has the letter of its case.
  if (outcome === "approved" || !reason || reason.freezes) return;
  await tellHolder(ctx, orderId, `not-approved:${by}:${proofingId}`, (facts) =>
    notApproved(facts, ctx.config.publicUrl, outcome, reason),
  );
}

/** An approval by the first agent is not yet one: the holder hears when the second has agreed. */
export function tellValidated(ctx: Context, decided: EventPayloads["proofing.validated"]): Promise<void> {
  return tellNotApproved(ctx, "validation", decided);
}

export async function tellVerified(ctx: Context, decided: EventPayloads["proofing.verified"]): Promise<void> {
  if (decided.outcome !== "approved") return tellNotApproved(ctx, "verification", decided);
  await tellHolder(ctx, decided.orderId, `identity-confirmed:${decided.proofingId}`, (facts) =>
    identityConfirmed(facts, ctx.config.publicUrl),
  );
}

/** Told only while it is still so. */
export async function tellDecisionMissing(ctx: Context, event: EventPayloads["decision.missing"]): Promise<void> {
  const { roomId, orderId, lapsesAt } = event;
  await tellHolder(ctx, orderId, `decision-missing:${roomId}`, async (facts, tx) => {
    if ((await proofingProgress(tx, orderId)).state !== "undecided") return undefined;
    return decisionMissing(facts, ctx.config.publicUrl, new Date(lapsesAt));
  });
}

/** The agent took an approved sitting back for a new one: the holder reads why, and books again. */
export async function tellRedo(ctx: Context, answered: EventPayloads["proofing.return-answered"]): Promise<void> {
  if (answered.outcome === "redo") await tellNotApproved(ctx, "return", { ...answered, outcome: "pending" });
}

export async function tellIssued(ctx: Context, issued: EventPayloads["certificate.issued"]): Promise<void> {
  await tellHolder(ctx, issued.orderId, `certificate-issued:${issued.serial}`, (facts) =>
    certificateIssued(facts, ctx.config.publicUrl, issued.serial),
  );
}

/** Whoever revoked it, the holder hears that the certificate ended, and what the order still gives. */
export async function tellRevoked(ctx: Context, revoked: EventPayloads["certificate.revoked"]): Promise<void> {
  const { orderId, serial } = revoked;
  await tellHolder(ctx, orderId, `certificate-revoked:${serial}`, async (facts, tx) => {
    const issued = await issuedCertificateBySerial(tx, serial);
    if (!issued?.revokedAt) return undefined;
    const { revokedAt: at, revokedBy } = issued;
    const byHolder = revokedBy?.kind === "applicant";
    const offered = await reasonsOfferedOn(tx, byHolder ? "holder" : "authority", dayInBrazil(at));
    const reason = offered.find(({ code }) => code === revoked.reason)?.words ?? revoked.reason;
    const [until, order] = [await paidTimeOf(tx, orderId), await orderById(tx, orderId)];
    const paidUntil = until && until > ctx.clock.now() && !order?.cancelledAt ? until : undefined;
    return certificateRevoked(facts, ctx.config.publicUrl, { serial, at, reason, byHolder, paidUntil });
  });
}
