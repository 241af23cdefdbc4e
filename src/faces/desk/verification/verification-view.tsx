import { deskVerificationPath } from "../../../contract/desk-addresses.ts";
import { minuteMs } from "../../../platform/time/durations.ts";
import type { OpenReturn } from "../../../proofing/decision/return-reads.ts";
import type { VerificationTask } from "../../../proofing/proofing-reads.ts";
import type { Deadline } from "../../../watch/deadlines/deadline.ts";
import { clockTone, leftWords } from "../../deadline-words.ts";
import { Empty, LinkButton, Tag } from "../../ui/components.tsx";
import { told } from "../../ui/told.ts";
import { type DeskFrame, DeskPage } from "../desk-page.tsx";

function waitWords(since: Date, now: Date): string {
  const minutes = Math.max(0, Math.round((now.getTime() - since.getTime()) / minuteMs));
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function Limit({ deadline, now }: { deadline: Deadline | undefined; now: Date }) {
  return deadline ? <Tag tone={clockTone(deadline, now)}>{leftWords(deadline.dueAt, now)}</Tag> : null;
}

export function VerificationQueueView(props: {
  frame: DeskFrame;
  /** What this person may decide. */
  tasks: VerificationTask[];
  /** How many more wait for somebody else: this person attended them, or is their holder. */
  forOthers: number;
  /** With their agents again. */
  returned: OpenReturn[];
  /** The limit of each, by order. */
  due: Map<string, Deadline>;
  now: Date;
}) {
  const { frame, tasks, forOthers, returned, due, now } = props;
  return (
    <DeskPage
      frame={frame}
      title={tasks.length > 0 ? `(${tasks.length}) Verificação` : "Verificação"}
      section="verification"
      islands={["desk-queue-island"]}
      sheets={["call-desk.css"]}
      refresh={30}
    >
      <h1>Esperando a segunda pessoa</h1>
      <p class="hint">Quem atendeu não verifica. Assista à gravação, compare e decida.</p>
      <div id="fila" {...told({ refresh: true })}>
        {tasks.length === 0 ? (
          <Empty>{forOthers > 0 ? "Nada que você possa verificar agora." : "Nada espera verificação agora."}</Empty>
        ) : (
          <table class="stack">
            <thead>
              <tr>
                <th>Titular</th>
                <th>Pedido</th>
                <th>Validado por</th>
                <th>Espera há</th>
                <th>
                  <span class="visually-hidden">Ação</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {tasks.map((task) => {
                const address = deskVerificationPath(task.proofingId);
                return (
                  <tr key={task.proofingId} tabIndex={0} {...told({ row: true, href: address })}>
                    <td data-label="Titular">{task.applicantName}</td>
                    <td data-label="Pedido">
                      <span class="number">{task.orderNumber}</span>
                    </td>
                    <td data-label="Validado por">{task.validatedBy}</td>
                    <td data-label="Espera há">
                      {waitWords(task.validatedAt, now)} <Limit deadline={due.get(task.orderId)} now={now} />
                    </td>
                    <td>
                      <LinkButton href={address} small>
                        Verificar
                      </LinkButton>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
        {forOthers > 0 && (
          <p class="hint">
            {forOthers === 1 ? "Mais 1 espera" : `Mais ${forOthers} esperam`} outra pessoa: você atendeu uma parte, é o
            titular, ou um de vocês mexeu há pouco no acesso do outro.
          </p>
        )}
        {returned.length > 0 && (
          <>
            <h2>Devolvidos, esperando o agente</h2>
            <ul>
              {returned.map((one) => (
                <li key={one.returnId}>
                  <a href={deskVerificationPath(one.proofingId)}>{one.applicantName}</a>, com {one.agentName}: “
                  {one.note}” <Tag tone={one.dueAt < now ? "error" : "info"}>{leftWords(one.dueAt, now)}</Tag>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </DeskPage>
  );
}
