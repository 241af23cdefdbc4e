import type { RulePackContent } from "../../catalog/rule-pack.ts";
import { countAttempt } from "../../platform/attempts.ts";
import type { Transaction } from "../../platform/database.ts";
import { networkOf } from "../../platform/network.ts";
import type { Context } from "../../platform/settings/context.ts";
import { dayMs, hourMs } from "../../platform/time/durations.ts";
import { OrdersFailure } from "../orders-failures.ts";

/** One mailbox, however it is written: "Ana+loja@exemplo.com" and "ana@exemplo.com" are read by the same person. */
export function mailboxOf(destination: string): string {
  const [name = "", domain] = destination.trim().toLowerCase().split("@");
  return domain === undefined ? name.replace(/[^\d+]/g, "") : `${name.split("+")[0]}@${domain}`;
}

/**
 * Counts one code letter, of whatever order and kind, before it is written: by its destination, and by the network
 * address that asks for it (undefined: nobody from outside asks, nothing is counted). Letters of the same instant are
 * counted one after the other. Failures: contact-codes-exhausted {minutes}; what is refused is not counted.
 */
export async function countCodeLetter(
  ctx: Context,
  tx: Transaction,
  letter: { destination: string; address: string | undefined },
  contact: RulePackContent["contact"],
  now: Date,
): Promise<void> {
  if (letter.address === undefined) return;
  const { hour, day } = contact.codesPerDestination;
  const mailbox = mailboxOf(letter.destination);
  const limits: [purpose: string, key: string, windowMs: number, most: number][] = [
    ["code-destination-hour", mailbox, hourMs, hour],
    ["code-destination-day", mailbox, dayMs, day],
    ["code-address", networkOf(letter.address), hourMs, contact.codesPerAddress],
  ];
  for (const [purpose, key, windowMs, most] of limits) {
    const { count, seconds } = await countAttempt(tx, ctx.secrets.hmac(purpose, key), windowMs, now);
    if (count > most) throw new OrdersFailure("contact-codes-exhausted", { minutes: Math.ceil(seconds / 60) });
  }
}
