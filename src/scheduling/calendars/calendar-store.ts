import type { Reader, Transaction } from "../../platform/database.ts";
import type { AgentCalendar, CalendarReading } from "./calendar.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    agent_calendars: {
      id: string;
      agent_id: string;
      name: string;
      sealed_url: Buffer | null;
      created_at: Date;
      read_at: Date | null;
      tried_at: Date | null;
      failure: string | null;
      busy_count: number;
      left_out: number;
      unknown_zones: string[];
      is_cut: boolean;
    };
    agent_feeds: { agent_id: string; token_hash: string; created_at: Date };
  }
}

type CalendarRow = AgentCalendar & { sealedUrl: Buffer | null };

const columns = [
  "id",
  "agent_id as agentId",
  "name",
  "sealed_url as sealedUrl",
  "created_at as createdAt",
  "read_at as readAt",
  "tried_at as triedAt",
  "failure",
  "busy_count as busyCount",
  "left_out as leftOut",
  "unknown_zones as unknownZones",
  "is_cut as isCut",
] as const;

const withFlag = (row: Omit<CalendarRow, "hasUrl">): CalendarRow => ({ ...row, hasUrl: row.sealedUrl !== null });

export async function calendarRow(reader: Reader, id: string): Promise<CalendarRow | undefined> {
  const row = await reader.selectFrom("agent_calendars").select(columns).where("id", "=", id).executeTakeFirst();
  return row && withFlag(row);
}

export async function calendarRowsOf(reader: Reader, agentId: string): Promise<CalendarRow[]> {
  const all = reader.selectFrom("agent_calendars").select(columns).where("agent_id", "=", agentId);
  return (await all.orderBy("created_at").execute()).map(withFlag);
}

export async function insertCalendar(
  tx: Transaction,
  calendar: { id: string; agentId: string; name: string; sealedUrl: Buffer | null },
  now: Date,
): Promise<void> {
  const { id, agentId, name, sealedUrl } = calendar;
  const empty = {
    read_at: null,
    tried_at: null,
    failure: null,
    busy_count: 0,
    left_out: 0,
    unknown_zones: [],
    is_cut: false,
  };
  const row = { id, agent_id: agentId, name, sealed_url: sealedUrl, created_at: now, ...empty };
  await tx.insertInto("agent_calendars").values(row).execute();
}

/** What came of a try; a failed one keeps what was read before. */
export async function noteRead(
  tx: Transaction,
  id: string,
  came: CalendarReading | { failure: string },
  now: Date,
): Promise<void> {
  const set =
    "failure" in came
      ? { failure: came.failure, tried_at: now }
      : {
          ...{ failure: null, tried_at: now, read_at: now, busy_count: came.busy.length, left_out: came.leftOut },
          // Names from a stranger's file: three are enough to find them there.
          unknown_zones: came.unknownZones.slice(0, 3).map((name) => name.replaceAll("\0", "").slice(0, 60)),
          is_cut: came.isCut,
        };
  await tx.updateTable("agent_calendars").set(set).where("id", "=", id).execute();
}

export async function deleteCalendar(tx: Transaction, id: string): Promise<void> {
  await tx.deleteFrom("agent_calendars").where("id", "=", id).execute();
}

/** One feed an agent; a new token ends the one before. */
export async function storeFeed(tx: Transaction, agentId: string, tokenHash: string, now: Date): Promise<void> {
  await tx
    .insertInto("agent_feeds")
    .values({ agent_id: agentId, token_hash: tokenHash, created_at: now })
    .onConflict((conflict) => conflict.column("agent_id").doUpdateSet({ token_hash: tokenHash, created_at: now }))
    .execute();
}

export async function deleteFeed(tx: Transaction, agentId: string): Promise<void> {
  await tx.deleteFrom("agent_feeds").where("agent_id", "=", agentId).execute();
}
