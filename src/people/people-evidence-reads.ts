import { type Reader, sql } from "../platform/database.ts";
import { type EvidenceRow, namedRows } from "../platform/evidence.ts";

/** The registration authority, without the look of its pages. */
export const authorityEvidence = (reader: Reader, raId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select r.id, r.slug, r.name, r.cnpj, r.phone, r.email, r.opening_hours, r.address, r.municipality_code,
           r.papers_address, r.created_at, r.city
    from registration_authorities r where r.id = ${raId}`,
  );

/** Who acted: name, CPF and roles; nothing that signs somebody in. */
export const agentEvidence = (reader: Reader, ids: readonly string[]): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select a.id, a.name, a.cpf, a.roles from agents a where a.id = any(${ids}::uuid[]) order by a.id`,
  );
