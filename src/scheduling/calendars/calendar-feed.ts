import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import type { FeedEvent } from "./calendar-reads.ts";

/** An agent's appointments for any calendar program to subscribe to (RFC 5545, METHOD:PUBLISH). Times in UTC. */
export function feedText(name: string, events: readonly FeedEvent[], deskUrl: string, now: Date): string {
  const calendar = ical({
    prodId: { company: "Confere", product: "Confere", language: "PT" },
    name: `Confere: ${name}`,
    method: ICalCalendarMethod.PUBLISH,
    ttl: 15 * 60,
  });
  for (const event of events)
    calendar.createEvent({
      // The holder's invitation has the same identity: an agent who is invited too sees one entry, not two.
      id: event.calendarUid,
      sequence: event.calendarSequence,
      start: event.startsAt,
      end: event.endsAt,
      stamp: now,
      summary: `${event.place === null ? "Videoconferência" : "Presencial"} ${event.orderNumber}`,
      ...(event.place !== null && { location: event.place }),
      description: event.productName,
      url: deskUrl,
      status: ICalEventStatus.CONFIRMED,
    });
  return calendar.toString();
}
