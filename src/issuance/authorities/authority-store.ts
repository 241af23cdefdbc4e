import type { Reader, Transaction } from "../../platform/database.ts";

export type AuthorityKind = "root" | "issuing" | "timestamp" | "seal";

type AuthorityRow = {
  id: string;
  kind: AuthorityKind;
  ra_id: string | null;
  name: string;
  issuer_id: string | null;
  certificate: Buffer;
  sealed_key: Buffer;
  created_at: Date;
  retired_at: Date | null;
};

type CertificateTypeRow = {
  code: string;
  person: "natural" | "legal";
  key_origin: "software" | "device";
  policy: string;
  unit: string;
  longest_months: number;
  valid_from: string;
  valid_until: string | null;
};

declare module "../../platform/database.ts" {
  interface Tables {
    authorities: AuthorityRow;
    certificate_types: CertificateTypeRow;
  }
}

export type StoredAuthority = {
  id: string;
  kind: AuthorityKind;
  raId: string | null;
  name: string;
  issuerId: string | null;
  certificate: Uint8Array;
  sealedKey: Buffer;
  retiredAt?: Date | null;
};

/** The authority in service of this kind (a seal: of this AR). */
export async function authorityInService(
  reader: Reader,
  kind: AuthorityKind,
  raId: string | null = null,
): Promise<StoredAuthority | undefined> {
  const row = await reader
    .selectFrom("authorities")
    .selectAll()
    .where("kind", "=", kind)
    .where("ra_id", "is not distinct from", raId)
    .where("retired_at", "is", null)
    .executeTakeFirst();
  return row && asAuthority(row);
}

export async function authorityById(reader: Reader, id: string): Promise<StoredAuthority | undefined> {
  const row = await reader.selectFrom("authorities").selectAll().where("id", "=", id).executeTakeFirst();
  return row && asAuthority(row);
}

function asAuthority(row: AuthorityRow): StoredAuthority {
  const { id, kind, ra_id: raId, name, issuer_id: issuerId, sealed_key: sealedKey, retired_at: retiredAt } = row;
  return { id, kind, raId, name, issuerId, certificate: Uint8Array.from(row.certificate), sealedKey, retiredAt };
}

/** How many of its kind there were when this one came, itself counted: its lists are named by it. */
export async function generationOf(reader: Reader, kind: AuthorityKind, id: string): Promise<number> {
  const rows = await reader
    .selectFrom("authorities")
    .select("id")
    .where("kind", "=", kind)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.findIndex((row) => row.id === id) + 1;
}

/** Every root or issuing authority that ever was, the oldest first. */
export async function authoritiesOf(reader: Reader, kind: "root" | "issuing"): Promise<StoredAuthority[]> {
  const query = reader.selectFrom("authorities").selectAll().where("kind", "=", kind);
  return (await query.orderBy("created_at").orderBy("id").execute()).map(asAuthority);
}

/** Takes authorities out of service; what they signed stays. Those of every kind where none is named. False: none was in it. */
export async function retireAuthorities(tx: Transaction, now: Date, id?: string): Promise<boolean> {
  const all = tx.updateTable("authorities").set({ retired_at: now }).where("retired_at", "is", null);
  const result = await (id === undefined ? all : all.where("id", "=", id)).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Puts a new authority in service unless another start was faster; says whether it did. */
export async function insertAuthority(tx: Transaction, authority: StoredAuthority, now: Date): Promise<boolean> {
  const result = await tx
    .insertInto("authorities")
    .values({
      id: authority.id,
      kind: authority.kind,
      ra_id: authority.raId,
      name: authority.name,
      issuer_id: authority.issuerId,
      certificate: Buffer.from(authority.certificate),
      sealed_key: authority.sealedKey,
      created_at: now,
      retired_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}
