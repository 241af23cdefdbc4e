import { type Transaction, transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import { enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { dayMs, later } from "../../platform/time/durations.ts";
import { zoneOf } from "../agenda/agenda-reads.ts";
import { deleteBlocksOf, insertBlocks } from "../agenda/agenda-store.ts";
import { type CalendarReading, calendarEveryMs, calendarLimits } from "./calendar.ts";
import { fetchCalendar } from "./calendar-fetch.ts";
import { readBusyTimes } from "./calendar-reader.ts";
import { calendarRow, noteRead } from "./calendar-store.ts";

/** What a text says of the next `calendarLimits.days`; times without a zone are the agent's own. Failures of `readBusyTimes`. */
export async function busyTimes(ctx: Context, agentId: string, text: string): Promise<CalendarReading> {
  const from = ctx.clock.now();
  const to = later(from, calendarLimits.days * dayMs);
  return readBusyTimes({ text, from, to, zone: await zoneOf(ctx.db, agentId) });
}

/** Replaces everything that was read from this calendar, in the caller's transaction. */
export async function replaceBusy(
  tx: Transaction,
  calendar: { id: string; agentId: string },
  reading: CalendarReading,
  now: Date,
): Promise<void> {
  const { id: source, agentId } = calendar;
  await deleteBlocksOf(tx, agentId, source);
  const block = { agentId, reason: "agenda externa", kind: "calendar" } as const;
  await insertBlocks(
    tx,
    reading.busy.map((time) => ({ ...block, ...time, id: newId(now.getTime()) })),
    now,
    { source },
  );
  await noteRead(tx, source, reading, now);
}

/** Reads a calendar's address and comes again; a try that fails keeps what was read before and says so on the page. */
export async function readCalendar(ctx: Context, command: { calendarId: string }): Promise<void> {
  const { calendarId } = command;
  const calendar = await calendarRow(ctx.db, calendarId);
  if (!calendar?.sealedUrl) return;
  const came = await fetchCalendar(ctx, ctx.secrets.open(calendar.sealedUrl).toString())
    .then((text) => busyTimes(ctx, calendar.agentId, text))
    .catch((error: unknown) => {
      if (error instanceof Failure) return error;
      throw error;
    });
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    if (!(await calendarRow(tx, calendarId))) return;
    if (came instanceof Failure) await noteRead(tx, calendarId, { failure: came.code }, now);
    else await replaceBusy(tx, calendar, came, now);
    const startAt = later(now, calendarEveryMs);
    await enqueue(tx, "scheduling.read-calendar", { calendarId }, { startAt, key: calendarId });
  });
}
