import {
  officeAgendaPath,
  officeAppointmentMovePath,
  officeHolidaysPath,
  officeMemberAgendaPath,
} from "../../../contract/office-addresses.ts";
import * as islandIds from "../../../contract/page-ids/island-ids.ts";
import type { Agent } from "../../../people/agent.ts";
import { inLanguage } from "../../../scheduling/agenda/language.ts";
import type { AgendaRow } from "../../../scheduling/appointments/scheduling-reads.ts";
import { type SittingOutcome, sittingWords } from "../../sitting-outcome.ts";
import { Empty, LinkButton, Tag } from "../../ui/components.tsx";
import { formatDay, formatTime, noonOf } from "../../ui/dates.ts";
import { told } from "../../ui/told.ts";
import { type OfficeFrame, OfficePage } from "../office-page.tsx";

type ToldRow = AgendaRow & { outcome: SittingOutcome | undefined };

export type AgendaColumn = {
  title: string;
  day: string;
  agentId: string;
  agentName: string;
  rows: ToldRow[];
  blocks: { id: string; from: Date; to: Date; reason: string }[];
  free: Date[];
};

function Booked({ row, movable }: { row: ToldRow; movable: boolean }) {
  const address = officeAppointmentMovePath(row.appointmentId);
  return (
    <li class="agenda-booked" draggable={movable} {...told({ move: movable ? address : undefined })}>
      <strong>
        {formatTime(row.startsAt)} às {formatTime(row.endsAt)}
      </strong>
      <span class="block">{row.applicantName}</span>
      <span class="hint block">
        {row.productName}
        {inLanguage(row.language)}
      </span>
      {row.siteName !== null && <span class="hint block">Presencial, {row.siteName}</span>}
      {row.outcome ? (
        <Tag tone={sittingWords[row.outcome].tone}>{sittingWords[row.outcome].words}</Tag>
      ) : (
        row.status === "released" && <Tag tone="idle">Liberado</Tag>
      )}
      {movable && (
        <a href={address}>
          Mudar<span class="visually-hidden"> {row.applicantName}</span>
        </a>
      )}
    </li>
  );
}

/** One column in time order: what is booked, what is blocked, and the free starts folded into one line each. */
function Column({ column, frame, week }: { column: AgendaColumn; frame: OfficeFrame; week: boolean }) {
  const { rows, blocks, free, agentId } = column;
  const title = week ? formatDay(noonOf(column.day)) : column.title;
  const items = [
    ...rows.map((row) => ({
      at: row.startsAt,
      view: (
        <Booked
          key={row.appointmentId}
          row={row}
          movable={frame.manages && row.status === "booked" && row.startsAt > frame.now}
        />
      ),
    })),
    ...blocks.map((block) => ({
      at: block.from,
      view: (
        <li key={block.id} class="agenda-block">
          {formatTime(block.from)} às {formatTime(block.to)}: {block.reason}
        </li>
      ),
    })),
    ...free.map((start) => ({
      at: start,
      view: (
        <li key={start.getTime()} class="agenda-free" {...told({ start: start.toISOString(), agent: agentId })}>
          {formatTime(start)} livre
        </li>
      ),
    })),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  const id = `coluna-${week ? column.day : agentId}`;
  return (
    <section class="agenda-column" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {items.length === 0 ? <p class="hint">Não atende.</p> : <ol>{items.map(({ view }) => view)}</ol>}
    </section>
  );
}

export function AgendaView(props: {
  frame: OfficeFrame;
  agents: Agent[];
  /** Whose week; undefined: one day of everybody. */
  agent: Agent | undefined;
  columns: AgendaColumn[];
  day: string;
  today: string;
  before: string;
  after: string;
}) {
  const { frame, agents, agent, columns, day, today, before, after } = props;
  const of = agent ? `&agente=${agent.id}` : "";
  const title = agent ? `Semana de ${agent.name}` : `Agenda de ${formatDay(noonOf(day))}`;
  return (
    <OfficePage frame={frame} section="agenda" title={title} islands={["office-agenda-island"]}>
      <div class="board-head">
        <h1>{title}</h1>
        <nav class="actions" aria-label="Dias">
          <LinkButton href={`${officeAgendaPath()}?dia=${before}${of}`} kind="secondary" small>
            {agent ? "Semana anterior" : "Dia anterior"}
          </LinkButton>
          <LinkButton href={`${officeAgendaPath()}?dia=${today}${of}`} kind="secondary" small>
            Hoje
          </LinkButton>
          <LinkButton href={`${officeAgendaPath()}?dia=${after}${of}`} kind="secondary" small>
            {agent ? "Semana seguinte" : "Dia seguinte"}
          </LinkButton>
        </nav>
      </div>
      <nav class="actions" aria-label="De quem">
        <a href={`${officeAgendaPath()}?dia=${day}`} aria-current={agent ? undefined : "page"}>
          Todos, um dia
        </a>
        {agents.map((one) => (
          <a
            key={one.id}
            href={`${officeAgendaPath()}?dia=${day}&agente=${one.id}`}
            aria-current={one.id === agent?.id ? "page" : undefined}
          >
            {one.name}, semana
          </a>
        ))}
        <a href={officeHolidaysPath()}>Feriados</a>
        {agent && <a href={officeMemberAgendaPath(agent.id)}>Ausências e férias de {agent.name}</a>}
      </nav>
      {frame.manages && (
        <p class="hint">
          Para mudar um atendimento, arraste-o para um horário livre ou use “Mudar”. O titular é avisado.
        </p>
      )}
      <p id={islandIds.agendaNotice} role="status" class="hint" />
      {columns.length === 0 && <Empty>Ninguém atende nesta AR ainda.</Empty>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <div class="agenda" tabIndex={0}>
        {columns.map((column) => (
          <Column key={`${column.agentId}${column.day}`} column={column} frame={frame} week={agent !== undefined} />
        ))}
      </div>
    </OfficePage>
  );
}
