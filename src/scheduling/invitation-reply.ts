import type { Secrets } from "../platform/secrets.ts";

declare module "../platform/jobs.ts" {
  interface EventPayloads {
    "invitation.declined": { appointmentId: string; orderId: string };
  }
}

/** What a calendar program answers to an invitation (RFC 5546 §3.2.3). */
export type InvitationReply = { uid: string; sequence: number; declined: boolean };

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

/** Whether one of the addresses carries the token of this invitation: anybody can write a reply, few know where to. */
export function isRepliedTo(secrets: Pick<Secrets, "hmac">, addresses: readonly string[], uid: string): boolean {
  return addresses.some((address) => address.toLowerCase().includes(`${mark}${signatureOf(secrets, uid)}@`));
}

const largestReply = 65_536;

/** The reply in an iCalendar text; undefined for anything else. Reads three properties, so nothing is parsed further. */
export function replyOf(text: string): InvitationReply | undefined {
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
  if (property("METHOD")?.toUpperCase() !== "REPLY" || !uid) return undefined;
  const sequence = Number(property("SEQUENCE") ?? 0);
  return { uid, sequence: Number.isInteger(sequence) ? sequence : 0, declined: /;PARTSTAT="?DECLINED/i.test(attendee) };
}
