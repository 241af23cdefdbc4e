import { type Reader, sql } from "../../platform/database.ts";
import type { Retention } from "./retention.ts";

/** The longest that a rule pack of the AR or of the installation has asked for so far. */
const years = sql`(select max((k.content ->> 'retentionYears')::int) from rule_packs k
  where (k.ra_id = o.ra_id or k.ra_id is null) and k.valid_from <= now_.at)`;

/** How long an order's evidence is kept; undefined where no certificate was issued. */
export async function retentionOf(reader: Reader, orderId: string, now: Date): Promise<Retention | undefined> {
  const { rows } = await sql<{
    endsAt: Date | null;
    years: number;
    reason: string | null;
    byName: string | null;
    heldAt: Date | null;
    destroyedAt: Date | null;
  }>`
    select (select max(not_after) from certificates c where c.order_id = o.id) as "endsAt", ${years} as years,
      h.reason, a.name as "byName", h.held_at as "heldAt", coalesce(d.done_at, d.recorded_at) as "destroyedAt"
    from orders o cross join (select ${now}::timestamptz as at) now_
    left join retention_holds h on h.order_id = o.id and h.lifted_at is null
    left join agents a on a.id = h.held_by
    left join destroyed_dossiers d on d.order_id = o.id
    where o.id = ${orderId}`.execute(reader);
  const [row] = rows;
  if (!row?.endsAt) return undefined;
  const { endsAt, reason, byName, heldAt, destroyedAt } = row;
  const hold = reason && heldAt ? { reason, byName: byName ?? "", heldAt } : undefined;
  return { endsAt, years: row.years, hold, destroyedAt };
}

/** Orders whose evidence nothing keeps any more: its years are over, nobody holds it, no case is open. The oldest first. */
export async function dueForDestruction(
  reader: Reader,
  now: Date,
  limit = 20,
): Promise<{ orderId: string; raId: string; number: string }[]> {
  const { rows } = await sql<{ orderId: string; raId: string; number: string }>`
    select o.id as "orderId", o.ra_id as "raId", o.number
    from orders o cross join (select ${now}::timestamptz as at) now_
    join lateral (select max(not_after) as ends from certificates c where c.order_id = o.id) e on e.ends is not null
    where e.ends + make_interval(years => ${years}) <= now_.at
      and not exists (select from destroyed_dossiers d where d.order_id = o.id)
      and not exists (select from retention_holds h where h.order_id = o.id and h.lifted_at is null)
      and not exists (select from irregularity_cases i where i.order_id = o.id and i.closed_at is null)
    order by e.ends limit ${limit}`.execute(reader);
  return rows;
}

/** The signed word of what was destroyed; undefined before. */
export async function destructionOf(
  reader: Reader,
  orderId: string,
): Promise<{ statement: string; signature: Uint8Array } | undefined> {
  const row = await reader
    .selectFrom("destroyed_dossiers")
    .select(["statement", "signature"])
    .where("order_id", "=", orderId)
    .executeTakeFirst();
  return row?.signature ? { statement: row.statement, signature: Uint8Array.from(row.signature) } : undefined;
}
