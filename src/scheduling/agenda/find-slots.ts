import type { BookingTerms } from "../../catalog/booking-terms.ts";
import { bookingRulesAt } from "../../catalog/catalog-reads.ts";
import { OrdersFailure } from "../../orders/orders-failures.ts";
import type { Reader } from "../../platform/database.ts";
import { dayMs, earlier, hourMs, later, minuteMs } from "../../platform/time/durations.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { freeRuns } from "./agenda-reads.ts";
import { layOutDays } from "./agenda-store.ts";
import { defaultLanguage, type Language } from "./language.ts";
import { agendaDayOf, cellsOf, type FreeSlot, type Interval, maxCells, slotsOfDay } from "./slot-chain.ts";

type SlotQuery = {
  /** The products of a chain in their order, all of one AR; one product for one slot. */
  productIds: readonly string[];
  /** Clipped to notice and horizon; both where absent. */
  window?: Interval;
  language?: Language;
  /** A site of the AR, for times in person there; null or absent: by video. */
  siteId?: string | null;
  /** Who is to be attended: an agent is not offered times of their own. null or absent: not known yet. */
  holderCpf?: string | null;
  /** Agent ids not to count on. */
  without?: readonly string[];
};

/** Nobody stands at a site sooner than this after choosing its time. */
const wayToSiteMinutes = 60;

/**
 * Every time at which one agent could attend all these products, one after the other, in time order. Times are free at
 * this moment; only holding one makes it sure. Failures: product-not-on-sale, chain-invalid (products of several
 * ARs), chain-too-long (more than four hours).
 */
export async function findSlots(reader: Reader, query: SlotQuery, now: Date): Promise<FreeSlot[]> {
  const { terms, raId, grid, window } = await chainTerms(reader, query.productIds, now, query.siteId);
  const asked = query.window ?? window;
  const clipped = {
    from: new Date(Math.max(asked.from.getTime(), window.from.getTime())),
    to: new Date(Math.min(asked.to.getTime(), window.to.getTime())),
  };
  if (clipped.from >= clipped.to) return [];
  const filter = {
    raId,
    productIds: query.productIds,
    language: query.language ?? defaultLanguage,
    siteId: query.siteId ?? null,
    holderCpf: query.holderCpf ?? null,
    without: query.without ?? [],
  };
  // A pause may begin before the first start.
  const fromDay = agendaDayOf(earlier(clipped.from, hourMs));
  const frame = { fromDay, throughDay: agendaDayOf(clipped.to), cells: cellsOf(terms) };
  let found = await freeRuns(reader, filter, frame, now);
  if (found.short) {
    await layOutDays(reader, raId, now, window.to);
    found = await freeRuns(reader, filter, frame, now);
  }
  return found.days.flatMap(({ day: ofDay, runs }) => slotsOfDay(ofDay, runs, terms, clipped, grid));
}

export type ChainTerms = {
  terms: BookingTerms[];
  raId: string;
  /** Minutes. */
  grid: number;
  /** Starts that may be chosen now: the strictest notice and horizon among the products. */
  window: Interval;
  holdMinutes: number;
  holdsPerPerson: number;
};

/** How a chain of products is booked at `now`, in person where `siteId` is given. Failures as `findSlots`. */
export async function chainTerms(
  reader: Reader,
  productIds: readonly string[],
  now: Date,
  siteId: string | null = null,
): Promise<ChainTerms> {
  const rules = await bookingRulesAt(reader, productIds, now);
  if (!rules || rules.terms.length < productIds.length) throw new OrdersFailure("product-not-on-sale");
  const { terms, booking } = rules;
  const { raId } = terms[0]!;
  if (terms.some((one) => one.raId !== raId)) throw new SchedulingFailure("chain-invalid");
  if (cellsOf(terms) > maxCells) throw new SchedulingFailure("chain-too-long");
  const way = siteId === null ? 0 : wayToSiteMinutes;
  const notice = Math.max(way, ...terms.map(({ noticeMinutes }) => noticeMinutes ?? booking.noticeMinutes));
  const horizon = Math.min(...terms.map(({ horizonDays }) => horizonDays ?? booking.horizonDays));
  const window = { from: later(now, notice * minuteMs), to: later(now, horizon * dayMs) };
  const { gridMinutes: grid, holdMinutes, holdsPerPerson } = booking;
  return { terms, raId, grid, window, holdMinutes, holdsPerPerson };
}
