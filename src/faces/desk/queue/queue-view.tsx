import {
  deskAgendaAwayEndPath,
  deskAgendaPath,
  deskCasePath,
  deskCaseStartPath,
  deskPath,
} from "../../../contract/desk-addresses.ts";
import * as deskIds from "../../../contract/page-ids/desk-ids.ts";
import type { RequirementState } from "../../../documents/papers/paper.ts";
import type { OpenReturn } from "../../../proofing/decision/return-reads.ts";
import { isUndecided, type Proofing } from "../../../proofing/proofing.ts";
import type { UndecidedSitting } from "../../../proofing/proofing-reads.ts";
import type { Readiness } from "../../../rooms/readiness/readiness.ts";
import { placeOf, type Room } from "../../../rooms/room.ts";
import type { AbandonedSitting } from "../../../rooms/rooms-reads.ts";
import type { AgentProfile } from "../../../scheduling/agenda/agenda.ts";
import type { AgendaRow } from "../../../scheduling/appointments/scheduling-reads.ts";
import type { PresentAgent } from "../../../scheduling/line/walk-in.ts";
import type { OwnSitting, WaitingHolder } from "../../../scheduling/line/walk-in-reads.ts";
import type { WaitingRow } from "../../../watch/lateness/watch-reads.ts";
import type { FormErrors } from "../../form.ts";
import { type SittingOutcome, sittingWords } from "../../sitting-outcome.ts";
import { awayWords } from "../../staff/time-off-words.ts";
import { Button, Empty, ErrorSummary, LinkButton, Tag, type Tone } from "../../ui/components.tsx";
import { formatDay } from "../../ui/dates.ts";
import { told } from "../../ui/told.ts";
import { DeviceTest, isTestPicture } from "../case/device-test-view.tsx";
import { UndecidedSittings } from "../case/undecided-view.tsx";
import { type DeskFrame, DeskPage } from "../desk-page.tsx";
import { PapersCell, TimeAndHolder } from "../queue-cells.tsx";
import { ReturnedToAgent } from "../verification/returned-view.tsx";
import { InPersonRow } from "./in-person-row.tsx";
import { AbandonedSittings, LateHolders, type LeavesNobody } from "./take-over-view.tsx";
import { type CallChoice, WaitingLine, waitedWords } from "./waiting-line-view.tsx";

export type QueueRow = {
  agenda: AgendaRow;
  room: Room | undefined;
  proofing: Proofing | undefined;
  /** All that the order needs. */
  papers: RequirementState[];
  outcome: SittingOutcome | undefined;
  readiness: Readiness | undefined;
};

type State = { words: string; tone: Tone | "idle" };

function stateOf({ agenda, room, outcome }: QueueRow, now: Date): State {
  if (outcome) return sittingWords[outcome];
  if (room?.closedAt) return { words: "Encerrado", tone: "idle" };
  const place = room && placeOf(room);
  if (place === "admitted") return { words: "Em atendimento", tone: "info" };
  if (place === "waiting") return { words: "Aguardando na sala", tone: "warn" };
  if (place === "refused") return { words: "Entrada recusada", tone: "idle" };
  if (now >= agenda.startsAt) return { words: "Titular ainda não entrou", tone: "warn" };
  return { words: "Marcado", tone: "idle" };
}

function Row({ row, now, own }: { row: QueueRow; now: Date; own: boolean }) {
  const { agenda, room, proofing } = row;
  const state = stateOf(row, now);
  const waiting = room && placeOf(room) === "waiting" && !room.closedAt ? room.lobby?.enteredAt : undefined;
  const address = room && deskCasePath(room.id);
  const open = room && !room.closedAt && !proofing?.validation;
  const toDecide = room && isUndecided(room, proofing);
  return (
    <tr tabIndex={0} {...told({ row: true, href: address })}>
      <TimeAndHolder agenda={agenda} />
      <td data-label="Situação">
        <Tag tone={state.tone}>{state.words}</Tag>
        {waiting && <span class="hint block">espera há {waitedWords(waiting, now)}</span>}
      </td>
      <td data-label="Aparelho">
        <DeviceTest readiness={row.readiness} testPicture={isTestPicture(room?.lobby?.deviceTest)} brief />
      </td>
      <td data-label="Documentos">
        <PapersCell papers={row.papers} />
      </td>
      <td data-label="Agente">
        {agenda.agentName}
        {room?.elsewhere && <span class="hint block">pelo {room.elsewhere.title}</span>}
      </td>
      <td>
        {own && open && !proofing && now >= room.opensAt && (
          <form method="post" action={deskCaseStartPath(room.id)}>
            <Button small>
              Atender<span class="visually-hidden"> {agenda.applicantName}</span>
            </Button>
          </form>
        )}
        {own && address && (proofing || !open || now < room.opensAt) && (
          <LinkButton href={address} small {...((proofing && open) || toDecide ? {} : { kind: "secondary" as const })}>
            {toDecide ? "Decidir agora" : proofing && open ? "Voltar ao atendimento" : "Abrir"}
          </LinkButton>
        )}
      </td>
    </tr>
  );
}

/** Whether new times come to this agent: the switch itself is on their own agenda, the way back is here too. */
function OwnSwitch({ away, now }: { away: AgentProfile["away"]; now: Date }) {
  if (!away)
    return (
      <p class="hint">
        Você recebe novos horários. <a href={`${deskAgendaPath()}#agora`}>Pausar</a>
      </p>
    );
  return (
    <div class="notice warn row between">
      <span>{awayWords("Você", away, now)}</span>
      <form method="post" action={deskAgendaAwayEndPath()}>
        <input type="hidden" name="de" value="fila" />
        <Button small>Voltar agora</Button>
      </form>
    </div>
  );
}

export function QueueView(props: {
  frame: DeskFrame;
  rows: QueueRow[];
  /** Sent back by the second person. */
  returned: OpenReturn[];
  /** Holders of other agents, who are late. */
  late: (WaitingRow & LeavesNobody)[];
  abandoned: (AbandonedSitting & LeavesNobody)[];
  /** Calls that ended without a decision: this agent's own, with "Toda a AR" everybody's. */
  undecided: UndecidedSitting[];
  /** This agent's own appointments of the next hours. */
  own: OwnSitting[];
  /** "Atender agora". */
  line: WaitingHolder[];
  self: PresentAgent;
  /** Whether this agent may call the next of the line. */
  call: CallChoice;
  away: AgentProfile["away"];
  now: Date;
  everybody: boolean;
  errors?: FormErrors | undefined;
}) {
  const { frame, rows, returned, late, abandoned, undecided, own, line, self, call, away, now, everybody, errors } =
    props;
  const waiting = rows.filter(({ room }) => room && !room.closedAt && placeOf(room) === "waiting").length;
  return (
    <DeskPage
      frame={frame}
      title={waiting + line.length > 0 ? `(${waiting + line.length}) Fila do dia` : "Fila do dia"}
      section="queue"
      islands={["desk-queue-island"]}
      address={everybody ? `${deskPath()}?quem=todos` : deskPath()}
      sheets={["call-desk.css"]}
      refresh={20}
    >
      <div class="row between">
        <h1>Fila de hoje, {formatDay(now)}</h1>
        <div class="row">
          <LinkButton href={everybody ? deskPath() : `${deskPath()}?quem=todos`} kind="quiet" small>
            {everybody ? "Só os meus" : "Toda a AR"}
          </LinkButton>
        </div>
      </div>
      <ErrorSummary errors={errors} />
      <div id="fila" {...told({ refresh: true })}>
        <OwnSwitch away={away} now={now} />
        <UndecidedSittings rows={undecided} own={frame.agent.id} />
        <ReturnedToAgent rows={returned} now={now} />
        <AbandonedSittings rows={abandoned} own={own} />
        <LateHolders rows={late} own={own} now={now} />
        <WaitingLine line={line} self={self} call={call} now={now} />
        <p role="status" class="hint">
          {waiting === 0 && "Ninguém esperando na sala."}
          {waiting === 1 && "1 pessoa esperando na sala."}
          {waiting > 1 && `${waiting} pessoas esperando na sala.`}
        </p>
        {rows.length === 0 ? (
          <Empty>Nenhum atendimento marcado para hoje{everybody ? "" : " com você"}.</Empty>
        ) : (
          <table class="stack">
            <thead>
              <tr>
                {["Hora", "Titular", "Situação", "Aparelho", "Documentos", "Agente"].map((title) => (
                  <th key={title}>{title}</th>
                ))}
                <th>
                  <span class="visually-hidden">Ação</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) =>
                row.agenda.siteName === null ? (
                  <Row row={row} now={now} own={row.agenda.agentId === frame.agent.id} key={row.agenda.appointmentId} />
                ) : (
                  <InPersonRow agenda={row.agenda} now={now} key={row.agenda.appointmentId} />
                ),
              )}
            </tbody>
          </table>
        )}
      </div>
      <label class="choice small keys">
        <input type="checkbox" id={deskIds.keysOn} checked />
        <span>Teclas ligadas: c chama o próximo, j e k mudam de linha, Enter abre. A lista se atualiza sozinha.</span>
      </label>
    </DeskPage>
  );
}
