import type { AbandonedSitting } from "../../rooms/rooms-views.ts";
import type { WaitingRow } from "../../watch/watch-views.ts";
import { Button, Notice } from "../ui/components.tsx";
import { formatTime } from "../ui/dates.ts";

/** Whether nobody of the AR could verify it after this agent took it. */
export type LeavesNobody = { leavesNobody: boolean };

export const leavesNobodyWords =
  "Se você assumir, ninguém mais da AR poderá fazer a segunda conferência; o gestor é avisado.";

/** Holders of the AR whose agent does not come; this agent is free and takes one in by one act. */
export function LateHolders({ rows, now }: { rows: (WaitingRow & LeavesNobody)[]; now: Date }) {
  if (rows.length === 0) return null;
  const title =
    rows.length === 1 ? "Um titular espera por outro agente" : `${rows.length} titulares esperam por outro agente`;
  return (
    <Notice tone="warn" title={title}>
      <ul class="plain">
        {rows.map((row) => (
          <li key={row.latenessId} class="row between">
            <span>
              <strong>{row.applicantName}</strong>, das {formatTime(row.startsAt)}. {row.agentName} não veio. Espera há{" "}
              {Math.max(1, Math.floor((now.getTime() - row.startsAt.getTime()) / 60_000))} min.
              {row.leavesNobody && <span class="block">{leavesNobodyWords}</span>}
            </span>
            <form method="post" action={`/desk/atrasos/${row.latenessId}/assumir`}>
              <Button small>
                Assumir<span class="visually-hidden"> {row.applicantName}</span>
              </Button>
            </form>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** Sittings that run without their agent: the holder waits in the call, and a colleague goes on at the same step. */
export function AbandonedSittings({ rows }: { rows: (AbandonedSitting & LeavesNobody)[] }) {
  if (rows.length === 0) return null;
  const title =
    rows.length === 1 ? "Um atendimento ficou sem agente" : `${rows.length} atendimentos ficaram sem agente`;
  return (
    <Notice tone="warn" title={title}>
      <ul class="plain">
        {rows.map((row) => (
          <li key={row.roomId} class="row between">
            <span>
              <strong>{row.applicantName}</strong> está na chamada; {row.agentName} saiu. O passo e as capturas
              continuam.
              {row.leavesNobody && <span class="block">{leavesNobodyWords}</span>}
            </span>
            <form method="post" action={`/desk/atendimento/${row.roomId}/assumir`}>
              <Button small>
                Assumir<span class="visually-hidden"> {row.applicantName}</span>
              </Button>
            </form>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
