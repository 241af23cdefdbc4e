import {
  deskAgendaFeedEndPath,
  deskAgendaFeedPath,
  deskCalendarFilePath,
  deskCalendarRemovalPath,
  deskCalendarSourcePath,
} from "../../../contract/desk-addresses.ts";
import { officeAgendaPath } from "../../../contract/office-addresses.ts";
import { mayAudit } from "../../../people/agent.ts";
import type { CodeOf } from "../../../platform/failures/failure.ts";
import { type AgentCalendar, calendarLimits } from "../../../scheduling/calendars/calendar.ts";
import { SchedulingFailure } from "../../../scheduling/scheduling-failures.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { toOwnTimeOff } from "../../staff/time-off-addresses.ts";
import { AwaySwitch, Done, type TimeOffFrame, TimeOffSection, type TimeOffState } from "../../staff/time-off-view.tsx";
import { Button, ErrorSummary, Field, Notice, Tag } from "../../ui/components.tsx";
import { formatDayAndTime } from "../../ui/dates.ts";
import { type DeskFrame, DeskPage } from "../desk-page.tsx";

function state(calendar: AgentCalendar) {
  if (calendar.failure) return <Tag tone="error">Não foi lida</Tag>;
  if (!calendar.readAt) return <Tag tone="info">Lendo…</Tag>;
  if (calendar.busyCount === 0) return <Tag tone="info">Nada ocupado nos próximos {calendarLimits.days} dias</Tag>;
  return (
    <Tag tone="ok">{calendar.busyCount === 1 ? "1 período ocupado" : `${calendar.busyCount} períodos ocupados`}</Tag>
  );
}

/** What was not taken at its word, so that no time is believed blocked that is not. */
function doubts({ leftOut, unknownZones, isCut }: AgentCalendar): string[] {
  const words: string[] = [];
  if (leftOut > 0)
    words.push(
      `${leftOut === 1 ? "1 compromisso não pôde ser lido" : `${leftOut} compromissos não puderam ser lidos`} por inteiro. Confira na sua agenda e bloqueie aqui o horário que faltar.`,
    );
  if (unknownZones.length > 0)
    words.push(
      `Não conhecemos o fuso “${unknownZones.join("”, “")}”. Lemos essas horas no fuso da agenda. Confira se estão certas.`,
    );
  if (isCut) words.push("O arquivo termina no meio, e podem faltar compromissos. Exporte de novo.");
  return words;
}

function Calendar({ calendar }: { calendar: AgentCalendar }) {
  const refusal = calendar.failure
    ? SchedulingFailure.catalogue[calendar.failure as CodeOf<typeof SchedulingFailure>]
    : undefined;
  return (
    <li class="card row between">
      <span>
        <strong>{calendar.name}</strong> {state(calendar)}
        <span class="hint block">
          {refusal && `${refusal.title} ${refusal.advice} `}
          {calendar.readAt && `Lida em ${formatDayAndTime(calendar.readAt)}. `}
          {calendar.hasUrl ? "Lida de novo a cada meia hora." : "Arquivo: não se atualiza sozinho."}
        </span>
        {!calendar.failure &&
          doubts(calendar).map((words) => (
            <span class="block" key={words}>
              <Tag tone="warn">Confira</Tag> {words}
            </span>
          ))}
      </span>
      <form method="post" action={deskCalendarRemovalPath(calendar.id)}>
        <Button kind="secondary" small>
          Tirar<span class="visually-hidden"> {calendar.name}</span>
        </Button>
      </form>
    </li>
  );
}

export function CalendarView(props: {
  frame: DeskFrame;
  calendars: AgentCalendar[];
  feedSince: Date | undefined;
  state: TimeOffState;
  done?: string | undefined;
  errors?: FormErrors;
  values?: FormValues;
  feedUrl?: string;
}) {
  const { frame, calendars, feedSince, state, done, errors, values, feedUrl } = props;
  const { agent } = frame;
  const own: TimeOffFrame = {
    ...{ who: "Você", own: true, edits: true, errors, values },
    to: toOwnTimeOff(),
    agendaHref: mayAudit(agent, agent.raId)
      ? (day) => `${officeAgendaPath()}?dia=${day}&agente=${agent.id}`
      : undefined,
  };
  const wrongFile = errors?.["arquivo"];
  return (
    <DeskPage frame={frame} title="Minha agenda" section="calendar" sheets={["office.css"]}>
      <h1>Minha agenda</h1>
      <Done code={done} />
      <ErrorSummary errors={errors} />
      <AwaySwitch state={state} frame={own} />
      <div class="office-columns">
        <TimeOffSection state={state} frame={own} />
        <div>
          <section aria-labelledby="entra">
            <h2 id="entra">Suas outras agendas</h2>
            <p>O que já está ocupado nelas não é vendido aqui. Guardamos só os horários, nunca os títulos.</p>
            {calendars.length > 0 && (
              <ul class="plain task-list">
                {calendars.map((calendar) => (
                  <Calendar calendar={calendar} key={calendar.id} />
                ))}
              </ul>
            )}
            <form method="post" action={deskCalendarSourcePath()}>
              <h3>Por endereço</h3>
              <Field name="nome" label="Nome da agenda" value={values?.["nome"]} errors={errors} />
              <Field
                name="endereco"
                label="Endereço em formato iCal"
                hint="No Google Agenda: Configurações da agenda, Endereço secreto no formato iCal."
                value={values?.["endereco"]}
                errors={errors}
                autocomplete="off"
              />
              <Button kind="secondary">Ler esta agenda</Button>
            </form>
            <form method="post" action={deskCalendarFilePath()} encType="multipart/form-data">
              <h3>Por arquivo</h3>
              <div class={wrongFile ? "field wrong" : "field"}>
                <label for="arquivo">Arquivo .ics</label>
                {wrongFile && (
                  <span class="error-words" id="arquivo-erro">
                    {wrongFile}
                  </span>
                )}
                <input
                  id="arquivo"
                  name="arquivo"
                  type="file"
                  accept=".ics,text/calendar"
                  aria-invalid={wrongFile ? "true" : undefined}
                  aria-describedby={wrongFile ? "arquivo-erro" : undefined}
                />
              </div>
              <Button kind="secondary">Ler este arquivo</Button>
            </form>
          </section>
          <section aria-labelledby="sai">
            <h2 id="sai">Seus atendimentos em outra agenda</h2>
            <p>
              Um endereço para assinar no Google, no Outlook ou no celular. Mostra horários e números de pedido, sem
              nomes.
            </p>
            {feedUrl && (
              <Notice tone="ok" title="Copie agora: ele não aparece de novo">
                <p class="copy-box">
                  <input type="text" readonly value={feedUrl} aria-label="Endereço da sua agenda" />
                </p>
              </Notice>
            )}
            {feedSince && <p class="hint">Há um endereço em uso desde {formatDayAndTime(feedSince)}.</p>}
            <div class="actions">
              <form method="post" action={deskAgendaFeedPath()}>
                <Button kind="secondary">{feedSince ? "Trocar o endereço" : "Criar o endereço"}</Button>
              </form>
              {feedSince && (
                <form method="post" action={deskAgendaFeedEndPath()}>
                  <Button kind="danger">Encerrar o endereço</Button>
                </form>
              )}
            </div>
            {feedSince && <p class="hint">Trocar ou encerrar faz o endereço anterior parar de responder.</p>}
          </section>
        </div>
      </div>
    </DeskPage>
  );
}
