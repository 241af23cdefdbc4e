import { deskTasksPath } from "../../../contract/desk-addresses.ts";
import {
  officeDossiersPath,
  officeIrregularitiesPath,
  officeMailsPath,
  officePath,
} from "../../../contract/office-addresses.ts";
import type { UnopenedMails } from "../../../documents/mail/mail-reads.ts";
import type { FaultyList } from "../../../issuance/lists/crl-reads.ts";
import { minutesBetween } from "../../../platform/time/durations.ts";
import type { AgendaRow } from "../../../scheduling/appointments/scheduling-reads.ts";
import type { WaitingHolder } from "../../../scheduling/line/walk-in-reads.ts";
import { mayRetryJob } from "../../../watch/troubles/trouble.ts";
import type { TroubleRow } from "../../../watch/troubles/trouble-reads.ts";
import type { SittingOutcome } from "../../sitting-outcome.ts";
import { Empty, LinkButton, Notice, Tag } from "../../ui/components.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { formatDay, formatTime, noonOf } from "../../ui/dates.ts";
import { ageWords, TroubleList } from "../../ui/trouble-list.tsx";
import { type Shelf, ShopOpening } from "../agenda/shop-opening-view.tsx";
import { type OfficeFrame, OfficePage } from "../office-page.tsx";
import { NoBank } from "../products/payment-view.tsx";
import type { BoardState } from "./board-row.ts";
import { FaultyLists } from "./faulty-lists-view.tsx";

type Row = AgendaRow & { state: BoardState; outcome: SittingOutcome | undefined };

export function BoardView(props: {
  frame: OfficeFrame;
  day: string;
  today: string;
  before: string;
  after: string;
  rows: Row[];
  /** "Atender agora", the longest waiting first; only of today. */
  line: WaitingHolder[];
  /** Agents at their desks. */
  present: number;
  /** What is on the shelf, and why it cannot be bought. */
  shelf: Shelf;
  /** What is left on the server's disk, once it is so little that nothing new is taken in. */
  diskLeftMb: number | undefined;
  waiting: { verifications: number; mails: number };
  /** What the system itself does not get done. */
  troubles: TroubleRow[];
  unopened: UnopenedMails;
  /** Lists of revoked certificates that are not in order. */
  lists: FaultyList[];
}) {
  const {
    frame,
    shelf,
    diskLeftMb,
    day,
    today,
    before,
    after,
    rows,
    line,
    present,
    waiting,
    troubles,
    unopened,
    lists,
  } = props;
  const title = day === today ? "Hoje" : formatDay(noonOf(day));
  const late = rows.filter(({ state }) => state.late === "agent");
  const count = (words: string) => rows.filter(({ state }) => state.words.startsWith(words)).length;
  const ended = (...outcomes: SittingOutcome[]) =>
    rows.filter((row) => row.outcome && outcomes.includes(row.outcome)).length;
  const figures: [string, number, string?][] = [
    ["Marcados no dia", rows.length],
    ["Aprovados", ended("approved")],
    ["Recusados ou pendentes", ended("refused", "pending")],
    ["Irregulares", ended("irregular"), officeIrregularitiesPath()],
    ["Faltas", ended("applicant-absent", "agent-absent")],
    ["Sem decisão", ended("undecided"), deskTasksPath()],
    ["Na sala de espera", count("Na sala") + late.length],
    ["Na fila do Atender agora", line.length],
    ["Em atendimento", count("Em atendimento")],
    ["Esperam a segunda conferência", waiting.verifications],
    ["E-mails sem pedido", waiting.mails, officeMailsPath()],
  ];
  return (
    <OfficePage frame={frame} section="day" title={title} refresh={30}>
      {diskLeftMb !== undefined && (
        <Notice tone="error" title="O disco do servidor está quase cheio">
          <p>
            Restam {diskLeftMb} MB. Compras novas, documentos e e-mails não são aceitos até haver espaço. Atendimentos,
            gravações e consultas continuam. Avise agora quem cuida do servidor.
          </p>
        </Notice>
      )}
      <ShopOpening shelf={shelf} />
      <NoBank frame={frame} />
      <div class="board-head">
        <h1>{title}</h1>
        <p class="hint">Visto às {formatTime(frame.now)}.</p>
        <nav class="actions" aria-label="Dia">
          <LinkButton href={`${officePath()}?dia=${before}`} kind="secondary" small>
            Dia anterior
          </LinkButton>
          <LinkButton href={officePath()} kind="secondary" small>
            {day === today ? "Atualizar" : "Hoje"}
          </LinkButton>
          <LinkButton href={`${officePath()}?dia=${after}`} kind="secondary" small>
            Dia seguinte
          </LinkButton>
        </nav>
      </div>
      {late.length > 0 && (
        <Notice
          tone="error"
          title={
            late.length === 1 ? "Um titular espera por um agente" : `${late.length} titulares esperam por um agente`
          }
        >
          <ul>
            {late.map((row) => (
              <li key={row.appointmentId}>
                {formatTime(row.startsAt)}: {row.applicantName} espera {row.agentName}. {row.state.words}.
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <UnopenedNotice unopened={unopened} now={frame.now} />
      <FaultyLists lists={lists} />
      <TroubleList troubles={troubles} now={frame.now} mayRetry={(raId) => mayRetryJob(frame.who, raId)} from="dia" />
      <ul class="figures" aria-label="Números do dia">
        {figures.map(([label, value, href]) => (
          <li class="card" key={label}>
            <span class="figure-value">{value}</span>
            {href ? <a href={href}>{label}</a> : <span>{label}</span>}
          </li>
        ))}
      </ul>
      {line.length > 0 && <LineCard line={line} present={present} now={frame.now} />}
      {rows.length === 0 ? (
        <Empty>Nenhum atendimento marcado neste dia.</Empty>
      ) : (
        <DataTable
          caption="Atendimentos do dia, por hora"
          rows={rows}
          keyOf={(row) => row.appointmentId}
          columns={[
            { title: "Hora", cell: (row) => formatTime(row.startsAt) },
            { title: "Titular", cell: (row) => row.applicantName },
            {
              title: "Pedido",
              cell: ({ orderNumber }) => (
                <a class="number" href={`${officeDossiersPath()}?busca=${orderNumber}`}>
                  {orderNumber}
                </a>
              ),
            },
            { title: "Produto", cell: (row) => row.productName },
            { title: "Agente", cell: (row) => row.agentName },
            { title: "Situação", cell: ({ state }) => <Tag tone={state.tone}>{state.words}</Tag> },
          ]}
        />
      )}
    </OfficePage>
  );
}

/** A mail is opened within seconds; the sender was told that it came. */
function UnopenedNotice({ unopened: { count, oldestAt }, now }: { unopened: UnopenedMails; now: Date }) {
  if (count === 0 || !oldestAt) return null;
  const title =
    count === 1 ? "1 e-mail chegou e ainda não foi aberto" : `${count} e-mails chegaram e ainda não foram abertos`;
  return (
    <Notice tone="error" title={title}>
      <p>
        O mais antigo chegou {ageWords(oldestAt, now)}. O sistema tenta de novo sozinho e nada se perdeu; se continuar,
        veja as falhas desta página e avise quem cuida do servidor.
      </p>
    </Notice>
  );
}

function LineCard({ line, present, now }: { line: WaitingHolder[]; present: number; now: Date }) {
  const desks = present === 1 ? "1 agente na mesa" : `${present} agentes na mesa`;
  return (
    <section class="card" aria-labelledby="fila-agora">
      <h2 id="fila-agora">Fila do Atender agora</h2>
      <p>{present === 0 ? <Tag tone="error">Nenhum agente na mesa</Tag> : <Tag tone="ok">{desks}</Tag>}</p>
      <ol class="line">
        {line.map((holder) => (
          <li key={holder.orderId}>
            {holder.applicantName}, {holder.productName},{" "}
            <span class="hint">
              desde {formatTime(holder.joinedAt)} ({Math.max(0, minutesBetween(holder.joinedAt, now))} min)
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
