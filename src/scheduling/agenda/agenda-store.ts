import { type Generated, type Reader, sql, type Transaction } from "../../platform/database.ts";
import { dayMs, earlier, later } from "../../platform/time/durations.ts";
import type { AgendaException, AgendaHours, AgentProfile, BlockKind } from "./agenda.ts";
import type { Language } from "./language.ts";
import { agendaDayOf } from "./slot-chain.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    agenda_hours: { id: string; agent_id: string; weekday: number; opens: string; closes: string; zone: string };
    agenda_exceptions: {
      id: string;
      agent_id: string;
      day: string;
      opens: string | null;
      closes: string | null;
      zone: string;
      reason: string;
    };
    agenda_blocks: {
      id: string;
      agent_id: string;
      during: string;
      reason: string;
      created_at: Date;
      kind: Generated<BlockKind>;
      source: Generated<string | null>;
      series: Generated<string | null>;
    };
    agenda_profiles: {
      agent_id: string;
      product_ids: string[] | null;
      languages: Language[];
      site_ids: Generated<string[]>;
      away_since: Date | null;
      away_until: Date | null;
      away_reason: string | null;
    };
    holidays: { id: Generated<string>; day: string; state: string | null; ra_id: string | null; name: string };
  }
}

/** Replaces an agent's whole week. */
export async function replaceHours(
  tx: Transaction,
  agentId: string,
  zone: string,
  hours: (AgendaHours & { id: string })[],
): Promise<void> {
  await tx.deleteFrom("agenda_hours").where("agent_id", "=", agentId).execute();
  if (hours.length === 0) return;
  await tx
    .insertInto("agenda_hours")
    .values(hours.map(({ id, weekday, opens, closes }) => ({ id, agent_id: agentId, weekday, opens, closes, zone })))
    .execute();
}

/** Replaces what one day of an agent is made of; no span and no reason gives the day back to its weekday. */
export async function replaceException(
  tx: Transaction,
  agentId: string,
  zone: string,
  { day, spans, reason }: AgendaException,
  nextId: () => string,
): Promise<void> {
  await tx.deleteFrom("agenda_exceptions").where("agent_id", "=", agentId).where("day", "=", day).execute();
  if (spans === undefined) return;
  const rows = spans.length > 0 ? spans : [{ opens: null, closes: null }];
  await tx
    .insertInto("agenda_exceptions")
    .values(rows.map(({ opens, closes }) => ({ id: nextId(), agent_id: agentId, day, opens, closes, zone, reason })))
    .execute();
}

export type NewBlock = { id: string; agentId: string; from: Date; to: Date; reason: string; kind: BlockKind };

/** `source`: the calendar they were read from; `series`: the act that made them, where they are taken back together. */
export async function insertBlocks(
  tx: Transaction,
  blocks: readonly NewBlock[],
  createdAt: Date,
  of: { source?: string; series?: string } = {},
): Promise<void> {
  const { source = null, series = null } = of;
  if (blocks.length === 0) return;
  await tx
    .insertInto("agenda_blocks")
    .values(
      blocks.map(({ id, agentId, from, to, reason, kind }) => ({
        id,
        agent_id: agentId,
        during: sql<string>`tstzrange(${from}, ${to}, '[)')`,
        reason,
        created_at: createdAt,
        kind,
        source,
        series,
      })),
    )
    .execute();
}

export async function blockById(reader: Reader, id: string) {
  return reader
    .selectFrom("agenda_blocks")
    .select([
      "id",
      "agent_id as agentId",
      "kind",
      "series",
      sql<Date>`lower(during)`.as("from"),
      sql<Date>`upper(during)`.as("to"),
    ])
    .where("id", "=", id)
    .executeTakeFirst();
}

export async function deleteBlock(tx: Transaction, id: string): Promise<void> {
  await tx.deleteFrom("agenda_blocks").where("id", "=", id).execute();
}

export async function deleteSeries(tx: Transaction, series: string): Promise<void> {
  await tx.deleteFrom("agenda_blocks").where("series", "=", series).execute();
}

/** Everything that was read from one calendar of an agent. */
export async function deleteBlocksOf(tx: Transaction, agentId: string, source: string): Promise<void> {
  await tx.deleteFrom("agenda_blocks").where("agent_id", "=", agentId).where("source", "=", source).execute();
}

export async function storeProfile(tx: Transaction, agentId: string, profile: AgentProfile): Promise<void> {
  const values = {
    product_ids: profile.productIds,
    languages: profile.languages,
    site_ids: profile.siteIds,
    away_since: profile.away?.since ?? null,
    away_until: profile.away?.until ?? null,
    away_reason: profile.away?.reason ?? null,
  };
  await tx
    .insertInto("agenda_profiles")
    .values({ agent_id: agentId, ...values })
    .onConflict((conflict) => conflict.column("agent_id").doUpdateSet(values))
    .execute();
}

export async function replaceOwnHoliday(
  tx: Transaction,
  raId: string,
  day: string,
  name: string | undefined,
): Promise<void> {
  await tx.deleteFrom("holidays").where("ra_id", "=", raId).where("day", "=", day).execute();
  if (name !== undefined) await tx.insertInto("holidays").values({ day, state: null, ra_id: raId, name }).execute();
}

/**
 * Lays out the days that an AR's attending agents do not have yet, from yesterday to a week past `through`, so that it
 * is done once a week and not at each look. One statement, which may be repeated and may run twice at once. Returns
 * whether any were missing.
 */
export async function layOutDays(reader: Reader, raId: string, now: Date, through: Date): Promise<boolean> {
  const [fromDay, throughDay] = [agendaDayOf(earlier(now, dayMs)), agendaDayOf(later(through, 7 * dayMs))];
  const { rows } = await sql<{ laidOut: number }>`
    select cardinality(lacking.ids) as "laidOut", agenda_reach(lacking.ids, ${fromDay}, ${throughDay})
    from (select array(
      select a.id from agents a left join agenda_frames f on f.agent_id = a.id
      where a.ra_id = ${raId} and 'agent' = any (a.roles)
        and (f.agent_id is null or f.from_day > ${fromDay} or f.through_day < ${agendaDayOf(through)})) as ids) lacking`.execute(
    reader,
  );
  return (rows[0]?.laidOut ?? 0) > 0;
}

/** `agent`: of the least loaded attending agents with all of `occupied` free; null unless picked. */
export type Taking = { held: number } & (
  | { outcome: "picked"; agent: string }
  /** "busy": others are booking every free one this moment, look again; "none": nobody is free. */
  | { outcome: "busy" | "none"; agent: null }
);

/**
 * Locks the holder, frees holds that are over and stand in the way of this AR's or this holder's time, before their job
 * comes to it (those that somebody is working on are left to them), counts how many times the holder still holds, and
 * picks an agent, whose day is locked. The locks last until the transaction ends.
 */
export async function takeAgent(
  tx: Transaction,
  wanted: {
    raId: string;
    holderCpf: string;
    productIds: readonly string[];
    language: string;
    /** Only agents who receive people there; null: by video. */
    siteId: string | null;
    occupied: { from: Date; to: Date };
  },
  now: Date,
): Promise<Taking> {
  const { raId, holderCpf, productIds, language, siteId, occupied } = wanted;
  const { rows } = await sql<Taking>`
    select held, agent, outcome from agenda_take(${raId}, ${holderCpf}, ${[...productIds]}::uuid[], ${language},
      tstzrange(${occupied.from}, ${occupied.to}, '[)'), ${now}, ${siteId}::uuid)`.execute(tx);
  return rows[0]!;
}

/** One act at a time for one person: their holds are counted and their times taken without a race. */
export async function lockHolder(tx: Transaction, cpf: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`holder ${cpf}`}, 0))`.execute(tx);
}
