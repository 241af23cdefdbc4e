import { type Reader, sql } from "../../platform/database.ts";
import { sha256Hex } from "../../platform/ids.ts";
import type { AgentCalendar } from "./calendar.ts";
import { calendarRowsOf } from "./calendar-store.ts";

/** An agent's outside calendars, without their addresses. */
export async function calendarsOf(reader: Reader, agentId: string): Promise<AgentCalendar[]> {
  return (await calendarRowsOf(reader, agentId)).map(({ sealedUrl: _, ...calendar }) => calendar);
}

export async function feedSince(reader: Reader, agentId: string): Promise<Date | undefined> {
  const feed = reader.selectFrom("agent_feeds").select("created_at").where("agent_id", "=", agentId);
  return (await feed.executeTakeFirst())?.created_at;
}

export type FeedEvent = {
  calendarUid: string;
  calendarSequence: number;
  startsAt: Date;
  endsAt: Date;
  orderNumber: string;
  productName: string;
  /** In person: where the agent receives; null: by video. */
  place: string | null;
};

/** Whose feed a token opens, while the agent is not suspended. */
export async function agentOfFeed(reader: Reader, token: string): Promise<{ id: string; name: string } | undefined> {
  const feed = reader.selectFrom("agent_feeds as f").innerJoin("agents as a", "a.id", "f.agent_id");
  const open = feed.where("f.token_hash", "=", sha256Hex(token)).where("a.suspended_at", "is", null);
  return open.select(["a.id", "a.name"]).executeTakeFirst();
}

/** An agent's booked appointments in [from, to). No name and no CPF: calendars are copied to places we do not know. */
export async function feedEvents(reader: Reader, agentId: string, from: Date, to: Date): Promise<FeedEvent[]> {
  const { rows } = await sql<FeedEvent>`
    select a.calendar_uid as "calendarUid", a.calendar_sequence as "calendarSequence", lower(a.during) as "startsAt",
      upper(a.during) as "endsAt", o.number as "orderNumber", p.name as "productName",
      s.name || ', ' || s.address as place
    from appointments a join orders o on o.id = a.order_id join products p on p.id = o.product_id
      left join sites s on s.id = a.site_id
    where a.agent_id = ${agentId} and a.status = 'booked' and a.during && tstzrange(${from}, ${to})
    order by lower(a.during)`.execute(reader);
  return rows;
}
