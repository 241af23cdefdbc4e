import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import { cancelJob, enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { deleteBlocksOf } from "../agenda/agenda-store.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { calendarLimits, mayKeepCalendar } from "./calendar.ts";
import { parseCalendarUrl } from "./calendar-fetch.ts";
import { calendarRow, calendarRowsOf, deleteCalendar, insertCalendar } from "./calendar-store.ts";
import { busyTimes, replaceBusy } from "./read-calendar.ts";

/**
 * Keeps an agent's busy times off sale: read once from a file's text, or from an address every half hour. Appointments
 * already booked stay. Failures: not-allowed, calendar-address-wrong, calendars-full {most}, and for a file those of
 * `readBusyTimes`.
 */
export async function addCalendar(
  ctx: Context,
  command: { by: AgentPrincipal; name: string; source: { url: string } | { text: string } },
): Promise<{ calendarId: string }> {
  const { by, name, source } = command;
  if (!mayKeepCalendar(by, by.id)) throw new Failure("not-allowed");
  const url = "url" in source ? parseCalendarUrl(source.url) : undefined;
  if ("url" in source && !url) throw new SchedulingFailure("calendar-address-wrong");
  const reading = "text" in source ? await busyTimes(ctx, by.id, source.text) : undefined;
  return transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    if ((await calendarRowsOf(tx, by.id)).length >= calendarLimits.perAgent)
      throw new SchedulingFailure("calendars-full", { most: calendarLimits.perAgent });
    const id = newId(now.getTime());
    await insertCalendar(tx, { id, agentId: by.id, name, sealedUrl: url ? ctx.secrets.seal(url.href) : null }, now);
    if (reading) await replaceBusy(tx, { id, agentId: by.id }, reading, now);
    else await enqueue(tx, "scheduling.read-calendar", { calendarId: id }, { key: id });
    const details = { calendarId: id, agentId: by.id, from: url ? "address" : "file" };
    await record(tx, { chain: `ar:${by.raId}`, act: "calendar.added", actor: actorOf(by), details }, now);
    return { calendarId: id };
  });
}

/** Its times are on sale again. Failures: not-found (also: another's). */
export async function removeCalendar(ctx: Context, command: { by: AgentPrincipal; calendarId: string }): Promise<void> {
  const { by, calendarId } = command;
  await transact(ctx.db, async (tx) => {
    const calendar = await calendarRow(tx, calendarId);
    if (!calendar || !mayKeepCalendar(by, calendar.agentId)) throw new Failure("not-found");
    await deleteBlocksOf(tx, by.id, calendarId);
    await deleteCalendar(tx, calendarId);
    await cancelJob(tx, "scheduling.read-calendar", calendarId);
    const details = { calendarId, agentId: by.id };
    const chain = `ar:${by.raId}` as const;
    await record(tx, { chain, act: "calendar.removed", actor: actorOf(by), details }, ctx.clock.now());
  });
}
