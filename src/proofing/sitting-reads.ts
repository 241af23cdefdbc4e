import { type Reader, sql } from "../platform/database.ts";
import type { Outcome } from "./outcome.ts";
import { finalOutcome } from "./proofing.ts";
import { reasonOf } from "./reason-catalogue.ts";

/** What the room of an appointment and its proofing came to. */
export type SittingFacts = {
  closedReason: string | null;
  /** Approved by the agent who attended, or decided otherwise. */
  validated: boolean;
  /** Of both people together. */
  outcome: Outcome | null;
  /** Somebody found an irregularity in it, and no case said that it was none. */
  irregular: boolean;
};

type Row = {
  appointmentId: string;
  closedReason: string | null;
  validated: Outcome | null;
  verified: "approved" | "refused" | null;
  /** The agent took it back after the second person had sent it. */
  redo: boolean;
  reason: string | null;
  cases: number;
  unfounded: number;
};

/** By appointment, for a list of many: one question. */
export async function sittingsOfAppointments(
  reader: Reader,
  appointmentIds: string[],
): Promise<Map<string, SittingFacts>> {
  const { rows } = await sql<Row>`
    select r.appointment_id as "appointmentId", r.closed_reason as "closedReason", v.outcome as validated,
      w.outcome as verified, coalesce(w.reason, v.reason) as reason,
      exists (select from returns b join return_answers t on t.return_id = b.id
        where b.proofing_id = p.id and t.outcome = 'redo') as redo,
      (select count(*) from irregularity_cases c where c.room_id = r.id)::int as cases,
      (select count(*) from irregularity_cases c where c.room_id = r.id and c.outcome = 'unfounded')::int as unfounded
    from rooms r
    left join proofings p on p.room_id = r.id
    left join validations v on v.proofing_id = p.id
    left join verifications w on w.proofing_id = p.id
    where r.appointment_id = any (${appointmentIds}::uuid[])`.execute(reader);
  return new Map(rows.map((row) => [row.appointmentId, asFacts(row)]));
}

function asFacts({ closedReason, validated, verified, redo, reason, cases, unfounded }: Row): SittingFacts {
  const outcome = finalOutcome({
    validation: validated && { outcome: validated },
    verification: verified && { outcome: verified },
    returns: redo ? [{ answer: { outcome: "redo" } }] : [],
  });
  const found = cases > unfounded || (cases === 0 && reasonOf(reason ?? "")?.freezes === true);
  return { closedReason, validated: validated !== null, outcome, irregular: found };
}
