import { rulePackAt } from "../../catalog/catalog-reads.ts";
import type { AgentPrincipal } from "../../people/agent.ts";
import { atDeskMinutes } from "../../people/signed-in.ts";
import { type Reader, sql } from "../../platform/database.ts";
import { earlier, later, minuteMs } from "../../platform/time/durations.ts";
import { awayNow } from "../agenda/agenda.ts";
import { profileOf } from "../agenda/agenda-reads.ts";
import type { Language } from "../agenda/language.ts";
import type { Interval, SlotLength } from "../agenda/slot-chain.ts";
import {
  attendsWish,
  type CallingAgent,
  expectedWait,
  type PresentAgent,
  type WalkIn,
  type Wish,
  waitsAtMost,
} from "./walk-in.ts";
import { walkInColumns } from "./walk-in-store.ts";

/** Somebody who waits, as the line is shown at the desk and in the office. */
export type WaitingHolder = {
  orderId: string;
  orderNumber: string;
  applicantName: string;
  productId: string;
  productName: string;
  language: Language;
  joinedAt: Date;
  length: SlotLength;
  holderCpf: string;
  isBusy: boolean;
};

/** Who waits at an AR, the longest first; not who was cancelled or took a time meanwhile. */
export async function waitingLine(reader: Reader, raId: string, now: Date): Promise<WaitingHolder[]> {
  const { rows } = await sql<WaitingHolder>`
    select w.order_id as "orderId", o.number as "orderNumber", o.applicant_name as "applicantName",
      w.product_id as "productId", c.name as "productName", w.language, w.joined_at as "joinedAt",
      jsonb_build_object('slotMinutes', c.slot_minutes, 'pauseBeforeMinutes', c.pause_before_minutes,
        'pauseAfterMinutes', c.pause_after_minutes) as length, w.holder_cpf as "holderCpf",
      exists (select from appointments p where p.holder_cpf = w.holder_cpf and p.status in ('held', 'booked')
        and p.during && tstzrange(${now}, ${now}::timestamptz + interval '1 hour')) as "isBusy"
    from walk_ins w
    join orders o on o.id = w.order_id and o.cancelled_at is null
    join products c on c.id = w.product_id
    where w.ra_id = ${raId} and w.ended_at is null and w.lapses_at > ${now}
      and not exists (select from appointments a where a.order_id = w.order_id and a.status = 'booked')
    order by w.joined_at, w.id`.execute(reader);
  return rows;
}

/** Agents of the AR at their desks, not "away", with their own appointments as far as anybody waits. */
export async function presentAgents(reader: Reader, raId: string, now: Date): Promise<PresentAgent[]> {
  const seenAfter = earlier(now, atDeskMinutes * minuteMs);
  const until = later(now, 2 * waitsAtMost);
  const { rows } = await sql<Omit<PresentAgent, "taken"> & { taken: { from: string; to: string }[] }>`
    select a.cpf, p.product_ids as "productIds", coalesce(p.languages, '{pt-BR}') as languages,
      coalesce((select jsonb_agg(jsonb_build_object('from', lower(b.during), 'to', upper(b.during)))
        from appointments b where b.agent_id = a.id and (b.status = 'booked' or b.status = 'held' and b.hold_expires_at > ${now})
          and b.during && tstzrange(${now}, ${until})), '[]') as taken
    from agents a left join agenda_profiles p on p.agent_id = a.id
    where a.ra_id = ${raId} and a.suspended_at is null and 'agent' = any (a.roles)
      and (p.away_since is null or p.away_since > ${now} or p.away_until <= ${now})
      and exists (select from agent_sign_ins s
        where s.agent_id = a.id and s.seen_at > ${seenAfter} and s.expires_at > ${now})`.execute(reader);
  const dates = ({ from, to }: { from: string; to: string }): Interval => ({ from: new Date(from), to: new Date(to) });
  return rows.map((row) => ({ ...row, taken: row.taken.map(dates) }));
}

/**
 * What one wish may expect of the line: how many agents at their desks attend it, how many people are before it, and
 * the minutes (see `expectedWait`).
 */
export type Outlook = { agents: number; ahead: number; minutes: number | undefined };

/** For an order in the line its own place; for any other wish the place at its end. */
export async function walkInOutlook(
  reader: Reader,
  wish: Wish & { raId: string; orderId?: string },
  now: Date,
): Promise<Outlook> {
  const line = await waitingLine(reader, wish.raId, now);
  const agents = await presentAgents(reader, wish.raId, now);
  const { usualMinutes } = (await rulePackAt(reader, wish.raId, now)).content.room;
  const at = line.findIndex(({ orderId }) => orderId === wish.orderId);
  const before = at === -1 ? line : line.slice(0, at);
  const minutes = expectedWait([...before, wish], agents, usualMinutes, now);
  return { agents: agents.filter((agent) => attendsWish(agent, wish)).length, ahead: before.length, minutes };
}

/** When "Atender agora" was chosen for this order while buying, and nothing else since. */
export async function wishedAt(reader: Reader, orderId: string): Promise<Date | undefined> {
  const wishes = reader.selectFrom("walk_in_wishes").select("wished_at as wishedAt").where("order_id", "=", orderId);
  return (await wishes.executeTakeFirst())?.wishedAt;
}

/** The order's wait that runs, else the one that ended last. */
export async function lastWaitOf(reader: Reader, orderId: string): Promise<WalkIn | undefined> {
  const waits = reader.selectFrom("walk_ins").select(walkInColumns).where("order_id", "=", orderId);
  return waits
    .orderBy("ended_at", (by) => by.desc().nullsFirst())
    .limit(1)
    .executeTakeFirst();
}

/** An agent's own appointment; without a name it is a hold, somebody is paying for it. */
export type OwnSitting = Interval & { appointmentId: string; applicantName: string | null };

/** An agent as one who would call the next of the line. */
export async function callingAgent(
  reader: Reader,
  { id, cpf }: Pick<AgentPrincipal, "id" | "cpf">,
  now: Date,
): Promise<CallingAgent & { taken: OwnSitting[] }> {
  const profile = await profileOf(reader, id);
  const { productIds, languages } = profile;
  return {
    cpf,
    productIds,
    languages,
    isAway: awayNow(profile, now) !== null,
    taken: await ownSittings(reader, id, now),
  };
}

/**
 * An agent's booked and held times of the next hours, the soonest first: a call or a take-over must fit before them, or
 * tells of them.
 */
export async function ownSittings(reader: Reader, agentId: string, now: Date): Promise<OwnSitting[]> {
  const until = later(now, waitsAtMost);
  const { rows } = await sql<OwnSitting>`
    select p.id as "appointmentId", o.applicant_name as "applicantName", lower(p.during) as "from", upper(p.during) as "to"
    from appointments p join orders o on o.id = p.order_id
    where p.agent_id = ${agentId} and (p.status = 'booked' or p.status = 'held' and p.hold_expires_at > ${now})
      and p.during && tstzrange(${now}, ${until})
    order by lower(p.during)`.execute(reader);
  return rows;
}
