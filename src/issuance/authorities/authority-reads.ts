import type { CertificateType } from "../../pki/certificates/certificate-type.ts";
import { type Reader, sql } from "../../platform/database.ts";
import { authoritiesOf, authorityById, authorityInService, type StoredAuthority } from "./authority-store.ts";
import { listFileOf } from "./crl-state.ts";

/** Whether root, issuing authority and time-stamping unit are there: only the first start makes them. */
export async function hasAuthorities(reader: Reader): Promise<boolean> {
  const { rows } = await sql<{ kinds: number }>`select count(distinct kind)::int as kinds from authorities
    where ra_id is null and retired_at is null and kind in ('root', 'issuing', 'timestamp')`.execute(reader);
  return rows[0]?.kinds === 3;
}

type PublishedChain = { root: Uint8Array; issuing: Uint8Array; rootName: string; issuingName: string };

/** The two certificates everybody may fetch, DER; undefined before the first start made them. */
export async function publishedChain(reader: Reader): Promise<PublishedChain | undefined> {
  const issuing = await authorityInService(reader, "issuing");
  const root = issuing?.issuerId ? await authorityById(reader, issuing.issuerId) : undefined;
  if (!issuing || !root) return undefined;
  return {
    root: root.certificate,
    issuing: issuing.certificate,
    rootName: root.name,
    issuingName: issuing.name,
  };
}

export type PublishedCrl = { number: number; thisUpdate: Date; nextUpdate: Date; entries: number; crl: Uint8Array };

/** The newest list of the root or of the issuing authority; undefined before the first publication. */
export async function publishedCrl(reader: Reader, of: "root" | "issuing"): Promise<PublishedCrl | undefined> {
  const { rows } = await sql<PublishedCrl>`
    select l.number, l.this_update as "thisUpdate", l.next_update as "nextUpdate", l.entries, l.crl
    from crls l join authorities a on a.id = l.authority_id
    where a.kind = ${of} and a.retired_at is null order by l.number desc limit 1`.execute(reader);
  return rows[0];
}

/** The newest list of any root or issuing authority that ever was, by its generation (1: the first). */
export async function publishedCrlOf(
  reader: Reader,
  kind: "root" | "issuing",
  generation: number,
): Promise<PublishedCrl | undefined> {
  const authority = (await authoritiesOf(reader, kind))[generation - 1];
  if (!authority) return undefined;
  const { rows } = await sql<PublishedCrl>`
    select number, this_update as "thisUpdate", next_update as "nextUpdate", entries, crl
    from crls where authority_id = ${authority.id} order by number desc limit 1`.execute(reader);
  return rows[0];
}

/** Files of the lists of the authorities in service. */
export async function listFiles(reader: Reader): Promise<{ root: string; issuing: string }> {
  const fileOf = async (kind: "root" | "issuing") => listFileOf(kind, (await authoritiesOf(reader, kind)).length);
  return { root: await fileOf("root"), issuing: await fileOf("issuing") };
}

/** Certificates of every root and every issuing authority that ever was, the newest first: what old signatures stand under. */
export async function everyAuthority(reader: Reader): Promise<{ roots: Uint8Array[]; issuing: Uint8Array[] }> {
  const [roots, issuing] = [await authoritiesOf(reader, "root"), await authoritiesOf(reader, "issuing")];
  const newestFirst = (all: StoredAuthority[]) => all.map(({ certificate }) => certificate).reverse();
  return { roots: newestFirst(roots), issuing: newestFirst(issuing) };
}

/** Every type ever ruled, with its days. */
export async function certificateTypes(reader: Reader): Promise<CertificateType[]> {
  const rows = await reader.selectFrom("certificate_types").selectAll().execute();
  return rows.map((row) => ({
    code: row.code,
    person: row.person,
    keyOrigin: row.key_origin,
    policy: row.policy,
    unit: row.unit,
    longestMonths: row.longest_months,
    from: row.valid_from,
    until: row.valid_until ?? undefined,
  }));
}
