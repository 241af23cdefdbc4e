import type { Actor } from "../../audit/audit-chain.ts";
import type { RevocationReason } from "../../pki/certificates/revocation-list.ts";
import { jsonb, type Reader, type Transaction, violatedConstraint } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import { insertIntentKey } from "./intent-key-store.ts";

type IntentRow = {
  serial: string;
  order_id: string;
  proofing_id: string;
  authority_id: string;
  request_hash: string;
  key_hash: string;
  request: Buffer;
  tbs: Buffer;
  tbs_hash: string;
  recorded_at: Date;
  abandoned_at: Date | null;
  /** Set by SQL with the revocation of its certificate. */
  revoked_at: Date | null;
};

type CertificateRow = {
  serial: string;
  order_id: string;
  authority_id: string;
  common_name: string;
  certificate: Buffer;
  fingerprint: string;
  not_before: Date;
  not_after: Date;
  issued_at: Date;
};

declare module "../../platform/database.ts" {
  interface Tables {
    issuance_intents: IntentRow;
    certificates: CertificateRow;
    subscriber_agreements: {
      serial: string;
      order_id: string;
      text: string;
      offered_at: Date;
      signature: Buffer | null;
      timestamp_token: Buffer | null;
      signed_at: Date | null;
    };
    certificate_deliveries: {
      id: string;
      order_id: string;
      what: "certificate" | "agreement-sent" | "certificate-file" | "agreement-file";
      address: string;
      user_agent: string;
      delivered_at: Date;
    };
    revocations: { serial: string; reason: RevocationReason; note: string; revoked_by: Actor; revoked_at: Date };
  }
}

export type Intent = {
  serial: string;
  orderId: string;
  authorityId: string;
  requestHash: string;
  tbs: Uint8Array;
  tbsHash: string;
  recordedAt: Date;
};

function asIntent(row: IntentRow): Intent {
  return {
    serial: row.serial,
    orderId: row.order_id,
    authorityId: row.authority_id,
    requestHash: row.request_hash,
    tbs: Uint8Array.from(row.tbs),
    tbsHash: row.tbs_hash,
    recordedAt: row.recorded_at,
  };
}

/** The order's intent that was neither abandoned nor revoked, its row locked. */
export async function lockLiveIntent(tx: Transaction, orderId: string): Promise<Intent | undefined> {
  const query = tx.selectFrom("issuance_intents").selectAll().where("order_id", "=", orderId);
  const live = query.where("abandoned_at", "is", null).where("revoked_at", "is", null);
  const row = await live.forUpdate().executeTakeFirst();
  return row && asIntent(row);
}

/** The intent of this serial unless it was abandoned. */
export async function liveIntent(reader: Reader, serial: string): Promise<Intent | undefined> {
  const query = reader.selectFrom("issuance_intents").selectAll().where("serial", "=", serial);
  const row = await query.where("abandoned_at", "is", null).executeTakeFirst();
  return row && asIntent(row);
}

/** The intent of this serial unless it was abandoned; locked, so that it cannot be abandoned while its certificate is stored. */
export async function lockIntent(tx: Transaction, serial: string): Promise<Intent | undefined> {
  const query = tx.selectFrom("issuance_intents").selectAll().where("serial", "=", serial);
  const row = await query.where("abandoned_at", "is", null).forUpdate().executeTakeFirst();
  return row && asIntent(row);
}

/**
 * Records what is about to be signed. Failures: key-already-used (another order's or an abandoned one's),
 * issuance-under-way (another request of this order was faster), issuance-not-due (SQL sees no approved, sealed proofing).
 */
export async function insertIntent(
  tx: Transaction,
  intent: Intent & { proofingId: string; keyHash: string; request: Uint8Array },
): Promise<void> {
  try {
    await tx
      .insertInto("issuance_intents")
      .values({
        serial: intent.serial,
        order_id: intent.orderId,
        proofing_id: intent.proofingId,
        authority_id: intent.authorityId,
        request_hash: intent.requestHash,
        key_hash: intent.keyHash,
        request: Buffer.from(intent.request),
        tbs: Buffer.from(intent.tbs),
        tbs_hash: intent.tbsHash,
        recorded_at: intent.recordedAt,
        abandoned_at: null,
        revoked_at: null,
      })
      .execute();
    await insertIntentKey(tx, intent.serial, intent.keyHash);
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint?.startsWith("key_used_once")) throw new Failure("key-already-used");
    if (constraint === "one_live_intent_per_order") throw new Failure("issuance-under-way");
    if (constraint === "intent_needs_two_people") throw new Failure("issuance-not-due");
    throw error;
  }
}

/** Gives an intent up: its serial goes on the list, because it may have been signed without being stored. */
export async function abandonIntent(tx: Transaction, serial: string, now: Date): Promise<void> {
  await tx.updateTable("issuance_intents").set({ abandoned_at: now }).where("serial", "=", serial).execute();
  const note = "intent abandoned before its certificate was stored";
  await insertRevocation(tx, { serial, reason: "superseded", note, by: { kind: "system" } }, now);
}

export type StoredCertificate = {
  serial: string;
  orderId: string;
  authorityId: string;
  commonName: string;
  certificate: Uint8Array;
  fingerprint: string;
  notBefore: Date;
  notAfter: Date;
  issuedAt: Date;
};

export async function certificateOfSerial(reader: Reader, serial: string): Promise<StoredCertificate | undefined> {
  const row = await reader.selectFrom("certificates").selectAll().where("serial", "=", serial).executeTakeFirst();
  return (
    row && {
      serial: row.serial,
      orderId: row.order_id,
      authorityId: row.authority_id,
      commonName: row.common_name,
      certificate: Uint8Array.from(row.certificate),
      fingerprint: row.fingerprint,
      notBefore: row.not_before,
      notAfter: row.not_after,
      issuedAt: row.issued_at,
    }
  );
}

/** Stores certificate and agreement together; false when they were stored already (a repeated job). */
export async function insertCertificate(tx: Transaction, one: StoredCertificate, agreement: string): Promise<boolean> {
  const result = await tx
    .insertInto("certificates")
    .values({
      serial: one.serial,
      order_id: one.orderId,
      authority_id: one.authorityId,
      common_name: one.commonName,
      certificate: Buffer.from(one.certificate),
      fingerprint: one.fingerprint,
      not_before: one.notBefore,
      not_after: one.notAfter,
      issued_at: one.issuedAt,
    })
    .onConflict((conflict) => conflict.column("serial").doNothing())
    .executeTakeFirst();
  if (result.numInsertedOrUpdatedRows !== 1n) return false;
  await tx
    .insertInto("subscriber_agreements")
    .values({
      serial: one.serial,
      order_id: one.orderId,
      text: agreement,
      offered_at: one.issuedAt,
      signature: null,
      timestamp_token: null,
      signed_at: null,
    })
    .execute();
  return true;
}

/** Compare-and-set; false when it was signed before. */
export async function putAgreementSignature(
  tx: Transaction,
  signed: { serial: string; signature: Uint8Array; timestampToken: Uint8Array; signedAt: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable("subscriber_agreements")
    .set({
      signature: Buffer.from(signed.signature),
      timestamp_token: Buffer.from(signed.timestampToken),
      signed_at: signed.signedAt,
    })
    .where("serial", "=", signed.serial)
    .where("signature", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** False when the serial is revoked already: the first reason stands. */
export async function insertRevocation(
  tx: Transaction,
  one: { serial: string; reason: RevocationReason; note: string; by: Actor },
  now: Date,
): Promise<boolean> {
  const result = await tx
    .insertInto("revocations")
    .values({ serial: one.serial, reason: one.reason, note: one.note, revoked_by: jsonb(one.by), revoked_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** The proofing a certificate was issued on. */
export async function proofingOfIntent(tx: Transaction, serial: string): Promise<string | undefined> {
  const query = tx.selectFrom("issuance_intents").select("proofing_id").where("serial", "=", serial);
  return (await query.executeTakeFirst())?.proofing_id;
}

export async function insertDelivery(
  tx: Transaction,
  one: {
    orderId: string;
    what: "certificate" | "agreement-sent" | "certificate-file" | "agreement-file";
    address: string;
    userAgent: string;
  },
  now: Date,
): Promise<void> {
  const { orderId: order_id, what, address, userAgent: user_agent } = one;
  await tx
    .insertInto("certificate_deliveries")
    .values({ id: newId(now.getTime()), order_id, what, address, user_agent, delivered_at: now })
    .execute();
}
