import { record } from "../../audit/record.ts";
import { productById } from "../../catalog/catalog-reads.ts";
import type { Product } from "../../catalog/product.ts";
import { nameInCertificate } from "../../orders/applicant/name-in-certificate.ts";
import { isPlaced, type PlacedOrder } from "../../orders/order.ts";
import { mayActOn, type OrderPrincipal } from "../../orders/order-principal.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { registrationAuthority } from "../../people/authority/registration-authority-reads.ts";
import { type CertificateRequest, readCertificateRequest } from "../../pki/certificates/certificate-request.ts";
import { certificateTypeOn } from "../../pki/certificates/certificate-type.ts";
import { PkiError } from "../../pki/der/pki-error.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { announce, enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { later } from "../../platform/time/durations.ts";
import { certificateFieldsOf } from "../../proofing/fields/certificate-fields-reads.ts";
import { approvedProofing } from "../../proofing/proofing-reads.ts";
import { certificateTypes } from "../authorities/authority-reads.ts";
import {
  type AskedCertificate,
  AuthorityUnreachable,
  type CertificationAuthorities,
  type CertificationAuthority,
} from "../certification-authority.ts";
import { IssuanceFailure } from "../issuance-failures.ts";
import { certificateOfSerial, insertIntent, lockLiveIntent } from "./certificate-store.ts";
import { type CompletedIssuance, completeIssuance } from "./complete-issuance.ts";
import { giveUpIntent } from "./give-up-intent.ts";
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
 * Issues the order's certificate for the key of this PKCS#10 request (DER). First the serial and the exact bytes that the
 * authority is asked with are recorded and committed, with the job that finishes what a crash interrupts; only then it is asked.
 * The same request again gives the same certificate.
 * Failures: issuance-pending (an authority outside has not decided, or does not answer: the job goes on), issuance-refused (it
 * never will; the AR gets a task), issuance-not-due, issuance-not-confirmed, request-unusable {why}, certificate-already-issued, key-already-used, issuance-under-way,
 * certificate-type-closed, order-name-not-writable {letters} (placed before names were asked for again; the AR gets a
 * task), not-found.
 */
export async function issueCertificate(
  ctx: Context,
  authorities: CertificationAuthorities,
  command: IssueCertificate,
): Promise<IssuedCertificate> {
  const request = readRequest(ctx, command.request);
  const serial = await reserveOrTell(ctx, authorities[0], command, request);
  const come = serial === undefined ? "stored" : await completed(ctx, authorities, serial);
  if (come === "pending") throw new IssuanceFailure("issuance-pending");
  if (come === "refused") throw new IssuanceFailure("issuance-refused");
  const issued = await issuedCertificateOf(ctx.db, command.orderId);
  if (!issued) throw new IssuanceFailure("issuance-under-way");
  return issued;
}

/** The job that was left asks again where an authority outside does not answer now. */
async function completed(
  ctx: Context,
  authorities: CertificationAuthorities,
  serial: string,
): Promise<CompletedIssuance> {
  try {
    return await completeIssuance(ctx, authorities, { serial });
  } catch (error) {
    if (!(error instanceof AuthorityUnreachable)) throw error;
    ctx.log.warn({ err: error, serial }, "the certification authority does not answer");
    return "pending";
  }
}

function readRequest(ctx: Context, request: Uint8Array): CertificateRequest {
  try {
    return readCertificateRequest(request, knownWeakKeys(ctx));
  } catch (error) {
    if (error instanceof PkiError) throw new IssuanceFailure("request-unusable", { why: whyUnusable(error) });
    throw error;
  }
}

async function reserveOrTell(
  ctx: Context,
  authority: CertificationAuthority,
  command: IssueCertificate,
  request: CertificateRequest,
): Promise<string | undefined> {
  try {
    return await transact(ctx.db, (tx) => reserve(ctx, tx, authority, command, request));
  } catch (error) {
    if (!(error instanceof PkiError) || error.refusal !== "name-not-writable") throw error;
    const order = await orderById(ctx.db, command.orderId);
    const held = order && nameInCertificate(order);
    const letters = held && "letters" in held ? held.letters : "as letras dele";
    await transact(ctx.db, (tx) => announce(tx, "issuance.name-refused", { orderId: command.orderId, letters }));
    throw new IssuanceFailure("order-name-not-writable", { letters });
  }
}

/** The serial to be asked for; undefined where this very request has its certificate already. */
async function reserve(
  ctx: Context,
  tx: Transaction,
  authority: CertificationAuthority,
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
    throw new IssuanceFailure("certificate-already-issued");
  }
  // The job asks again for the first key, which waits in the browser that has it; a second one would be asked for
  // beside it.
  if (live && !live.authorityId) throw new IssuanceFailure("issuance-pending");
  // Read once nobody can revoke in between: after a revocation the answer is that, and not that a code is missing.
  const facts = await issuanceFacts(tx, order.id, now);
  if (!facts || !mayIssue(facts)) throw new IssuanceFailure("issuance-not-due");
  if (!(await isConfirmedFor(tx, { orderId: order.id, accessToken: command.accessToken }, now)))
    throw new IssuanceFailure("issuance-not-confirmed");
  if (live?.requestHash === request.requestHash) return live.serial;
  // Another key and no certificate yet: the first key was lost with its page.
  if (live) await giveUpIntent(tx, live, now);
  const proofing = await approvedProofing(tx, order.id);
  if (!proofing) throw new IssuanceFailure("issuance-not-due");
  const asked = await askedFor(ctx, tx, order, product, request, command.request);
  const prepared = await authority.prepare(ctx, tx, asked);
  const { serial, contentHash: tbsHash } = prepared;
  await insertIntent(tx, {
    ...prepared,
    orderId: order.id,
    proofingId: proofing.proofingId,
    authority: authority.name,
    requestHash: request.requestHash,
    keyHash: request.keyHash,
    request: command.request,
    recordedAt: now,
  });
  const startAt = later(now, 15_000);
  await enqueue(tx, "issuance.complete", { serial }, { startAt, key: serial });
  const details = { serial, tbsHash, keyHash: request.keyHash, proofingId: proofing.proofingId };
  const actor = { kind: "applicant", id: order.id } as const;
  await record(tx, { chain: `order:${order.id}`, act: "certificate.reserved", actor, details }, now);
  return serial;
}

async function askedFor(
  ctx: Context,
  tx: Transaction,
  order: PlacedOrder,
  product: Product,
  { publicKeyInfo }: CertificateRequest,
  request: Uint8Array,
): Promise<AskedCertificate> {
  const day = ctx.clock.now().toISOString().slice(0, 10);
  const type = certificateTypeOn(await certificateTypes(tx), product.certificateType, product.person, day);
  const ra = await registrationAuthority(tx, order.raId);
  if (!type || product.validityMonths > type.longestMonths) throw new IssuanceFailure("certificate-type-closed");
  if (!ra || !order.birthDate) throw new Error(`order ${order.id} lacks its AR or its birth date`);
  const holder = holderInCertificate(
    { ...order, birthDate: order.birthDate },
    product,
    await certificateFieldsOf(tx, order.id),
  );
  return {
    type,
    months: product.validityMonths,
    paidUntil: await paidTimeOf(tx, order.id),
    holder,
    identification: { raCnpj: ra.cnpj, way: "videoconferencia" },
    publicKeyInfo,
    request,
  };
}
