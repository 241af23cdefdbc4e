import { type DeadlineKind, deadlineOwners } from "../../../watch/deadlines/deadline.ts";
import { clockTone, deadlineNames, leftWords } from "../../deadline-words.ts";
import { Tag } from "../../ui/components.tsx";
import { formatDayAndTime, formatShortDay } from "../../ui/dates.ts";
import type { OrderFacts } from "../progress/order-facts.ts";
import { isSitting } from "../progress/order-progress.ts";

/** What a date is for. Once the sitting was held, the holder has done their part of the identification. */
export function clockName(kind: DeadlineKind, facts: Parameters<typeof isSitting>[0]): string {
  return kind === "validation" && isSitting(facts) ? "Resultado da identificação" : deadlineNames[kind];
}

/** Every date that runs for the holder, the hold among them: what, until when, how long is left. */
export function OrderClocks({ facts, now }: { facts: OrderFacts; now: Date }) {
  const { deadlines, open } = facts;
  // A job ends a date a moment after what it waited for has happened; until then, somebody who has just paid must not
  // be told to pay.
  const own = deadlines.filter(
    ({ kind }) => deadlineOwners[kind] !== "verifier" && !(kind === "payment" && facts.payment),
  );
  const hold = open?.status === "held" && !facts.payment ? open.holdExpiresAt : null;
  if (own.length === 0 && !hold) return null;
  return (
    <section class="card" aria-labelledby="prazos">
      <h2 id="prazos">Prazos</h2>
      <ul class="clocks">
        {hold && (
          <li>
            Horário reservado <Tag tone="warn">{leftWords(hold, now)}</Tag>
            <span class="hint">até {formatDayAndTime(hold)}</span>
          </li>
        )}
        {own.map((deadline) => (
          <li key={deadline.id}>
            {clockName(deadline.kind, facts)}{" "}
            <Tag tone={clockTone(deadline, now)}>{leftWords(deadline.dueAt, now)}</Tag>
            <span class="hint">
              {deadline.kind === "certificate-expiry" ? "em" : "até"}{" "}
              {deadline.kind === "payment" ? formatDayAndTime(deadline.dueAt) : formatShortDay(deadline.dueAt)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
