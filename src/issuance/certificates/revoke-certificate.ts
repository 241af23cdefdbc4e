import { record } from "../../audit/record.ts";
import { type ApplicantPrincipal, mayActOn } from "../../orders/order-principal.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import type { RevocationReason } from "../../pki/certificates/revocation-list.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { dayInBrazil } from "../../platform/time/brasilia.ts";
import { spendApproval } from "../../proofing/decision/spend-approval.ts";
import { AuthorityUnreachable, type CertificationAuthorities } from "../certification-authority.ts";
import { IssuanceFailure } from "../issuance-failures.ts";
import { lockIntent, proofingOfIntent } from "./certificate-store.ts";
import { endOutside } from "./give-up-intent.ts";
import { mayRevoke, type SaidBy, shortestRevocationNote } from "./issuance.ts";
import { isConfirmedFor, issuedCertificateBySerial, reasonsOfferedOn } from "./issuance-reads.ts";
import { insertRevocation } from "./revocation-store.ts";
import { tellAuthority } from "./tell-authority.ts";

/** A manager of the AR, or the holder from a browser that just proved to read the holder's e-mail. */
type Revoker = AgentPrincipal | { holder: ApplicantPrincipal; accessToken: string };

type RevokeCertificate = { serial: string; reason: RevocationReason; note: string; by: Revoker };

/**
 * Revokes a certificate for good and has its authority publish it at once (DOC-ICP-05 4.9). The approval it was issued on is spent:
 * another certificate needs another identification (3.3.2). Two at once: the first reason stands, the second is refused.
 * Failures: not-found, not-allowed, revocation-not-confirmed, revocation-reason-unfit, revocation-note-missing (the AR's),
 * certificate-already-revoked.
 */
export async function revokeCertificate(
  ctx: Context,
  authorities: CertificationAuthorities,
  command: RevokeCertificate,
): Promise<void> {
  await transact(ctx.db, (tx) => revoke(ctx, tx, command));
  // The job that was left with the revocation does it again where this fails or the process ends here.
  try {
    await tellAuthority(ctx, authorities, command);
  } catch (error) {
    if (!(error instanceof AuthorityUnreachable)) throw error;
    ctx.log.warn({ err: error, serial: command.serial }, "the certification authority was not told of a revocation");
  }
}

async function revoke(ctx: Context, tx: Transaction, command: RevokeCertificate): Promise<void> {
  const now = ctx.clock.now();
  const { reason, by } = command;
  const note = command.note.trim();
  const issued = await issuedCertificateBySerial(tx, command.serial);
  const order = issued && (await orderById(tx, issued.orderId));
  if (!issued || !order) throw new Failure("not-found");
  const saidBy = await judge(tx, by, order, now);
  const { serial, orderId } = issued;
  const offered = await reasonsOfferedOn(tx, saidBy, dayInBrazil(now));
  if (!offered.some(({ code }) => code === reason)) throw new IssuanceFailure("revocation-reason-unfit");
  if (saidBy === "authority" && note.length < shortestRevocationNote)
    throw new IssuanceFailure("revocation-note-missing");
  // Waits for whoever is storing, or revoking, this very certificate.
  await lockIntent(tx, serial);
  const actor = "holder" in by ? ({ kind: "applicant", id: orderId } as const) : actorOf(by);
  if (!(await insertRevocation(tx, { serial, reason, note, by: actor }, now)))
    throw new IssuanceFailure("certificate-already-revoked");
  const proofingId = await proofingOfIntent(tx, serial);
  if (proofingId) await spendApproval(tx, { proofingId }, now);
  await endOutside(tx, serial);
  const details = { serial, reason, note };
  await record(tx, { chain: `order:${orderId}`, act: "certificate.revoked", actor, details }, now);
  await announce(tx, "certificate.revoked", { orderId, serial, reason });
}

/** As whom they speak; whoever may not revoke does not learn that there is such a certificate. */
async function judge(tx: Transaction, by: Revoker, order: { id: string; raId: string }, now: Date): Promise<SaidBy> {
  if ("holder" in by) {
    if (!mayActOn(by.holder, order)) throw new Failure("not-found");
    const { accessToken } = by;
    if (!(await isConfirmedFor(tx, { orderId: order.id, accessToken, purpose: "revocation" }, now)))
      throw new IssuanceFailure("revocation-not-confirmed");
    return "holder";
  }
  if (by.raId !== order.raId) throw new Failure("not-found");
  if (!mayRevoke(by, order.raId)) throw new Failure("not-allowed");
  return "authority";
}
