import { deskCasePath } from "../../../contract/desk-addresses.ts";
import type { UndecidedSitting } from "../../../proofing/proofing-reads.ts";
import { LinkButton, Notice } from "../../ui/components.tsx";
import { formatDayAndTime } from "../../ui/dates.ts";

const stepsWords = (n: number) => (n === 1 ? "1 passo feito" : `${n} passos feitos`);

/** Calls that ended and have no result yet, of whatever day: the holder waits for it. */
export function UndecidedSittings({ rows, own }: { rows: UndecidedSitting[]; own: string }) {
  if (rows.length === 0) return null;
  const title = rows.length === 1 ? "Um atendimento espera a decisão" : `${rows.length} atendimentos esperam a decisão`;
  return (
    <Notice tone="error" title={title}>
      <ul class="plain">
        {rows.map((row) => (
          <li key={row.proofingId} class="row between">
            <span>
              <strong>{row.applicantName}</strong>, encerrado {formatDayAndTime(row.endedAt)}, {stepsWords(row.steps)}.
              {row.agentId !== own && ` Com quem está: ${row.agentName}.`} Sem decisão até{" "}
              {formatDayAndTime(row.lapsesAt)}, o titular remarca e tudo se refaz.
            </span>
            {row.agentId === own && (
              <LinkButton href={deskCasePath(row.roomId)} small>
                Decidir agora<span class="visually-hidden">: {row.applicantName}</span>
              </LinkButton>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** On the case itself: the call is over, what was gathered stands below, and the decision is still to come. */
export function DecideNow({ lapsesAt }: { lapsesAt: Date }) {
  return (
    <Notice tone="error" title="A chamada terminou: decida agora">
      <p>
        O titular espera o resultado. Use o que foi reunido: passos, capturas, documentos e gravação. Sem decisão até{" "}
        {formatDayAndTime(lapsesAt)}, ele escolhe outro horário e tudo se refaz.
      </p>
    </Notice>
  );
}
