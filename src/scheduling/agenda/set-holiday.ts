import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf, mayManage } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { isDay } from "./agenda.ts";
import { holidaysOf } from "./agenda-reads.ts";
import { replaceOwnHoliday } from "./agenda-store.ts";

/**
 * A holiday of the AR's own (its town's), "2026-11-30", on which none of its agents attends; without `name` it is one no
 * more. National and state holidays stay; an exception opens one for an agent (`setAgendaDay`).
 * Failures: agenda-time-invalid, not-allowed, holiday-known {name} (the nation's or the state's already).
 */
export async function setHoliday(
  ctx: Context,
  command: { raId: string; day: string; name?: string; by: AgentPrincipal },
): Promise<void> {
  const { raId, day, name, by } = command;
  if (!isDay(day) || name?.trim() === "") throw new SchedulingFailure("agenda-time-invalid");
  if (!mayManage(by, raId)) throw new Failure("not-allowed");
  await transact(ctx.db, async (tx) => {
    const known = (await holidaysOf(tx, raId, day, day)).find(({ level }) => level !== "own");
    if (known && name !== undefined) throw new SchedulingFailure("holiday-known", { name: known.name });
    await replaceOwnHoliday(tx, raId, day, name);
    const details = { day, name: name ?? null };
    const deed = { chain: `ar:${raId}`, act: "agenda.holiday-set", actor: actorOf(by), details } as const;
    await record(tx, deed, ctx.clock.now());
  });
}
