import { dayInBrazil } from "../../platform/time/brasilia.ts";
import { later, minuteMs } from "../../platform/time/durations.ts";
import type { Letter } from "./letter.ts";
import type { Topic } from "./message.ts";

/**
 * The pace from this day in Brasília on: the minutes between letters of one topic, and the topic of each template
 * ("deadline-" stands for all that begin so). Templates without a topic are never held: codes, payment, the open room,
 * and all that is written while somebody sits and waits.
 */
type Pace = { from: string; minutes: number; topics: Readonly<Record<string, Topic | null>> };

export const paces: readonly Pace[] = [
  {
    from: "2026-11-29",
    minutes: 10,
    topics: {
      "order-placed": "order",
      "purchase-placed": "order",
      "order-cancelled": "order",
      "appointment-booked": "time",
      "appointment-moved": "time",
      "appointment-ended": "time",
      "invitation-declined": "time",
      "day-before": "time",
      "papers-receipt": "papers",
      "deadline-": "deadline",
      "deadline-warned-payment": null,
      "deadline-passed-payment": null,
      "decision-missing": "result",
      "proofing-": "result",
      "identity-confirmed": "result",
      "order-examined": "case",
      "order-goes-on": "case",
      "order-ended-by-case": "case",
      "device-shipped": "device",
      "device-delivered": "device",
    },
  },
];

export function paceAt(now: Date): Pace | undefined {
  return paces.findLast(({ from }) => from <= dayInBrazil(now));
}

/** The letter's topic; undefined: it leaves at once and holds up no other. */
export function topicOf({ template }: Pick<Letter, "template">, pace: Pace): Topic | undefined {
  const family = Object.keys(pace.topics).find((name) => name.endsWith("-") && template.startsWith(name));
  const named = template in pace.topics ? pace.topics[template] : pace.topics[family ?? ""];
  return named ?? undefined;
}

/**
 * When a letter of a topic leaves. `last`: when the latest of its topic to the same person left, or is to leave.
 * A letter that cancels a calendar entry, or speaks of an hour that is near, does not wait.
 */
export function leavesAt(
  letter: Pick<Letter, "calendar" | "isUrgent">,
  last: Date | undefined,
  pace: Pace,
  now: Date,
): Date {
  const isUrgent = letter.isUrgent || letter.calendar?.method === "CANCEL";
  if (!last || isUrgent) return now;
  // One waits already: this one goes with it.
  if (last > now) return last;
  const next = later(last, pace.minutes * minuteMs);
  return next > now ? next : now;
}

/** Several letters of one topic, oldest first, as one: the newest speaks, and everything that came before is said below. */
export function sumUp(letters: readonly [Letter, ...Letter[]]): Letter {
  const newest = letters.at(-1)!;
  const earlier = letters.slice(0, -1);
  if (earlier.length === 0) return newest;
  const { appointmentId: _, ...kept } = newest;
  const calendar = letters.findLast((one) => one.calendar)?.calendar;
  return {
    ...kept,
    template: "summed-up",
    subject: `${newest.subject} (e mais ${earlier.length === 1 ? "1 aviso" : `${earlier.length} avisos`})`,
    earlier: earlier.toReversed().map(({ subject, paragraphs, list, after, choices, action }) => ({
      subject,
      paragraphs,
      ...(list && { list }),
      ...(after && { after }),
      ...(choices && { choices }),
      ...(action && { action }),
    })),
    ...(calendar && { calendar }),
  };
}
