import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";

export type Invitation = {
  /** RFC 5545 UID, the same for every move of one appointment; `sequence` grows with each change. */
  uid: string;
  sequence: number;
  startsAt: Date;
  endsAt: Date;
  stamp: Date;
  summary: string;
  description: string;
  url: string;
  /** The address where it is, or the link of the room. */
  location: string;
  organizer: { name: string; email: string };
  attendee: { name: string; email: string };
};

/** The calendar object (RFC 5546): REQUEST books or moves it in the holder's calendar, CANCEL takes it out. Times in UTC. */
export function calendarOf(method: "REQUEST" | "CANCEL", invitation: Invitation): string {
  const calendar = ical({
    prodId: { company: "Confere", product: "Confere", language: "PT" },
    method: method === "REQUEST" ? ICalCalendarMethod.REQUEST : ICalCalendarMethod.CANCEL,
  });
  const event = calendar.createEvent({
    id: invitation.uid,
    sequence: invitation.sequence,
    start: invitation.startsAt,
    end: invitation.endsAt,
    stamp: invitation.stamp,
    summary: invitation.summary,
    description: invitation.description,
    url: invitation.url,
    location: invitation.location,
    status: method === "REQUEST" ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
    organizer: invitation.organizer,
  });
  event.createAttendee({ ...invitation.attendee, rsvp: method === "REQUEST" });
  return calendar.toString();
}
