import { type Reader, type Transaction, violatedConstraint } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import type { RecordedIssuance } from "../certification-authority.ts";
import { IssuanceFailure } from "../issuance-failures.ts";
import { insertIntentKey } from "./intent-key-store.ts";
import { insertRevocation } from "./revocation-store.ts";

type IntentRow = {
  serial: string;
  order_id: string;
  proofing_id: string;
  /** Who is asked: "installation", or an authority outside. */
  authority: string;
  authority_id: string | null;
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
  authority_id: string | null;
  common_name: string;
  certificate: Buffer;
  fingerprint: string;
  not_before: Date;
  not_after: Date;
  issued_at: Date;
  printed_serial: string | null;
  chain: Buffer[] | null;
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
    pending_issuances: { serial: string; pending_as: string; answered_at: Date };
  }
}

export type Intent = RecordedIssuance & {
  orderId: string;
  /** Name of the authority that is asked. */
  authority: string;
  requestHash: string;
  recordedAt: Date;
  abandonedAt: Date | null;
};

function asIntent(row: IntentRow & { pending_as: string | null }): Intent {
  return {
    serial: row.serial,
    orderId: row.order_id,
    authority: row.authority,
    authorityId: row.authority_id,
    requestHash: row.request_hash,
    request: Uint8Array.from(row.request),
    content: Uint8Array.from(row.tbs),
    contentHash: row.tbs_hash,
    pendingAs: row.pending_as ?? undefined,
    recordedAt: row.recorded_at,
    abandonedAt: row.abandoned_at,
  };
}

const intents = (reader: Reader) =>
  reader
    .selectFrom("issuance_intents")
    .selectAll()
    .select(({ selectFrom }) =>
      selectFrom("pending_issuances")
        .select("pending_as")
        .whereRef("pending_issuances.serial", "=", "issuance_intents.serial")
        .as("pending_as"),
    );

/** The order's intent that was neither abandoned nor revoked, its row locked. */
export async function lockLiveIntent(tx: Transaction, orderId: string): Promise<Intent | undefined> {
  const query = intents(tx).where("order_id", "=", orderId);
  const live = query.where("abandoned_at", "is", null).where("revoked_at", "is", null);
  const row = await live.forUpdate("issuance_intents").executeTakeFirst();
  return row && asIntent(row);
}

/** The intent of this serial unless it was abandoned. */
export async function liveIntent(reader: Reader, serial: string): Promise<Intent | undefined> {
  const query = intents(reader).where("serial", "=", serial);
  const row = await query.where("abandoned_at", "is", null).executeTakeFirst();
  return row && asIntent(row);
}

/** The intent of this serial, also an abandoned one. */
export async function intentOf(reader: Reader, serial: string): Promise<Intent | undefined> {
  const row = await intents(reader).where("serial", "=", serial).executeTakeFirst();
  return row && asIntent(row);
}

/** The intent of this serial unless it was abandoned; locked, so that it cannot be abandoned while its certificate is stored. */
export async function lockIntent(tx: Transaction, serial: string): Promise<Intent | undefined> {
  const query = intents(tx).where("serial", "=", serial);
  const row = await query.where("abandoned_at", "is", null).forUpdate("issuance_intents").executeTakeFirst();
  return row && asIntent(row);
}

/**
 * Records what is about to be signed. Failures: key-already-used (another order's or an abandoned one's),
 * issuance-under-way (another request of this order was faster), issuance-not-due (SQL sees no approved, sealed proofing).
 */
export async function insertIntent(
  tx: Transaction,
  intent: Omit<Intent, "pendingAs" | "abandonedAt"> & { proofingId: string; keyHash: string },
): Promise<void> {
  try {
    await tx
      .insertInto("issuance_intents")
      .values({
        serial: intent.serial,
        order_id: intent.orderId,
        proofing_id: intent.proofingId,
        authority: intent.authority,
        authority_id: intent.authorityId,
        request_hash: intent.requestHash,
        key_hash: intent.keyHash,
        request: Buffer.from(intent.request),
        tbs: Buffer.from(intent.content),
        tbs_hash: intent.contentHash,
        recorded_at: intent.recordedAt,
        abandoned_at: null,
        revoked_at: null,
      })
      .execute();
    await insertIntentKey(tx, intent.serial, intent.keyHash);
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint?.startsWith("key_used_once")) throw new IssuanceFailure("key-already-used");
    if (constraint === "one_live_intent_per_order") throw new IssuanceFailure("issuance-under-way");
    if (constraint === "intent_needs_two_people") throw new IssuanceFailure("issuance-not-due");
    throw error;
  }
}

/** Gives an intent up: its serial goes on the list, because it may have been signed without being stored. */
export async function abandonIntent(tx: Transaction, serial: string, now: Date): Promise<void> {
  await tx.updateTable("issuance_intents").set({ abandoned_at: now }).where("serial", "=", serial).execute();
  const note = "intent abandoned before its certificate was stored";
  await insertRevocation(tx, { serial, reason: "superseded", note, by: { kind: "system" } }, now);
}

/** The first name under which an authority knows the request stands. */
export async function insertPending(tx: Transaction, serial: string, pendingAs: string, now: Date): Promise<void> {
  await tx
    .insertInto("pending_issuances")
    .values({ serial, pending_as: pendingAs, answered_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export type StoredCertificate = {
  serial: string;
  orderId: string;
  authorityId: string | null;
  /** Of an authority outside: what it printed, and what stands above it. */
  outside: { printedSerial: string; chain: Uint8Array[] } | undefined;
  commonName: string;
  certificate: Uint8Array;
  fingerprint: string;
  notBefore: Date;
  notAfter: Date;
  issuedAt: Date;
};

/** DER. */
export async function certificateOfSerial(reader: Reader, serial: string): Promise<Uint8Array | undefined> {
  const query = reader.selectFrom("certificates").select("certificate").where("serial", "=", serial);
  const row = await query.executeTakeFirst();
  return row && Uint8Array.from(row.certificate);
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
      printed_serial: one.outside?.printedSerial ?? null,
      chain: one.outside?.chain.map((above) => Buffer.from(above)) ?? null,
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
