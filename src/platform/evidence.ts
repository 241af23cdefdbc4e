import { type RawBuilder, type Reader, sql } from "./database.ts";

/** One fact that a domain gives to a dossier: the fields it names, as the database writes them in JSON. */
export type EvidenceRow = Record<string, unknown>;

/** Content that already lies in the order's blobs. `bytes` is -1 where only the blob knows. */
export type EvidenceFile = {
  kind: string;
  name: string;
  mediaType: string;
  hash: string;
  bytes: number;
  about: Record<string, unknown>;
  at: Date;
};

/**
 * Rows of a query that names each of its columns. A domain writes the query over its own tables, so that a new column goes
 * into a dossier only when its owner says so.
 */
export async function namedRows(reader: Reader, query: RawBuilder<unknown>): Promise<EvidenceRow[]> {
  const asked = sql<{ row: EvidenceRow }>`select to_jsonb(named) as row from (${query}) as named`;
  return (await asked.execute(reader)).rows.map(({ row }) => row);
}

/** Files of a query with the columns of `EvidenceFile`. */
export async function evidenceFiles(reader: Reader, query: RawBuilder<unknown>): Promise<EvidenceFile[]> {
  return (await sql<EvidenceFile>`${query}`.execute(reader)).rows;
}
