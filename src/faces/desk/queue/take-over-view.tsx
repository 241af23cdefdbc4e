import { deskCaseTakeOverPath, deskLateTakeOverPath } from "../../../contract/desk-addresses.ts";
import { minutesBetween } from "../../../platform/time/durations.ts";
import type { AbandonedSitting } from "../../../rooms/rooms-reads.ts";
import type { OwnSitting } from "../../../scheduling/line/walk-in-reads.ts";
import type { WaitingRow } from "../../../watch/lateness/watch-reads.ts";
import { Button, Notice } from "../../ui/components.tsx";
import { formatTime } from "../../ui/dates.ts";
import { ownNextBefore } from "../hand-over/own-next.ts";
import { OwnNextWords } from "../hand-over/own-next-view.tsx";

/** Whether nobody of the AR could verify it after this agent took it. */
export type LeavesNobody = { leavesNobody: boolean };

const leavesNobodyWords = "Se você assumir, ninguém mais da AR poderá fazer a segunda conferência; o gestor é avisado.";

/** Holders of the AR whose agent does not come; this agent takes one in by one act, told of their own next appointment. */
export function LateHolders(props: { rows: (WaitingRow & LeavesNobody)[]; own: OwnSitting[]; now: Date }) {
  const { rows, own, now } = props;
  if (rows.length === 0) return null;
  const title =
    rows.length === 1 ? "Um titular espera por outro agente" : `${rows.length} titulares esperam por outro agente`;
  return (
    <Notice tone="warn" title={title}>
      <ul class="plain">
        {rows.map((row) => (
          <li key={row.latenessId} class="row between">
            <div>
              <strong>{row.applicantName}</strong>, das {formatTime(row.startsAt)}. {row.agentName} não veio. Espera há{" "}
              {Math.max(1, minutesBetween(row.startsAt, now))} min.
              {row.leavesNobody && <span class="block">{leavesNobodyWords}</span>}
              <OwnNextWords next={ownNextBefore(own, row.endsAt)} />
            </div>
            <form method="post" action={deskLateTakeOverPath(row.latenessId)}>
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
export function AbandonedSittings(props: { rows: (AbandonedSitting & LeavesNobody)[]; own: OwnSitting[] }) {
  const { rows, own } = props;
  if (rows.length === 0) return null;
  const title =
    rows.length === 1 ? "Um atendimento ficou sem agente" : `${rows.length} atendimentos ficaram sem agente`;
  return (
    <Notice tone="warn" title={title}>
      <ul class="plain">
        {rows.map((row) => (
          <li key={row.roomId} class="row between">
            <div>
              <strong>{row.applicantName}</strong> está na chamada; {row.agentName} saiu. O passo e as capturas
              continuam.
              {row.leavesNobody && <span class="block">{leavesNobodyWords}</span>}
              <OwnNextWords next={ownNextBefore(own, row.endsAt)} />
            </div>
            <form method="post" action={deskCaseTakeOverPath(row.roomId)}>
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
