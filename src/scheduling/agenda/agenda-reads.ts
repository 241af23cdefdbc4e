import type { Site } from "../../people/authority/site.ts";
import { sitesOf } from "../../people/authority/site-reads.ts";
import { type RawBuilder, type Reader, sql } from "../../platform/database.ts";
import { brasilia } from "../../platform/time/brasilia.ts";
import { type AgendaException, type AgendaHours, type AgentProfile, usualProfile } from "./agenda.ts";
import { defaultLanguage, type Language } from "./language.ts";

/** Whose time is looked for: agents of one AR who attend all these products in this language, at a site those who receive there. */
type AgentFilter = {
  raId: string;
  productIds: readonly string[];
  language: Language;
  /** null or absent: by video. */
  siteId?: string | null;
  /** Who is to be attended, where it is known: nobody attends themselves. */
  holderCpf?: string | null;
  /** Agent ids not to count on. */
  without?: readonly string[];
};

/** "1" where some agent is free from that cell on for as long as asked. 112 cells, see db/functions/agenda/01_cells.sql. */
type DayRuns = { day: string; runs: string };

/**
 * The days in [fromDay, throughDay] with anybody free for `cells` cells in a row; `short` where days of an agent are not
 * laid out yet (see `agenda_reach`), so that the answer is not the whole one.
 */
export async function freeRuns(
  reader: Reader,
  { raId, productIds, language, siteId = null, holderCpf = null, without = [] }: AgentFilter,
  frame: { fromDay: string; throughDay: string; cells: number },
  now: Date,
): Promise<{ days: DayRuns[]; short: boolean }> {
  const { fromDay, throughDay, cells } = frame;
  const { rows } = await sql<{ day: string | null; runs: string }>`
    with staff as materialized (
      select s.agent_id, s.works, s.fits, f.from_day <= ${fromDay} and f.through_day >= ${throughDay} as is_laid_out
      from agenda_staff(${raId}, ${[...productIds]}::uuid[], ${language}, ${now}, ${siteId}::uuid) s
      left join agenda_frames f on f.agent_id = s.agent_id)
    select null as day, '' as runs where exists (select from staff where works and is_laid_out is not true)
    union all
    select x.day, ${runsOf(cells)}
    from agent_days x
    where x.ra_id = ${raId} and x.day between ${fromDay} and ${throughDay} and x.free <> 0::bit(112)
      and x.agent_id not in (
        select agent_id from staff where not (works and fits) union all select unnest(${[...without]}::uuid[])
        union all select id from agents where ra_id = ${raId} and cpf = ${holderCpf})
    group by x.day`.execute(reader);
  const days = rows.filter((row): row is DayRuns => row.day !== null);
  return { days: days.sort((a, b) => (a.day < b.day ? -1 : 1)), short: days.length < rows.length };
}

const cellsInHead = 56;

/** Where anybody of the group has `cells` free ones in a row, 1 to 16, as 112 digits: a shift and an AND for each cell. */
function runsOf(cells: number): RawBuilder<string> {
  const by = Array.from({ length: cells - 1 }, (_, n) => n + 1);
  const head = by.map((n) => sql` & ((x.head << ${sql.lit(n)}) | (x.tail >> ${sql.lit(cellsInHead - n)}))`);
  const tail = by.map((n) => sql` & (x.tail << ${sql.lit(n)})`);
  const none = sql``;
  return sql`(bit_or(x.head${sql.join(head, none)})::bit(56) || bit_or(x.tail${sql.join(tail, none)})::bit(56))::text`;
}

/** Attending agents with all of [from, to) free, least loaded first, whatever the horizon. */
export async function freeAgentsAt(
  reader: Reader,
  { raId, productIds, language, siteId = null, holderCpf = null, without = [] }: AgentFilter,
  time: { from: Date; to: Date },
  now: Date,
): Promise<string[]> {
  const during = sql`tstzrange(${time.from}, ${time.to}, '[)')`;
  const { rows } = await sql<{ agentId: string }>`
    select x.agent_id as "agentId" from agent_days x, agenda_mask(agenda_day_of(${time.from}), ${during}) as m
    where x.ra_id = ${raId} and x.day = agenda_day_of(${time.from}) and x.free & m = m and x.free <> 0::bit(112)
      and x.agent_id not in (
        select agent_id from agenda_staff(${raId}, ${[...productIds]}::uuid[], ${language}, ${now}, ${siteId}::uuid)
        where not (works and fits))
      and x.agent_id not in (select id from agents where ra_id = ${raId} and cpf = ${holderCpf})
      and x.agent_id <> all (${[...without]}::uuid[])
    order by x.load, x.agent_id`.execute(reader);
  return rows.map(({ agentId }) => agentId);
}

/**
 * Languages beside Portuguese in which somebody attends all these products, at a site those who receive there. Agents
 * who are away count too: if their language vanished from the page meanwhile, whoever needs it would be sent to the
 * times in Portuguese.
 */
export async function servedLanguages(
  reader: Reader,
  { raId, productIds, siteId = null }: Pick<AgentFilter, "raId" | "productIds" | "siteId">,
): Promise<Language[]> {
  const { rows } = await sql<{ language: Language }>`
    select distinct l.language
    from agents a join agenda_profiles p on p.agent_id = a.id cross join unnest(p.languages) as l (language)
    where a.ra_id = ${raId} and a.suspended_at is null and 'agent' = any (a.roles) and l.language <> ${defaultLanguage}
      and (p.product_ids is null or p.product_ids @> ${[...productIds]}::uuid[])
      and (${siteId}::uuid is null or ${siteId}::uuid = any (p.site_ids))`.execute(reader);
  return rows.map(({ language }) => language);
}

/** Ids of the AR's agents who attend in this language. */
export async function speakersOf(reader: Reader, raId: string, language: Language): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select a.id from agents a left join agenda_profiles p on p.agent_id = a.id
    where a.ra_id = ${raId} and ${language} = any (coalesce(p.languages, '{pt-BR}'))`.execute(reader);
  return new Set(rows.map(({ id }) => id));
}

/** What an agent attends; the usual where nothing was set. */
export async function profileOf(reader: Reader, agentId: string): Promise<AgentProfile> {
  const row = await reader.selectFrom("agenda_profiles").selectAll().where("agent_id", "=", agentId).executeTakeFirst();
  if (!row) return usualProfile;
  const { product_ids: productIds, languages, site_ids: siteIds } = row;
  const { away_since: since, away_until: until, away_reason: reason } = row;
  return { productIds, languages, siteIds, away: since && { since, until, reason: reason ?? "" } };
}

/** The AR's open sites at which somebody receives people, by name: those where a time can be booked. */
export async function servedSitesOf(reader: Reader, raId: string): Promise<Site[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct unnest(p.site_ids) as id from agenda_profiles p join agents a on a.id = p.agent_id
    where a.ra_id = ${raId} and a.suspended_at is null and 'agent' = any (a.roles)`.execute(reader);
  const served = new Set(rows.map(({ id }) => id));
  return (await sitesOf(reader, raId)).filter(({ id }) => served.has(id));
}

export type AgendaDay = Omit<AgendaException, "spans"> & {
  spans: { opens: string; closes: string }[];
  /** Booked appointments that lie outside its spans: they stay. */
  booked: number;
};

/** An agent's days unlike their weekday from `fromDay` on, soonest first. */
export async function exceptionsOf(reader: Reader, agentId: string, fromDay: string): Promise<AgendaDay[]> {
  const { rows } = await sql<AgendaDay>`
    select e.day, max(e.reason) as reason, coalesce(jsonb_agg(jsonb_build_object('opens', to_char(e.opens, 'HH24:MI'),
      'closes', left(e.closes::text, 5)) order by e.opens) filter (where e.opens is not null), '[]') as spans,
      (select count(*)::int from appointments p
        where p.agent_id = ${agentId} and p.status = 'booked'
          and p.during && tstzrange(e.day::timestamp at time zone e.zone, (e.day + 1)::timestamp at time zone e.zone)
          and not exists (select from agenda_exceptions x
            where x.agent_id = ${agentId} and x.day = e.day and x.opens is not null
              and tstzrange((x.day + x.opens) at time zone x.zone, (x.day + x.closes) at time zone x.zone)
                @> p.during)) as booked
    from agenda_exceptions e where e.agent_id = ${agentId} and e.day >= ${fromDay}
    group by e.day, e.zone order by e.day`.execute(reader);
  return rows;
}

export type Holiday = { day: string; name: string; level: "national" | "state" | "own" };

/** The holidays that an AR keeps from `fromDay` through `throughDay`, soonest first; its own ones it may take back. */
export async function holidaysOf(
  reader: Reader,
  raId: string,
  fromDay: string,
  throughDay: string,
): Promise<Holiday[]> {
  const { rows } = await sql<Holiday>`
    select h.day, h.name,
      case when h.ra_id is not null then 'own' when h.state is not null then 'state' else 'national' end as level
    from holidays h join registration_authorities r on r.id = ${raId}
    where h.day between ${fromDay} and ${throughDay}
      and ((h.state is null and h.ra_id is null) or h.ra_id = r.id or h.state = left(r.municipality_code, 2))
    order by h.day, h.name`.execute(reader);
  return rows;
}

/** An agent's weekly hours, times as "08:00". */
export async function agendaHoursOf(reader: Reader, agentId: string): Promise<(AgendaHours & { zone: string })[]> {
  return reader
    .selectFrom("agenda_hours")
    .select([
      "weekday",
      sql<string>`to_char(opens, 'HH24:MI')`.as("opens"),
      // to_char turns 24:00 into 00:00; the text form keeps it.
      sql<string>`left(closes::text, 5)`.as("closes"),
      "zone",
    ])
    .where("agent_id", "=", agentId)
    .orderBy("weekday")
    .orderBy("opens")
    .execute();
}

/** The clock of an agent's week. */
export async function zoneOf(reader: Reader, agentId: string): Promise<string> {
  return (await agendaHoursOf(reader, agentId))[0]?.zone ?? brasilia;
}

/** Time taken off sale that is not over yet, soonest first. */
export async function blocksOf(
  reader: Reader,
  agentId: string,
  now: Date,
): Promise<{ id: string; from: Date; to: Date; reason: string }[]> {
  return reader
    .selectFrom("agenda_blocks")
    .select(["id", sql<Date>`lower(during)`.as("from"), sql<Date>`upper(during)`.as("to"), "reason"])
    .where("agent_id", "=", agentId)
    .where(sql<boolean>`upper(during) > ${now}`)
    .orderBy(sql`lower(during)`)
    .execute();
}
