import { orderPath } from "../../contract/holder-addresses.ts";
import type { Site } from "../../people/authority/site.ts";
import type { Language } from "../../scheduling/agenda/language.ts";
import type { LetterHead } from "../outbox/letter.ts";

/** What the letters of one order are made of. */
export type OrderFacts = {
  orderId: string;
  purchaseId: string;
  /** Bought with others that stand: a letter then says which one it speaks of. */
  isOneOfSeveral: boolean;
  raId: string;
  number: string | null;
  applicantName: string;
  email: string | null;
  phone: string | null;
  productName: string;
  companyName: string | null;
  priceCentavos: number;
  certificateType: "A1" | "A3";
  /** Where the holder goes; null: attended by video. */
  site: Pick<Site, "name" | "address" | "notes"> | null;
  ra: LetterHead["ra"] & { email: string };
};

export type AppointmentFacts = {
  id: string;
  language: Language;
  startsAt: Date;
  endsAt: Date;
  calendarUid: string;
  calendarSequence: number;
  status: "held" | "booked" | "released";
  /** Where calendar programs answer: it tells this invitation from every other. */
  replyTo: string;
};

/**
 * A paid order as its letter tells of it; `lostAt`: the time whose hold ended before the money came; `isInLine`: it waits
 * for the next free agent, as chosen while buying.
 */
export type PaidOrder = { facts: OrderFacts; missing: string[]; lostAt: Date | undefined; isInLine: boolean };

/** Address of a page of the order: `page` is "" (panel), "documentos", "sala"… */
export function orderUrl(publicUrl: string, number: string | null, page = ""): string {
  if (number === null) return publicUrl;
  return `${publicUrl}${orderPath(number)}${page && `/${page}`}`;
}

export function headOf(facts: OrderFacts, publicUrl: string): LetterHead {
  const { number, applicantName, ra } = facts;
  return { number, applicantName, ra, orderUrl: orderUrl(publicUrl, number) };
}

/** What the holder writes as subject. */
export function papersSubject(number: string): string {
  return `Documentos videoconferência ${number}`;
}
