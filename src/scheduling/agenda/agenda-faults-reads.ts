import { type Reader, sql } from "../../platform/database.ts";

/** What must never be, and where it is. `day` = the agenda day of a bitmap that is wrong. */
export type AgendaFault =
  | { kind: "agent-twice" | "holder-twice"; appointmentIds: [string, string] }
  | { kind: "open-cells" | "taken-cells" | "load"; agentId: string; day: string };

/**
 * Looks through the whole agenda without trusting its constraints or its bitmap: no agent's time sold twice, no holder in two places,
 * and every bitmap equal to what hours, blocks and appointments say. Empty = sound. Slow: for tests and after a repair.
 */
export async function agendaFaults(reader: Reader): Promise<AgendaFault[]> {
  const { rows: pairs } = await sql<{ kind: "agent-twice" | "holder-twice"; one: string; other: string }>`
    with open as (select * from appointments where status in ('held', 'booked'))
    select 'agent-twice' as kind, a.id as one, b.id as other
    from open a join open b on a.agent_id = b.agent_id and a.id < b.id and a.occupied && b.occupied
      and not a.beside and not b.beside
    union all
    select 'holder-twice', a.id, b.id
    from open a join open b on a.holder_cpf = b.holder_cpf and a.id < b.id and a.during && b.during`.execute(reader);
  const { rows: days } = await sql<{ agentId: string; day: string; open: boolean; taken: boolean; load: boolean }>`
    select f.agent_id as "agentId", o.day,
      d.open is distinct from o.open as open,
      d.taken is distinct from coalesce(t.taken, 0::bit(112)) as taken,
      d.load is distinct from coalesce(t.load, 0) as load
    from agenda_frames f
    cross join lateral agenda_open_cells(f.agent_id, f.from_day, f.through_day) o
    left join lateral agenda_taken_cells(f.agent_id, o.day, o.day) t on true
    left join agent_days d on d.agent_id = f.agent_id and d.day = o.day
    where d.open is distinct from o.open or d.taken is distinct from coalesce(t.taken, 0::bit(112))
      or d.load is distinct from coalesce(t.load, 0)`.execute(reader);
  const faults: AgendaFault[] = pairs.map(({ kind, one, other }) => ({ kind, appointmentIds: [one, other] }));
  for (const { agentId, day, open, taken, load } of days) {
    if (open) faults.push({ kind: "open-cells", agentId, day });
    if (taken) faults.push({ kind: "taken-cells", agentId, day });
    if (load) faults.push({ kind: "load", agentId, day });
  }
  return faults;
}
