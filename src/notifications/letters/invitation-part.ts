import type { Letter } from "../outbox/letter.ts";
import { calendarOf, type Invitation } from "./invitation.ts";
import type { AppointmentFacts, OrderFacts } from "./order-facts.ts";

/** The calendar entry of a letter: what differs by the kind of attendance is `words`, all else is the appointment's. */
export function calendarPart(
  method: "REQUEST" | "CANCEL",
  facts: OrderFacts,
  visit: AppointmentFacts,
  words: Pick<Invitation, "summary" | "description" | "url" | "location">,
  stamp: Date,
): NonNullable<Letter["calendar"]> {
  const content = calendarOf(method, {
    uid: visit.calendarUid,
    sequence: visit.calendarSequence + (method === "CANCEL" ? 1 : 0),
    startsAt: visit.startsAt,
    endsAt: visit.endsAt,
    stamp,
    ...words,
    organizer: { name: facts.ra.name, email: visit.replyTo },
    attendee: { name: facts.applicantName, email: facts.email ?? "" },
  });
  return { method, content };
}
