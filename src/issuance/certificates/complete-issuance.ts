import { record } from "../../audit/record.ts";
import { productById } from "../../catalog/catalog-reads.ts";
import { productTitle } from "../../catalog/product.ts";
import { isPlaced } from "../../orders/order.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { registrationAuthority } from "../../people/authority/registration-authority-reads.ts";
import { recallPrepared, signCertificate } from "../../pki/certificates/certificate.ts";
import { readCertificate } from "../../pki/certificates/certificate-reader.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { sha256Hex } from "../../platform/ids.ts";
import { announce, cancelJob } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { openAuthorityById } from "../authorities/authority-keys.ts";
import {
  certificateOfSerial,
  type Intent,
  insertCertificate,
  liveIntent,
  lockIntent,
  type StoredCertificate,
} from "./certificate-store.ts";
import { agreementText } from "./subscriber-agreement.ts";

/**
 * Signs what an intent recorded and stores it, with the agreement the holder will sign. Runs right after the intent
 * and again as a job: signing the same bytes gives the same certificate, and it is stored once. An abandoned intent
 * is left alone.
 */
export async function completeIssuance(ctx: Context, command: { serial: string }): Promise<void> {
  const intent = await liveIntent(ctx.db, command.serial);
  if (!intent || (await certificateOfSerial(ctx.db, intent.serial))) return;
  const authority = await openAuthorityById(ctx, ctx.db, intent.authorityId);
  const certificate = await signCertificate(recallPrepared(authority, intent.tbs, intent.tbsHash));
  await transact(ctx.db, (tx) => keep(ctx, tx, intent, certificate));
}

async function keep(ctx: Context, tx: Transaction, intent: Intent, certificate: Uint8Array): Promise<void> {
  const now = ctx.clock.now();
  if (!(await lockIntent(tx, intent.serial))) throw new Failure("issuance-under-way");
  const { serial, orderId, authorityId } = intent;
  const { commonName, notBefore, notAfter } = readCertificate(certificate);
  const fingerprint = sha256Hex(certificate);
  const stored: StoredCertificate = {
    serial,
    orderId,
    authorityId,
    commonName,
    certificate,
    fingerprint,
    notBefore,
    notAfter,
    issuedAt: now,
  };
  if (!(await insertCertificate(tx, stored, await agreementFor(tx, stored)))) return;
  await cancelJob(tx, "issuance.complete", serial);
  const details = { serial, fingerprint, tbsHash: intent.tbsHash };
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
    serial: certificate.serial,
    fingerprint: certificate.fingerprint,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    raName: ra.name,
  });
}
