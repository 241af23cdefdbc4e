import {
  deskTaskEndPath,
  deskTaskOwnerPath,
  deskTaskRebookingPath,
  deskTaskSlotPath,
} from "../../../contract/desk-addresses.ts";
import { officeIrregularityPath, officeMailOriginalPath } from "../../../contract/office-addresses.ts";
import { formatPhone } from "../../../orders/applicant/applicant.ts";
import { minuteMs } from "../../../platform/time/durations.ts";
import type { DeadlineRow } from "../../../watch/deadlines/deadline-reads.ts";
import type { TaskRow } from "../../../watch/lateness/watch-reads.ts";
import { taskTitles } from "../../../watch/task.ts";
import { mayRetryJob } from "../../../watch/troubles/trouble.ts";
import type { TroubleRow } from "../../../watch/troubles/trouble-reads.ts";
import type { FormErrors } from "../../form.ts";
import { Button, Empty, LinkButton, Notice, Tag } from "../../ui/components.tsx";
import { formatDayAndTime } from "../../ui/dates.ts";
import { TroubleList } from "../../ui/trouble-list.tsx";
import { type DeskFrame, DeskPage } from "../desk-page.tsx";
import { RunningDates } from "./running-dates-view.tsx";

type Wrong = { taskId: string; errors: FormErrors } | undefined;

function due(task: TaskRow, now: Date) {
  const minutes = Math.round((task.dueAt.getTime() - now.getTime()) / minuteMs);
  if (minutes < 0) return <Tag tone="error">Atrasada</Tag>;
  if (minutes < 120) return <Tag tone="warn">Faltam {minutes} min</Tag>;
  return <Tag tone="info">No prazo</Tag>;
}

function OpenTask({
  task,
  now,
  own,
  works,
  reads,
  wrong,
}: {
  task: TaskRow;
  now: Date;
  own: boolean;
  works: boolean;
  /** Mails as they came are for those who run or audit the AR. */
  reads: boolean;
  wrong: Wrong;
}) {
  const words = wrong?.taskId === task.id ? Object.values(wrong.errors)[0] : undefined;
  const field = `resultado-${task.id}`;
  return (
    <li class="card task-card">
      <h2>
        {taskTitles[task.kind]}: {task.applicantName} {due(task, now)}
      </h2>
      <p class="task-words">{task.words}</p>
      <p>
        Pedido <span class="number">{task.orderNumber}</span>
        {task.phone && (
          <>
            {" · "}
            <a href={`tel:${task.phone}`}>{formatPhone(task.phone)}</a>
          </>
        )}
      </p>
      <p class="hint">
        Até {formatDayAndTime(task.dueAt)}. Com quem está: {task.ownerName ?? "ninguém ainda"}.
      </p>
      {works && (
        <div class="actions">
          {!own && (
            <form method="post" action={deskTaskOwnerPath(task.id)}>
              <Button kind="secondary" small>
                Pegar para mim<span class="visually-hidden">: {task.applicantName}</span>
              </Button>
            </form>
          )}
          {task.kind === "call-holder" && (
            <LinkButton href={deskTaskSlotPath(task.id)} small>
              Marcar horário<span class="visually-hidden">: {task.applicantName}</span>
            </LinkButton>
          )}
          {(task.kind === "irregularity-report" || task.kind === "irregularity-close") && (
            <LinkButton href={officeIrregularityPath(task.subjectId)} small>
              Abrir o caso<span class="visually-hidden">: {task.applicantName}</span>
            </LinkButton>
          )}
          {task.kind === "mail-question" && reads && (
            <LinkButton href={officeMailOriginalPath(task.subjectId)} kind="quiet" small>
              Baixar o e-mail<span class="visually-hidden">: {task.applicantName}</span>
            </LinkButton>
          )}
          {task.kind === "decision-missing" && !task.result && (
            <form method="post" action={deskTaskRebookingPath(task.id)}>
              <Button kind="secondary" small>
                Liberar o titular para remarcar<span class="visually-hidden">: {task.applicantName}</span>
              </Button>
            </form>
          )}
          <form method="post" action={deskTaskEndPath(task.id)} class="inline-form">
            <label for={field}>Como ficou</label>
            <input
              id={field}
              name="resultado"
              maxLength={300}
              aria-invalid={words ? "true" : undefined}
              aria-describedby={words ? `${field}-erro` : undefined}
            />
            <Button small>Concluir</Button>
            {words && (
              <span class="error-words" id={`${field}-erro`}>
                {words}
              </span>
            )}
          </form>
        </div>
      )}
    </li>
  );
}

export function TasksView(props: {
  frame: DeskFrame;
  tasks: TaskRow[];
  /** What the system itself does not get done. */
  troubles: TroubleRow[];
  dates: DeadlineRow[];
  now: Date;
  works: boolean;
  wrong?: Wrong;
}) {
  const { frame, tasks, troubles, dates, now, works, wrong } = props;
  const open = tasks.filter(({ doneAt }) => doneAt === null);
  const done = tasks.filter(({ doneAt }) => doneAt !== null);
  const late = open.filter(({ dueAt }) => dueAt < now).length;
  return (
    <DeskPage frame={frame} title={late > 0 ? `(${late}) Tarefas` : "Tarefas"} section="tasks" sheets={["office.css"]}>
      <h1>Tarefas da AR</h1>
      {late > 0 && <Notice tone="error" title={late === 1 ? "Uma tarefa atrasada" : `${late} tarefas atrasadas`} />}
      {wrong && <p role="alert">{Object.values(wrong.errors)[0]}</p>}
      <TroubleList troubles={troubles} now={now} mayRetry={(raId) => mayRetryJob(frame.agent, raId)} from="tarefas" />
      {open.length === 0 && troubles.length === 0 && (
        <Empty>Nada a fazer agora. Aqui aparecem as ligações e os prazos que precisam de uma pessoa.</Empty>
      )}
      {open.length > 0 && (
        <ul class="plain task-list">
          {open.map((task) => (
            <OpenTask
              key={task.id}
              task={task}
              now={now}
              own={task.ownerId === frame.agent.id}
              works={works}
              reads={frame.agent.roles.some((role) => role === "manager" || role === "auditor")}
              wrong={wrong}
            />
          ))}
        </ul>
      )}
      {done.length > 0 && (
        <>
          <h2>Concluídas nos últimos 7 dias</h2>
          <ul>
            {done.map((task) => (
              <li key={task.id}>
                {taskTitles[task.kind]}, {task.applicantName}: {task.result}{" "}
                <span class="hint">
                  {task.doneByName ?? "Automático"}, {formatDayAndTime(task.doneAt!)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <RunningDates rows={dates} now={now} />
    </DeskPage>
  );
}
