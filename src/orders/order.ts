import type { Centavos } from "../platform/money.ts";
import type { Cnpj, Cpf } from "../platform/taxpayer-id.ts";
import type { OrderNumber } from "./order-number.ts";

declare module "../platform/jobs/jobs.ts" {
  interface EventPayloads {
    "order.placed": { orderId: string };
    "order.cancelled": { orderId: string; reason: string };
    /** The draft is for another person now: a slot held for the former one is worth nothing. */
    "order.holder-changed": { orderId: string };
    /** `sealedCode` is base64 of the code sealed with the installation's secrets. */
    "contact-code.requested": {
      orderId: string;
      channel: ContactChannel;
      destination: string;
      sealedCode: string;
      /** What the code is for, where it is not to confirm the contact itself. */
      purpose?: "issuance" | "revocation";
    };
  }
}

export type ContactChannel = "email" | "phone";

/** How the holder is attended: by video here, or in person at a site of the AR. */
export type Attendance = "video" | "in-person";

/** One certificate for one holder. A draft (no number) until it is placed. */
export type Order = {
  id: string;
  /** What it is bought with: orders of one purchase have one holder and are placed and paid together. */
  purchaseId: string;
  /** 1 for the first one put into it. */
  purchasePosition: number;
  raId: string;
  productId: string;
  number: OrderNumber | null;
  origin: "own" | "partner";
  priceCentavos: Centavos;
  /** The person who must sit in the room: the holder, or the company's responsible. */
  applicantName: string | null;
  cpf: Cpf | null;
  /** "1990-12-31" */
  birthDate: string | null;
  email: string | null;
  /** "+5511987654321" */
  phone: string | null;
  companyName: string | null;
  cnpj: Cnpj | null;
  biometricsAnswer: boolean | null;
  eligibilityRuleId: string | null;
  eligibilityOutcome: Attendance | null;
  /** In person only where video is not possible, and then at this site of the AR: paid, proofed and issued there. */
  attendance: Attendance;
  siteId: string | null;
  emailConfirmedAt: Date | null;
  phoneConfirmedAt: Date | null;
  createdAt: Date;
  placedAt: Date | null;
  cancelledAt: Date | null;
  cancelledReason: string | null;
};

/** An order that has its number, and with it everything an order must have. */
export type PlacedOrder = Order & {
  number: OrderNumber;
  placedAt: Date;
  applicantName: string;
  cpf: Cpf;
  email: string;
};

export function isPlaced(order: Order): order is PlacedOrder {
  return order.number !== null;
}

export const termsVersion = "2026-11";

type PurchaseGap = "applicant" | "email" | "phone" | "eligibility";

/** What a draft still lacks before it can be placed, in the order in which the pages ask. */
export function purchaseGaps(
  order: Order,
  person: "natural" | "legal",
  confirm: readonly ContactChannel[],
): PurchaseGap[] {
  const gaps: PurchaseGap[] = [];
  const company = person === "natural" || (order.cnpj !== null && order.companyName !== null);
  if (!order.applicantName || !order.cpf || !order.birthDate || !order.email || !order.phone || !company)
    gaps.push("applicant");
  if (confirm.includes("email") && !order.emailConfirmedAt) gaps.push("email");
  if (confirm.includes("phone") && !order.phoneConfirmedAt) gaps.push("phone");
  if (order.eligibilityOutcome !== "video" && order.attendance === "video") gaps.push("eligibility");
  return gaps;
}
