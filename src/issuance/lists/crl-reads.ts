import { type Reader, sql } from "../../platform/database.ts";
import { type ListedKind, type ListFault, listFault, type NewestList } from "../authorities/crl-state.ts";

export async function newestList(
  reader: Reader,
  authorityId: string,
): Promise<(NewestList & { number: number }) | undefined> {
  const { rows } = await sql<
    NewestList & { number: number }
  >`select number, this_update as "thisUpdate", next_update as "nextUpdate", entries
    from crls where authority_id = ${authorityId} order by number desc limit 1`.execute(reader);
  return rows[0];
}

export async function revokedCount(reader: Reader, authorityId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from revocations r
    join issuance_intents i on i.serial = r.serial where i.authority_id = ${authorityId}`.execute(reader);
  return rows[0]?.n ?? 0;
}

export type FaultyList = { kind: ListedKind; name: string; fault: ListFault; list: NewestList | undefined };

/** The authorities, retired ones too, whose newest list is not in order at `now`. */
export async function faultyLists(reader: Reader, now: Date): Promise<FaultyList[]> {
  const { rows } = await sql<{ id: string; kind: ListedKind; name: string }>`select id, kind, name from authorities
    where kind in ('root', 'issuing') order by kind, created_at`.execute(reader);
  const found: FaultyList[] = [];
  for (const { id, kind, name } of rows) {
    const list = await newestList(reader, id);
    const fault = listFault(list, now);
    if (fault) found.push({ kind, name, fault, list });
  }
  return found;
}
