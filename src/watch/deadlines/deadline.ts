import type { RulePackContent } from "../../catalog/rule-pack.ts";
import type { Attendance } from "../../orders/order.ts";
import { earlier, hourMs, later } from "../../platform/time/durations.ts";

declare module "../../platform/jobs/jobs.ts" {
  interface JobPayloads {
    "watch.deadline": { deadlineId: string };
  }
  interface EventPayloads {
    "deadline.warned": { deadlineId: string; orderId: string };
    "deadline.passed": { deadlineId: string; orderId: string };
  }
}

const deadlineKinds = [
  "payment",
  "validation",
  "verification",
  "issue",
  "media-delivery",
  "certificate-expiry",
] as const;
export type DeadlineKind = (typeof deadlineKinds)[number];

/** A date that acts by itself unless what it waits for happens first. */
export type Deadline = {
  id: string;
  raId: string;
  orderId: string;
  kind: DeadlineKind;
  beganAt: Date;
  dueAt: Date;
  warnAt: Date[];
  /** How many of `warnAt` were told. */
  warned: number;
  metAt: Date | null;
  passedAt: Date | null;
};

/** Who must act before it. */
export const deadlineOwners: Record<DeadlineKind, "holder" | "verifier" | "authority"> = {
  payment: "holder",
  validation: "holder",
  verification: "verifier",
  issue: "holder",
  "media-delivery": "authority",
  "certificate-expiry": "holder",
};

/** What is known of an order, as far as dates hang on it. */
export type OrderMilestones = {
  attendance: Attendance;
  placedAt: Date | null;
  cancelledAt: Date | null;
  paidAt: Date | null;
  /** Approved by the first agent and waiting for the second. */
  validatedAt: Date | null;
  approvedAt: Date | null;
  /** The certificate goes on a card or token that must be delivered first. */
  needsMedia: boolean;
  mediaDeliveredAt: Date | null;
  issuedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
};

type WantedDeadline = Pick<Deadline, "kind" | "beganAt" | "dueAt" | "warnAt">;

/** The dates that run for an order now, by the rules of the day they begin. */
export function runningDeadlines(order: OrderMilestones, rules: RulePackContent["deadlines"]): WantedDeadline[] {
  const { placedAt, cancelledAt, paidAt, validatedAt, approvedAt, issuedAt, expiresAt, revokedAt } = order;
  // In person everything after the booking happens in the AR's own system.
  if (cancelledAt || order.attendance === "in-person") return [];
  const wanted: WantedDeadline[] = [];
  const run = (kind: DeadlineKind, beganAt: Date, dueAt: Date) => {
    const warnAt = rules[kind].warnHours
      .map((hours) => earlier(dueAt, hours * hourMs))
      .filter((at) => at > beganAt)
      .sort((a, b) => a.getTime() - b.getTime());
    wanted.push({ kind, beganAt, dueAt, warnAt });
  };
  const from = (kind: Exclude<DeadlineKind, "certificate-expiry">, beganAt: Date) =>
    run(kind, beganAt, later(beganAt, rules[kind].hours * hourMs));
  if (placedAt && !paidAt) from("payment", placedAt);
  // After a revocation the paid time itself is the limit, and nothing is due before a new approval.
  if (paidAt && !approvedAt && !issuedAt) from("validation", paidAt);
  if (validatedAt && !approvedAt) from("verification", validatedAt);
  if (approvedAt && (!issuedAt || (revokedAt && approvedAt > revokedAt))) from("issue", approvedAt);
  if (approvedAt && !issuedAt && order.needsMedia && !order.mediaDeliveredAt) from("media-delivery", approvedAt);
  if (issuedAt && expiresAt && !revokedAt) run("certificate-expiry", issuedAt, expiresAt);
  return wanted;
}

/** When it is next looked at: its next warning, else its end. */
export function nextLook(deadline: Pick<Deadline, "warnAt" | "warned" | "dueAt">): Date {
  return deadline.warnAt[deadline.warned] ?? deadline.dueAt;
}

/** Warnings whose hour has come, told or not. */
export function warningsBy(deadline: Pick<Deadline, "warnAt">, now: Date): number {
  return deadline.warnAt.filter((at) => at <= now).length;
}
