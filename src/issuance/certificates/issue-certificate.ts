import { record } from "../../audit/record.ts";
import { productById } from "../../catalog/catalog-reads.ts";
import type { Product } from "../../catalog/product.ts";
import { nameInCertificate } from "../../orders/applicant/name-in-certificate.ts";
import { isPlaced, type PlacedOrder } from "../../orders/order.ts";
import { mayActOn, type OrderPrincipal } from "../../orders/order-principal.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { registrationAuthority } from "../../people/authority/registration-authority-reads.ts";
import { newSerial, type PreparedCertificate, prepareCertificate } from "../../pki/certificates/certificate.ts";
import { readCertificate } from "../../pki/certificates/certificate-reader.ts";
import { type CertificateRequest, readCertificateRequest } from "../../pki/certificates/certificate-request.ts";
import { certificateTypeOn } from "../../pki/certificates/certificate-type.ts";
import { holderPlan, holderValidity } from "../../pki/certificates/holder-profile.ts";
import { PkiError } from "../../pki/der/pki-error.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { announce, enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { certificateFieldsOf } from "../../proofing/fields/certificate-fields-reads.ts";
import { approvedProofing } from "../../proofing/proofing-reads.ts";
import { type OpenAuthority, openAuthority, publishedBy } from "../authorities/authority-keys.ts";
import { certificateTypes } from "../authorities/authority-reads.ts";
import { abandonIntent, certificateOfSerial, insertIntent, lockLiveIntent } from "./certificate-store.ts";
import { completeIssuance } from "./complete-issuance.ts";
import { holderInCertificate } from "./holder-in-certificate.ts";
import { mayIssue } from "./issuance.ts";
import {
  type IssuedCertificate,
  isConfirmedFor,
  issuanceFacts,
  issuedCertificateOf,
  paidTimeOf,
} from "./issuance-reads.ts";
import { knownWeakKeys } from "./read-weak-keys.ts";
import { whyUnusable } from "./request-words.ts";

type IssueCertificate = {
  orderId: string;
  /** PKCS#10, DER. */
  request: Uint8Array;
  accessToken: string;
  by: OrderPrincipal;
};

/**
 * Issues the order's certificate for the key of this PKCS#10 request (DER). First the serial and the exact bytes to be
 * signed are recorded and committed, with the job that finishes what a crash interrupts; only then they are signed.
 * The same request again gives the same certificate.
 * Failures: issuance-not-due, issuance-not-confirmed, request-unusable {why}, certificate-already-issued, key-already-used, issuance-under-way,
 * certificate-type-closed, order-name-not-writable {letters} (placed before names were asked for again; the AR gets a
 * task), not-found.
 */
export async function issueCertificate(ctx: Context, command: IssueCertificate): Promise<IssuedCertificate> {
  const request = readRequest(ctx, command.request);
  const issuer = await openAuthority(ctx, ctx.db, "issuing");
  const serial = await reserveOrTell(ctx, issuer, command, request);
  if (serial !== undefined) await completeIssuance(ctx, { serial });
  const issued = await issuedCertificateOf(ctx.db, command.orderId);
  if (!issued) throw new Failure("issuance-under-way");
  return issued;
}

function readRequest(ctx: Context, request: Uint8Array): CertificateRequest {
  try {
    return readCertificateRequest(request, knownWeakKeys(ctx));
  } catch (error) {
    if (error instanceof PkiError) throw new Failure("request-unusable", { why: whyUnusable(error) });
    throw error;
  }
}

async function reserveOrTell(
  ctx: Context,
  issuer: OpenAuthority,
  command: IssueCertificate,
  request: CertificateRequest,
): Promise<string | undefined> {
  try {
    return await transact(ctx.db, (tx) => reserve(ctx, tx, issuer, command, request));
  } catch (error) {
    if (!(error instanceof PkiError) || error.refusal !== "name-not-writable") throw error;
    const order = await orderById(ctx.db, command.orderId);
    const held = order && nameInCertificate(order);
    const letters = held && "letters" in held ? held.letters : "as letras dele";
    await transact(ctx.db, (tx) => announce(tx, "issuance.name-refused", { orderId: command.orderId, letters }));
    throw new Failure("order-name-not-writable", { letters });
  }
}

/** The serial to be signed; undefined where this very request has its certificate already. */
async function reserve(
  ctx: Context,
  tx: Transaction,
  issuer: OpenAuthority,
  command: IssueCertificate,
  request: CertificateRequest,
): Promise<string | undefined> {
  const now = ctx.clock.now();
  const order = await orderById(tx, command.orderId);
  const product = order && (await productById(tx, order.productId));
  if (!order || !product || !isPlaced(order) || !mayActOn(command.by, order)) throw new Failure("not-found");
  const live = await lockLiveIntent(tx, order.id);
  if (live && (await certificateOfSerial(tx, live.serial))) {
    if (live.requestHash === request.requestHash) return undefined;
    throw new Failure("certificate-already-issued");
  }
  // Read once nobody can revoke in between: whoever comes after a revocation is told that, and not that a code is missing.
  const facts = await issuanceFacts(tx, order.id, now);
  if (!facts || !mayIssue(facts)) throw new Failure("issuance-not-due");
  if (!(await isConfirmedFor(tx, { orderId: order.id, accessToken: command.accessToken }, now)))
    throw new Failure("issuance-not-confirmed");
  if (live?.requestHash === request.requestHash) return live.serial;
  // Another key and no certificate yet: the first key was lost with its page.
  if (live) await abandonIntent(tx, live.serial, now);
  const proofing = await approvedProofing(tx, order.id);
  if (!proofing) throw new Failure("issuance-not-due");
  const { serial, prepared } = await prepareFor(ctx, tx, issuer, order, product, request.publicKeyInfo);
  await insertIntent(tx, {
    serial,
    orderId: order.id,
    proofingId: proofing.proofingId,
    authorityId: issuer.id,
    requestHash: request.requestHash,
    keyHash: request.keyHash,
    request: command.request,
    tbs: prepared.tbs,
    tbsHash: prepared.tbsHash,
    recordedAt: now,
  });
  const startAt = new Date(now.getTime() + 15_000);
  await enqueue(tx, "issuance.complete", { serial }, { startAt, key: serial });
  const details = { serial, tbsHash: prepared.tbsHash, keyHash: request.keyHash, proofingId: proofing.proofingId };
  const actor = { kind: "applicant", id: order.id } as const;
  await record(tx, { chain: `order:${order.id}`, act: "certificate.reserved", actor, details }, now);
  return serial;
}

async function prepareFor(
  ctx: Context,
  tx: Transaction,
  issuer: OpenAuthority,
  order: PlacedOrder,
  product: Product,
  publicKeyInfo: Uint8Array,
): Promise<{ serial: string; prepared: PreparedCertificate }> {
  const now = ctx.clock.now();
  const day = now.toISOString().slice(0, 10);
  const type = certificateTypeOn(await certificateTypes(tx), product.certificateType, product.person, day);
  const ra = await registrationAuthority(tx, order.raId);
  if (!type || product.validityMonths > type.longestMonths) throw new Failure("certificate-type-closed");
  if (!ra || !order.birthDate) throw new Error(`order ${order.id} lacks its AR or its birth date`);
  const holder = holderInCertificate(
    { ...order, birthDate: order.birthDate },
    product,
    await certificateFieldsOf(tx, order.id),
  );
  const serial = newSerial();
  const { notBefore, notAfter } = holderValidity(
    atSecond(now),
    product.validityMonths,
    readCertificate(issuer.certificate).notAfter,
  );
  // After a revocation: no longer than the time that was paid for, which began with the first one.
  const paidUntil = await paidTimeOf(tx, order.id);
  const plan = holderPlan(issuer, await publishedBy(ctx, tx, issuer, "issuing"), {
    serial,
    type,
    validity: { notBefore, notAfter: paidUntil && paidUntil < notAfter ? paidUntil : notAfter },
    publicKeyInfo,
    issuerName: issuer.name,
    identification: { raCnpj: ra.cnpj, way: "videoconferencia" },
    holder,
  });
  return { serial: Buffer.from(serial).toString("hex").toUpperCase(), prepared: prepareCertificate(issuer, plan) };
}

const atSecond = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);
