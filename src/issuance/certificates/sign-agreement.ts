import { record } from "../../audit/record.ts";
import { mayActOn, type OrderPrincipal } from "../../orders/order-principal.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { PkiError } from "../../pki/der/pki-error.ts";
import { type VerifiedSignature, verifyCades } from "../../pki/signatures/verify-cades.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { sha256Hex } from "../../platform/ids.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { IssuanceFailure } from "../issuance-failures.ts";
import { stampTime } from "../seals/stamp-time.ts";
import { putAgreementSignature } from "./certificate-store.ts";
import { issuedCertificateOf } from "./issuance-reads.ts";

/**
 * Keeps the holder's signature on the subscriber agreement: detached CAdES over the text as it was offered, made with
 * the certificate's own key. Its time is stamped. Signing again is no error: the first signature stands.
 * Failures: not-found (no certificate), agreement-signature-wrong, timestamp-unreachable.
 */
export async function signAgreement(
  ctx: Context,
  command: { orderId: string; signature: Uint8Array; by: OrderPrincipal },
): Promise<void> {
  const { orderId, signature } = command;
  const order = await orderById(ctx.db, orderId);
  const issued = await issuedCertificateOf(ctx.db, orderId);
  if (!issued || !order || !mayActOn(command.by, order)) throw new Failure("not-found");
  if (issued.agreementSignedAt) return;
  const signed = verified(signature, issued.agreement, issued.certificate);
  const now = ctx.clock.now();
  const timestampToken = await stampTime(ctx, signed.signatureHash);
  await transact(ctx.db, async (tx) => {
    const { serial } = issued;
    if (!(await putAgreementSignature(tx, { serial, signature, timestampToken, signedAt: now }))) return;
    const details = { serial, textHash: sha256Hex(issued.agreement), signatureHash: sha256Hex(signature) };
    const actor = { kind: "applicant", id: orderId } as const;
    await record(tx, { chain: `order:${orderId}`, act: "agreement.signed", actor, details }, now);
    await announce(tx, "agreement.signed", { orderId, serial });
  });
}

function verified(signature: Uint8Array, text: string, certificate: Uint8Array): VerifiedSignature {
  try {
    const signed = verifyCades(signature, Buffer.from(text));
    if (Buffer.compare(signed.certificate, certificate) === 0) return signed;
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
  }
  throw new IssuanceFailure("agreement-signature-wrong");
}
