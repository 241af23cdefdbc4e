import { record } from "../../audit/record.ts";
import { productById } from "../../catalog/catalog-reads.ts";
import { productTitle } from "../../catalog/product.ts";
import { isPlaced } from "../../orders/order.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { registrationAuthority } from "../../people/authority/registration-authority-reads.ts";
import { readCertificate } from "../../pki/certificates/certificate-reader.ts";
import { keyHashOf, keyHashOfCertificate } from "../../pki/certificates/certificate-request.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { sha256Hex } from "../../platform/ids.ts";
import { GiveUpError } from "../../platform/jobs/job-troubles.ts";
import { announce, cancelJob, enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { authorityNamed, type CertificationAuthorities, type IssuanceAnswer } from "../certification-authority.ts";
import { IssuanceFailure } from "../issuance-failures.ts";
import {
  certificateOfSerial,
  type Intent,
  insertCertificate,
  insertPending,
  liveIntent,
  lockIntent,
  type StoredCertificate,
} from "./certificate-store.ts";
import { endOutside, giveUpIntent } from "./give-up-intent.ts";
import { agreementText } from "./subscriber-agreement.ts";

/** `gone`: given up, or another was faster. */
export type CompletedIssuance = "stored" | "pending" | "refused" | "gone";

/**
 * Has what an intent recorded issued and stores it, with the agreement the holder will sign. Runs right after the intent
 * and again as a job: the same record gives the same certificate, and it is stored once. An abandoned intent
 * is left alone. Rejects with AuthorityUnreachable where an authority outside does not answer.
 * Failures: issuance-under-way (given up meanwhile).
 */
export async function completeIssuance(
  ctx: Context,
  authorities: CertificationAuthorities,
  command: { serial: string },
): Promise<CompletedIssuance> {
  const intent = await liveIntent(ctx.db, command.serial);
  if (!intent || (await certificateOfSerial(ctx.db, intent.serial))) return "gone";
  const answer = await authorityNamed(authorities, intent.authority).issue(ctx, intent);
  const settled = await transact(ctx.db, async (tx) => {
    if (await lockIntent(tx, intent.serial)) return settle(ctx, tx, intent, answer);
    // The authority may have heard that nobody wants this any more before it was asked for it, so it is told again.
    if (!intent.authorityId) await endOutside(tx, intent.serial);
    return undefined;
  });
  if (!settled) throw new IssuanceFailure("issuance-under-way");
  return settled;
}

async function settle(
  ctx: Context,
  tx: Transaction,
  intent: Intent,
  answer: IssuanceAnswer,
): Promise<CompletedIssuance> {
  const now = ctx.clock.now();
  const { serial, orderId } = intent;
  if ("certificate" in answer) {
    await keep(tx, intent, answer, now);
    return "stored";
  }
  if ("pendingAs" in answer) {
    await insertPending(tx, serial, answer.pendingAs, now);
    await enqueue(tx, "issuance.complete", { serial }, { startAt: answer.askAgainAt, key: serial });
    return "pending";
  }
  await giveUpIntent(tx, intent, now);
  await cancelJob(tx, "issuance.complete", serial);
  const details = { serial, why: answer.refused };
  await record(tx, { chain: `order:${orderId}`, act: "certificate.refused", actor: { kind: "system" }, details }, now);
  await announce(tx, "issuance.refused", { orderId, why: answer.refused });
  return "refused";
}

type Issued = Extract<IssuanceAnswer, { certificate: Uint8Array }>;

async function keep(tx: Transaction, intent: Intent, { certificate, chain }: Issued, now: Date): Promise<void> {
  const { serial, orderId, authorityId } = intent;
  const { serial: printedSerial, commonName, notBefore, notAfter } = readCertificate(certificate);
  // A certificate of another key is refused here; otherwise the holder would be the one to find out.
  if (keyHashOfCertificate(certificate) !== keyHashOf(intent.request))
    throw new GiveUpError(`${intent.authority} answers ${serial} with a certificate of another key`);
  const fingerprint = sha256Hex(certificate);
  const stored: StoredCertificate = {
    serial,
    orderId,
    authorityId,
    outside: authorityId === null ? { printedSerial, chain: chain ?? [] } : undefined,
    commonName,
    certificate,
    fingerprint,
    notBefore,
    notAfter,
    issuedAt: now,
  };
  if (!(await insertCertificate(tx, stored, await agreementFor(tx, stored)))) return;
  await cancelJob(tx, "issuance.complete", serial);
  const details = { serial, fingerprint, tbsHash: intent.contentHash };
  await record(tx, { chain: `order:${orderId}`, act: "certificate.issued", actor: { kind: "system" }, details }, now);
  await announce(tx, "certificate.issued", { orderId, serial });
}

async function agreementFor(tx: Transaction, certificate: StoredCertificate): Promise<string> {
  const order = await orderById(tx, certificate.orderId);
  const product = order && (await productById(tx, order.productId));
  const ra = order && (await registrationAuthority(tx, order.raId));
  if (!order || !product || !ra || !isPlaced(order)) throw new Error(`order ${certificate.orderId} is not whole`);
  return agreementText({
    holderName: order.applicantName,
    cpf: order.cpf,
    companyName: product.person === "legal" ? order.companyName : null,
    cnpj: product.person === "legal" ? order.cnpj : null,
    orderNumber: order.number,
    productName: productTitle(product),
    serial: certificate.outside?.printedSerial ?? certificate.serial,
    fingerprint: certificate.fingerprint,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    raName: ra.name,
  });
}
