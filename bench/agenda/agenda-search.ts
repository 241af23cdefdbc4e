import { sql } from "../../src/platform/database.ts";
import type { Context } from "../../src/platform/settings/context.ts";
import { freeRuns } from "../../src/scheduling/agenda/agenda-reads.ts";
import { findSlots } from "../../src/scheduling/agenda/find-slots.ts";
import { defaultLanguage } from "../../src/scheduling/agenda/language.ts";
import { agendaDayOf } from "../../src/scheduling/agenda/slot-chain.ts";
import { type Figure, median, weigh } from "../measure.ts";
import { daysAhead, type Seed } from "./agenda-seed.ts";

const minute = 60_000;
const day = 86_400_000;
/** Searches made before any counts, because this process has just started and is still compiling its own code. */
const warmSearches = 100;

/** Free times of 1,000 half-booked agents: by the bitmap, by rows and loops in JS, and by the plain SQL anti-join. */
export async function* searchFigures(ctx: Context, seed: Seed): AsyncGenerator<Figure> {
  const tomorrow = Math.ceil(seed.now.getTime() / day) * day;
  const window = (days: number) => ({ from: new Date(tomorrow), to: new Date(tomorrow + days * day) });
  const [week, all] = [window(7), window(daysAhead)];
  const filter = { raId: seed.raId, productIds: [seed.productId], language: defaultLanguage };
  const inDatabase = ({ from, to }: typeof week) =>
    freeRuns(ctx.db, filter, { fromDay: agendaDayOf(from), throughDay: agendaDayOf(to), cells: 2 }, seed.now);
  const ours = (asked: typeof week) => findSlots(ctx.db, { productIds: [seed.productId], window: asked }, seed.now);
  const loop = (asked: typeof week) => rowsAndLoops(ctx, asked);
  for (const asked of [week, all]) {
    const [one, other] = [await ours(asked), await loop(asked)];
    if (one.length !== other.size || one.some(({ startsAt }) => !other.has(startsAt.getTime())))
      throw new Error(`the bitmap finds ${one.length} times, the rows ${other.size}`);
  }
  for (let n = 0; n < warmSearches; n++) await ours(week);
  const weekMs = await timeOf(31, () => inDatabase(week));
  const allMs = await timeOf(15, () => inDatabase(all));
  yield weigh("search in the database, 7 days, against its limit", "ms", weekMs, 5, { atMost: 1 });
  yield weigh("search in the database, 60 days, against its limit", "ms", allMs, 80, { atMost: 1 });
  yield weigh("growth from 7 to 60 days, against linear", "x", allMs / weekMs, daysAhead / 7, { atMost: 1.2 });
  // The loop asks for no rules (notice, horizon, grid), so the database's own figure is beside it, and the whole search.
  for (const [name, asked, ms, rounds] of [
    ["7 days", week, weekMs, 5],
    ["60 days", all, allMs, 3],
  ] as const) {
    const loopMs = await timeOf(rounds, () => loop(asked));
    const whole = await timeOf(15, () => ours(asked));
    yield weigh(`search in the database, ${name}, against rows and loops`, "ms", ms, loopMs, { atMost: 1 / 20 });
    yield weigh(`search with its rules, ${name}, against rows and loops`, "ms", whole, loopMs, { atMost: 1 / 20 });
  }
  const naiveMs = await timeOf(1, () => antiJoin(ctx, seed, week));
  yield weigh("search in the database, 7 days, against the SQL anti-join", "ms", weekMs, naiveMs, { atMost: 1 / 20 });
}

async function timeOf(rounds: number, work: () => Promise<unknown>): Promise<number> {
  if (rounds > 1) await work();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return median(times);
}

/** What most booking engines do: read shifts and appointments of everybody, and compare intervals. */
async function rowsAndLoops({ db }: Context, { from, to }: { from: Date; to: Date }): Promise<Set<number>> {
  const { rows: shifts } = await sql<{ agent: string; opens: number; closes: number }>`
    select h.agent_id as agent, extract(epoch from (d::date + h.opens) at time zone h.zone)::int as opens,
      extract(epoch from (d::date + h.closes) at time zone h.zone)::int as closes
    from agenda_hours h, generate_series(${from}::date - 1, ${to}::date + 1, interval '1 day') d
    where extract(dow from d) = h.weekday
      and not exists (select from holidays y where y.day = d::date and y.state is null)`.execute(db);
  const { rows: taken } = await sql<{ agent: string; from: number; to: number }>`
    select agent_id as agent, extract(epoch from lower(during))::int as from, extract(epoch from upper(during))::int as to
    from appointments where status in ('held', 'booked') and during && tstzrange(${from}, ${to})`.execute(db);
  const byAgent = Map.groupBy(taken, ({ agent }) => agent);
  const free = new Set<number>();
  for (const { agent, opens, closes } of shifts) {
    const busy = byAgent.get(agent) ?? [];
    for (let start = opens; start + 1800 <= closes; start += 900) {
      const outside = start * 1000 < from.getTime() || (start + 1800) * 1000 > to.getTime();
      if (outside || free.has(start * 1000)) continue;
      if (!busy.some((one) => one.from < start + 1800 && one.to > start)) free.add(start * 1000);
    }
  }
  return free;
}

/** The question as one would first write it in SQL. */
async function antiJoin({ db }: Context, { raId }: Seed, { from, to }: { from: Date; to: Date }): Promise<void> {
  const step = `${15 * minute} milliseconds`;
  await sql`
    select distinct s.at from agenda_hours h
    join agents a on a.id = h.agent_id and a.ra_id = ${raId}
    cross join generate_series(${from}::date, ${to}::date, interval '1 day') d
    cross join lateral generate_series((d::date + h.opens) at time zone h.zone,
      (d::date + h.closes) at time zone h.zone - interval '30 minutes', ${step}::interval) as s (at)
    where extract(dow from d) = h.weekday and s.at >= ${from} and s.at < ${to}
      and not exists (select from appointments p where p.agent_id = h.agent_id and p.status in ('held', 'booked')
        and p.during && tstzrange(s.at, s.at + interval '30 minutes'))`.execute(db);
}
