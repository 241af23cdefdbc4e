import type { Actor } from "../audit/audit-chain.ts";
import { type AgentPrincipal, actorOf, type Installation, mayAttend, mayManage } from "../people/agent.ts";
import type { Order } from "./order.ts";

/** A browser that started these orders or gave their number with CPF or CNPJ; there is no account behind it. */
export type ApplicantPrincipal = { kind: "applicant"; orderIds: readonly string[] };

/** Whoever acts on an order: its holder's browser, somebody of the AR, or the product by itself (jobs, demo story). */
export type OrderPrincipal = ApplicantPrincipal | AgentPrincipal | Installation;

export const holderOf = (...orderIds: string[]): ApplicantPrincipal => ({ kind: "applicant", orderIds });

/**
 * What a holder does with an order: buy, book, pay, send papers, receive the certificate. The AR's attendants and
 * managers may do it in the holder's name; the audit chain names them.
 */
export function mayActOn(who: OrderPrincipal, order: Pick<Order, "id" | "raId">): boolean {
  if (who === "installation") return true;
  if (who.kind === "applicant") return who.orderIds.includes(order.id);
  return mayAttend(who, order.raId) || mayManage(who, order.raId);
}

export function orderActor(who: OrderPrincipal): Actor {
  return who !== "installation" && who.kind === "applicant" ? { kind: "applicant" } : actorOf(who);
}
