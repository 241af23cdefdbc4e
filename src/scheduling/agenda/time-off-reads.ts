import { type Reader, sql } from "../../platform/database.ts";
import { brasilia } from "../../platform/time/brasilia.ts";
import type { BlockKind } from "./agenda.ts";

/** Booked appointments that stay in time which is no longer sold: how many, and when the first begins. */
export type Stranded = { booked: number; firstAt: Date | null };

/** One thing that takes time off sale: a block, vacation, a break with all its days, or all that a calendar says. */
export type TimeOff = Stranded & {
  /** A row of it: what is released. */
  id: string;
  kind: BlockKind;
  /** The next time of it, or the running one. */
  from: Date;
  to: Date;
  /** The end of the last one. */
  through: Date;
  times: number;
  reason: string;
  calendarName: string | null;
};

/** What takes an agent's time off sale and is not over yet, soonest first. */
export async function timeOffOf(reader: Reader, agentId: string, now: Date): Promise<TimeOff[]> {
  const { rows } = await sql<TimeOff>`
    select (array_agg(b.id order by b.during))[1] as id, b.kind, min(lower(b.during)) as "from",
      (array_agg(upper(b.during) order by b.during))[1] as "to", max(upper(b.during)) as through,
      count(*)::int as times, min(b.reason) as reason, min(c.name) as "calendarName",
      sum(p.booked)::int as booked, min(p.first) as "firstAt"
    from agenda_blocks b left join agent_calendars c on c.id::text = b.source
      cross join lateral (select count(*) as booked, min(lower(p.during)) as first from appointments p
        where p.agent_id = b.agent_id and p.status = 'booked' and p.occupied && b.during
          and p.during && b.during and upper(p.during) > ${now}) p
    where b.agent_id = ${agentId} and upper(b.during) > ${now}
    group by b.kind, coalesce(b.source, b.series::text, b.id::text)
    order by 3, 1`.execute(reader);
  return rows;
}

/** An agent's booked appointments that touch [from, to); null: all from then on. */
export async function bookedWithin(reader: Reader, agentId: string, from: Date, to: Date | null): Promise<Stranded> {
  const { rows } = await sql<Stranded>`
    select count(*)::int as booked, min(lower(during)) as "firstAt" from appointments
    where agent_id = ${agentId} and status = 'booked' and during && tstzrange(${from}, ${to}, '[)')`.execute(reader);
  return rows[0]!;
}

/** How many appointments of an AR are booked on each day of Brasília, "2026-12-24"; days without any are left out. */
export async function bookedByDay(
  reader: Reader,
  raId: string,
  fromDay: string,
  throughDay: string,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ day: string; booked: number }>`
    select (lower(during) at time zone ${sql.lit(brasilia)})::date::text as day, count(*)::int as booked
    from appointments
    where ra_id = ${raId} and status = 'booked'
      and lower(during) >= ${fromDay}::date::timestamp at time zone ${sql.lit(brasilia)}
      and lower(during) < (${throughDay}::date + 1)::timestamp at time zone ${sql.lit(brasilia)}
    group by 1`.execute(reader);
  return new Map(rows.map(({ day, booked }) => [day, booked]));
}
