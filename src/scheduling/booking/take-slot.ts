import type { Order } from "../../orders/order.ts";
import { OrdersFailure } from "../../orders/orders-failures.ts";
import { type Transaction, transact, violatedConstraint } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { later, minuteMs } from "../../platform/time/durations.ts";
import { servedSitesOf } from "../agenda/agenda-reads.ts";
import { layOutDays, type Taking, takeAgent } from "../agenda/agenda-store.ts";
import { type ChainTerms, chainTerms } from "../agenda/find-slots.ts";
import { defaultLanguage, type Language } from "../agenda/language.ts";
import { chainFrom, chainOccupies, type PlannedSlot } from "../agenda/slot-chain.ts";
import type { Appointment } from "../appointments/appointment.ts";
import { insertAppointment } from "../appointments/appointment-store.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";

/** What the caller decides of the appointment of one order. */
type AppointmentIdentity = Pick<Appointment, "status" | "calendarUid" | "calendarSequence">;

/** Thrown inside `withSlotRetries` where every free agent is being booked by others this moment. */
class SlotContended extends Error {}

/**
 * Puts an order's holder into an agent's time inside the caller's transaction: the least loaded agent who is free.
 * The caller has freed the order's former slot. Failures: slot-taken (also: off the grid, in the past, beyond the
 * horizon), hold-limit, site-not-served (in person), purchase-incomplete (no holder yet). The database may still refuse:
 * run it by `withSlotRetries`.
 */
export async function takeSlot(
  tx: Transaction,
  order: Order,
  startsAt: Date,
  now: Date,
  as: AppointmentIdentity,
  language: Language = defaultLanguage,
): Promise<Appointment> {
  const [appointment] = await takeSlots(tx, [{ order, as }], startsAt, now, language);
  return appointment!;
}

/**
 * The same for several orders of one holder: one slot after the other with one agent, all or none.
 * Failures: those of `takeSlot`, chain-invalid (several holders or ARs) and chain-too-long.
 */
export async function takeSlots(
  tx: Transaction,
  wanted: readonly { order: Order; as: AppointmentIdentity }[],
  startsAt: Date,
  now: Date,
  language: Language = defaultLanguage,
): Promise<Appointment[]> {
  const orders = wanted.map(({ order }) => order);
  const holderCpf = holderOf(orders);
  const productIds = orders.map(({ productId }) => productId);
  const siteId = await siteOf(tx, orders);
  const rules = await chainTerms(tx, productIds, now, siteId);
  if (!isOffered(startsAt, rules)) throw new SchedulingFailure("slot-taken");
  const chain = chainFrom(startsAt, rules.terms);
  const occupied = chainOccupies(chain);
  const wish = { raId: rules.raId, holderCpf, productIds, language, siteId, occupied };
  const taking = await take(tx, wish, now);
  const holds = wanted.filter(({ as }) => as.status === "held").length;
  if (holds > 0 && taking.held + holds > rules.holdsPerPerson)
    throw new SchedulingFailure("hold-limit", { limit: rules.holdsPerPerson });
  if (taking.outcome !== "picked")
    throw taking.outcome === "busy" ? new SlotContended() : new SchedulingFailure("slot-taken");
  const agentId = taking.agent;
  const holdExpiresAt = later(now, rules.holdMinutes * minuteMs);
  const chainId = wanted.length > 1 ? newId(now.getTime()) : null;
  const appointments = wanted.map(({ order, as }, i) => ({
    ...planned(order, chain[i]!, now),
    ...as,
    chainId,
    agentId,
    holderCpf,
    language,
    holdExpiresAt: as.status === "held" ? holdExpiresAt : null,
    bookedAt: as.status === "booked" ? now : null,
  }));
  for (const [i, appointment] of appointments.entries()) await insertAppointment(tx, appointment, chain[i]!.occupied);
  return appointments;
}

function holderOf(orders: readonly Order[]): string {
  const cpf = orders[0]?.cpf;
  if (!cpf) throw new OrdersFailure("purchase-incomplete");
  const ids = new Set(orders.map(({ id }) => id));
  if (ids.size < orders.length || orders.some((order) => order.cpf !== cpf))
    throw new SchedulingFailure("chain-invalid");
  return cpf;
}

/** Where these orders are attended in person; null: by video. */
async function siteOf(tx: Transaction, orders: readonly Order[]): Promise<string | null> {
  const [first] = orders;
  const siteId = first?.siteId ?? null;
  if (orders.some((order) => order.siteId !== siteId)) throw new SchedulingFailure("chain-invalid");
  if (!first || siteId === null) return null;
  const served = await servedSitesOf(tx, first.raId);
  if (!served.some(({ id }) => id === siteId)) throw new SchedulingFailure("site-not-served");
  return siteId;
}

function isOffered(startsAt: Date, { grid, window }: ChainTerms): boolean {
  const time = startsAt.getTime();
  return time % (grid * minuteMs) === 0 && startsAt >= window.from && startsAt <= window.to;
}

/**
 * Days that are not laid out yet look like days without anybody: where that may be so, lays them out and asks again.
 */
async function take(tx: Transaction, wanted: Parameters<typeof takeAgent>[1], now: Date): Promise<Taking> {
  const taking = await takeAgent(tx, wanted, now);
  const isLaidOut = taking.outcome === "none" && (await layOutDays(tx, wanted.raId, now, wanted.occupied.to));
  return isLaidOut ? takeAgent(tx, wanted, now) : taking;
}

function planned(order: Order, { startsAt, endsAt }: PlannedSlot, now: Date) {
  return {
    id: newId(now.getTime()),
    orderId: order.id,
    raId: order.raId,
    attendance: order.attendance,
    siteId: order.siteId,
    startsAt,
    endsAt,
    holdExtended: false,
    releasedReason: null,
    createdAt: now,
    releasedAt: null,
  };
}

const attempts = 40;

/**
 * Runs `work` in a transaction, again after some milliseconds when other bookings are taking the free agents: the next
 * look sees them busy and takes another agent, or none is left. Nobody waits for a lock of another booking, so no two
 * can wait for each other. Failures: slot-taken, holder-busy.
 */
export async function withSlotRetries<T>(ctx: Context, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      return await transact(ctx.db, work);
    } catch (error) {
      const constraint = violatedConstraint(error);
      if (constraint === "holder_is_in_one_place_at_a_time") throw new SchedulingFailure("holder-busy");
      const raced =
        error instanceof SlotContended ||
        constraint === "agent_has_one_appointment_at_a_time" ||
        constraint === "one_open_appointment_per_order";
      if (!raced) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(4 * attempt, 40)));
    }
  }
  throw new SchedulingFailure("slot-taken");
}
