import { type AgentPrincipal, mayManage } from "../people/agent.ts";
import type { Centavos } from "../platform/money.ts";
import { minuteMs } from "../platform/time/durations.ts";

declare module "../platform/jobs/jobs.ts" {
  interface EventPayloads {
    "order.paid": { orderId: string };
    /** Money that buys nothing: the order was paid already, or cancelled. `receiptId`: its row in our books. */
    "payment.surplus": { orderId: string; receiptId: string; amountCentavos: Centavos; why: "twice" | "cancelled" };
  }
  interface JobPayloads {
    /** Withdraws at its provider a charge that our books have withdrawn. */
    "payments.withdraw": { chargeId: string };
    /** Asks the provider whether a charge was paid; `last`: nobody can pay it any more, so this answer is the last. */
    "payments.reconcile": { chargeId: string; last: boolean };
  }
}

/** One order's share of a charge. */
export type ChargeItem = { orderId: string; amountCentavos: Centavos };

/** A request for money for all that is bought in one act: one open at a time per purchase. */
export type Charge = {
  id: string;
  purchaseId: string;
  /** The orders it asks for; their amounts make the whole. */
  items: ChargeItem[];
  provider: string;
  /** 26 to 35 letters and figures, chosen by us and never used again (BACEN Pix API, txid). */
  txid: string;
  amountCentavos: Centavos;
  /** The Pix copy-and-paste text; null until the provider answered. */
  brcode: string | null;
  createdAt: Date;
  expiresAt: Date;
  cancelledAt: Date | null;
};

/** Money that arrived for an order; a fact. A Pix for several orders is one of these for each. */
export type Payment = {
  id: string;
  orderId: string;
  amountCentavos: Centavos;
  paidAt: Date;
} & PaymentOrigin;

/** A charge of ours that a provider saw paid, or what a manager of the AR wrote down of money that came another way. */
type PaymentOrigin =
  | { chargeId: string; endToEndId: string; byHand: null }
  | { chargeId: null; endToEndId: null; byHand: HandRecord };
type HandRecord = { means: HandMeans; reason: string; agentId: string };

/** How money reaches an AR beside the site, in the words of the form. */
export const handMeans = {
  pix: "Pix direto para a AR",
  transfer: "Transferência bancária",
  card: "Cartão, na maquininha da AR",
  cash: "Dinheiro",
  boleto: "Boleto da AR",
  courtesy: "Cortesia: nada foi cobrado",
} as const;
export type HandMeans = keyof typeof handMeans;

/** Letters in which a manager says where the money is seen: less than this says nothing. */
export const shortestHandReason = 10;

/** A payment written down by hand leads to a certificate without a bank's word: only the AR's manager may, by name. */
export const mayRecordPayment = (who: AgentPrincipal, raId: string): boolean => mayManage(who, raId);

/** The txid of a charge: its id without hyphens, 32 letters and figures. */
export function txidOf(chargeId: string): string {
  return chargeId.replaceAll("-", "");
}

/** Whether the charge may still be shown and paid. */
export function isPayable(charge: Charge, now: Date): boolean {
  return charge.cancelledAt === null && now < charge.expiresAt;
}

const firstAskMs = 2 * minuteMs;
/** How long after the last moment in which a charge can be paid a payment of that moment may still arrive. */
export const settledWithinMs = 5 * minuteMs;

/**
 * When the provider is asked next whether a charge was paid, because a notice may have been lost: two minutes after it was
 * opened, then at twice the age each time while it can be paid, and once after it expired. Undefined: never again.
 */
export function nextAskAt(charge: Pick<Charge, "createdAt" | "expiresAt">, now: Date): Date | undefined {
  const [opened, expires] = [charge.createdAt.getTime(), charge.expiresAt.getTime()];
  if (now.getTime() >= expires) return undefined;
  let age = firstAskMs;
  while (opened + age <= now.getTime()) age *= 2;
  return new Date(opened + age < expires ? opened + age : expires + settledWithinMs);
}

export function sumOf(items: readonly ChargeItem[]): Centavos {
  return items.reduce((sum, { amountCentavos }) => sum + amountCentavos, 0);
}

/** Whether the charge asks for exactly these orders. */
export function asksFor(charge: Pick<Charge, "items">, orderIds: readonly string[]): boolean {
  const asked = new Set(charge.items.map(({ orderId }) => orderId));
  return asked.size === orderIds.length && orderIds.every((id) => asked.has(id));
}
