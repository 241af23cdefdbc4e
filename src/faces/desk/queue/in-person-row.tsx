import { deskVisitPath } from "../../../contract/desk-addresses.ts";
import type { AgendaRow } from "../../../scheduling/appointments/scheduling-reads.ts";
import { sittingOutcome, sittingWords } from "../../sitting-outcome.ts";
import { Button, Tag, type Tone } from "../../ui/components.tsx";
import { told } from "../../ui/told.ts";
import { TimeAndHolder } from "../queue-cells.tsx";

function stateOf({ releasedReason, siteName, startsAt }: AgendaRow, now: Date): { words: string; tone: Tone | "idle" } {
  const outcome = sittingOutcome({ releasedReason, siteName }, undefined);
  if (outcome) return sittingWords[outcome];
  return now < startsAt ? { words: "Marcado", tone: "idle" } : { words: "Registre se veio", tone: "warn" };
}

/** A visit to a site among the day's videoconferences: there is no room, only whether the holder came. */
export function InPersonRow({ agenda, now }: { agenda: AgendaRow; now: Date }) {
  const state = stateOf(agenda, now);
  const asks = agenda.status === "booked" && now >= agenda.startsAt;
  const who = <span class="visually-hidden">: {agenda.applicantName}</span>;
  return (
    <tr tabIndex={0} {...told({ row: true })}>
      <TimeAndHolder agenda={agenda} />
      <td data-label="Situação">
        <Tag tone={state.tone}>{state.words}</Tag>
        <span class="hint block">Presencial, {agenda.siteName}</span>
      </td>
      <td data-label="Demais atos" colSpan={2}>
        <span class="hint">Identificação, pagamento e emissão no sistema da AR</span>
      </td>
      <td data-label="Agente">{agenda.agentName}</td>
      <td>
        {asks && (
          <form method="post" action={deskVisitPath(agenda.appointmentId)} class="row">
            <Button small name="veio" value="sim">
              Compareceu{who}
            </Button>
            <Button small kind="secondary" name="veio" value="nao">
              Não veio{who}
            </Button>
          </form>
        )}
      </td>
    </tr>
  );
}
