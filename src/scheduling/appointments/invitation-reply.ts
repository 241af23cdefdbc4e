import type { Secrets } from "../../platform/secrets.ts";
import { momentOf } from "../agenda/wall-clock.ts";
import { zoneNamed } from "../calendars/calendar-zones.ts";

declare module "../../platform/jobs/jobs.ts" {
  interface EventPayloads {
    /**
     * `wish` absent: declined, as events written before 2026-11-28 meant. `proposedAt`: the time that was asked for, ISO
     * 8601, where the calendar named one that can be read.
     */
    "invitation.declined": {
      appointmentId: string;
      orderId: string;
      wish?: "decline" | "other-time";
      proposedAt?: string;
    };
  }
}

/** What a calendar program answers to an invitation: REPLY (RFC 5546 §3.2.3), COUNTER for another time (§3.2.7). */
export type InvitationReply = {
  uid: string;
  sequence: number;
  wish: "keep" | "decline" | "other-time";
  /** Of a COUNTER: the start it proposes. */
  proposedAt?: Date;
};

const mark = "+convite-";
const signatureOf = (secrets: Pick<Secrets, "hmac">, uid: string) => secrets.hmac("invitation-reply", uid).slice(0, 24);

/** The organizer's address: the AR's papers address with a token that only this invitation has. */
export function replyAddress(secrets: Pick<Secrets, "hmac">, papersAddress: string, uid: string): string {
  const at = papersAddress.lastIndexOf("@");
  return `${papersAddress.slice(0, at)}${mark}${signatureOf(secrets, uid)}${papersAddress.slice(at)}`;
}

/** The mailbox behind a tokenised address; any other address is its own. */
export function bareAddress(address: string): string {
  return address.toLowerCase().replace(/\+convite-[0-9a-f]{24}@/, "@");
}

/**
 * Whether one of the addresses carries the token of this invitation: anybody can write a reply, but only who has the
 * invitation knows this address.
 */
export function isRepliedTo(secrets: Pick<Secrets, "hmac">, addresses: readonly string[], uid: string): boolean {
  return addresses.some((address) => address.toLowerCase().includes(`${mark}${signatureOf(secrets, uid)}@`));
}

const largestReply = 65_536;

/** The moment of a DTSTART line in UTC or in a named zone; undefined for a day without an hour, or a zone nobody knows. */
function startOf(line: string | undefined): Date | undefined {
  const [, params = "", year, month, day, hour, minute, utc] =
    /^DTSTART((?:;[^:"]*|"[^"]*")*):(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)\d\d(Z?)$/i.exec(line?.trim() ?? "") ?? [];
  if (year === undefined) return undefined;
  const wall = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)));
  if (utc) return wall;
  const named = zoneNamed(/;TZID=("[^"]*"|[^;]*)/i.exec(params)?.[1] ?? "");
  return named?.isSure ? momentOf(wall, named.zone) : undefined;
}

/**
 * The answer in an iCalendar text; undefined for anything else. Reads four properties, so nothing is parsed further.
 * `declared`: the method that the part's Content-Type names, for programs that leave it out of the text (RFC 6047 §2.4).
 */
export function replyOf(text: string, declared?: string): InvitationReply | undefined {
  if (text.length > largestReply) return undefined;
  // Folded lines go on after a line break and a blank (RFC 5545 §3.1).
  const lines = text.replace(/\r?\n[ \t]/g, "").split(/\r?\n/);
  const property = (name: string) =>
    lines
      .find((line) => line.toUpperCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
  const attendee = lines.find((line) => /^ATTENDEE[;:]/i.test(line)) ?? "";
  const uid = property("UID");
  const method = (property("METHOD") || declared)?.toUpperCase();
  if ((method !== "REPLY" && method !== "COUNTER") || !uid) return undefined;
  const sequence = Number(property("SEQUENCE") ?? 0);
  const answer = /;PARTSTAT="?DECLINED/i.test(attendee) ? "decline" : "keep";
  const about = { uid, sequence: Number.isInteger(sequence) ? sequence : 0 };
  if (method === "REPLY") return { ...about, wish: answer };
  // The zone's own rules may stand before the event; their DTSTART lines propose nothing.
  const event = lines.slice(lines.findIndex((line) => /^BEGIN:VEVENT/i.test(line)));
  const proposedAt = startOf(event.find((line) => /^DTSTART[;:]/i.test(line)));
  return { ...about, wish: "other-time", ...(proposedAt && { proposedAt }) };
}
