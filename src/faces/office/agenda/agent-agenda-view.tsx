import {
  officeAgendaPath,
  officeHolidaysPath,
  officeMemberAgendaDayEndPath,
  officeMemberAgendaDaysPath,
  officeMemberPath,
} from "../../../contract/office-addresses.ts";
import type { Agent } from "../../../people/agent.ts";
import type { AgendaDay } from "../../../scheduling/agenda/agenda-reads.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { toTimeOffOf } from "../../staff/time-off-addresses.ts";
import {
  AwaySwitch,
  Done,
  FoldedForm,
  type TimeOffFrame,
  TimeOffSection,
  type TimeOffState,
} from "../../staff/time-off-view.tsx";
import { otherClock, stillBooked } from "../../staff/time-off-words.ts";
import { BackLink, Button, Empty, ErrorSummary, Field } from "../../ui/components.tsx";
import { formatDay, noonOf } from "../../ui/dates.ts";
import { hoursText } from "../hours-text.ts";
import { type OfficeFrame, OfficePage } from "../office-page.tsx";

function Day({ day, agentId, frame }: { day: AgendaDay; agentId: string; frame: TimeOffFrame }) {
  const hours = hoursText(
    day.spans.map((span) => ({ ...span, weekday: 0 })),
    0,
  );
  const title = formatDay(noonOf(day.day));
  const { booked } = day;
  return (
    <li class="card row between">
      <span>
        <strong>{title}</strong>: {hours || "não atende"}
        <span class="hint block">{day.reason}</span>
        {booked > 0 && (
          <span class="stranded">
            {stillBooked(booked, "fora dessas horas")}
            <a href={frame.agendaHref?.(day.day)}>Ver na agenda</a>
          </span>
        )}
      </span>
      {frame.edits && (
        <form method="post" action={officeMemberAgendaDayEndPath(agentId, day.day)}>
          <Button kind="secondary" small>
            Voltar à semana<span class="visually-hidden"> em {title}</span>
          </Button>
        </form>
      )}
    </li>
  );
}

function DaysSection(props: { days: AgendaDay[]; zone: string; agentId: string; frame: TimeOffFrame }) {
  const { days, zone, agentId, frame } = props;
  const { errors, values } = frame;
  const clock = otherClock(zone);
  return (
    <section aria-labelledby="dias">
      <h2 id="dias">Dias diferentes da semana</h2>
      {days.length === 0 && <Empty>Nenhum: todo dia segue a semana, e feriado não tem atendimento.</Empty>}
      {days.length > 0 && (
        <ul class="plain task-list">
          {days.map((day) => (
            <Day key={day.day} day={day} agentId={agentId} frame={frame} />
          ))}
        </ul>
      )}
      {frame.edits && (
        <FoldedForm title="Mudar um dia" action={officeMemberAgendaDaysPath(agentId)} names="dia" frame={frame}>
          <p class="hint">Vale no lugar da semana, e também abre um feriado. O que já está marcado continua.</p>
          <Field name="dia" label="Dia" type="date" size="short" value={values?.["dia"]} errors={errors} />
          <Field
            name="dia-horas"
            label="Horas desse dia"
            hint={`Escreva assim: 08:00 às 12:00, 13:00 às 18:00. Vazio = não atende.${clock ? ` Fuso da semana: ${clock}.` : ""}`}
            value={values?.["dia-horas"]}
            errors={errors}
            autocomplete="off"
          />
          <Field
            name="dia-motivo"
            label="Motivo do dia diferente"
            hint="Exemplo: plantão"
            value={values?.["dia-motivo"]}
            errors={errors}
            autocomplete="off"
          />
          <Button kind="secondary">Guardar o dia</Button>
        </FoldedForm>
      )}
    </section>
  );
}

/** `/office/equipe/:id/agenda`: what of one agent's time is sold, besides the usual week. */
export function AgentAgendaView(props: {
  frame: OfficeFrame;
  agent: Agent;
  state: TimeOffState;
  days: AgendaDay[];
  done?: string | undefined;
  errors?: FormErrors | undefined;
  values?: FormValues | undefined;
}) {
  const { frame, agent, state, days, done, errors, values } = props;
  const base = officeMemberPath(agent.id);
  const own: TimeOffFrame = {
    who: agent.name,
    own: false,
    edits: frame.manages,
    to: toTimeOffOf(agent.id),
    agendaHref: (day) => `${officeAgendaPath()}?dia=${day}&agente=${agent.id}`,
    errors,
    values,
  };
  return (
    <OfficePage frame={frame} section="team" title={`Agenda de ${agent.name}`}>
      <BackLink href={base} text={agent.name} />
      <h1>Agenda de {agent.name}</h1>
      <Done code={done} />
      <ErrorSummary errors={errors} />
      <p>
        A semana normal fica na <a href={base}>página da pessoa</a>. Os <a href={officeHolidaysPath()}>feriados</a>{" "}
        valem para toda a AR. O que está marcado:{" "}
        <a href={`${officeAgendaPath()}?agente=${agent.id}`}>semana na agenda</a>.
      </p>
      <div class="office-columns">
        <div>
          <AwaySwitch state={state} frame={own} />
          <DaysSection agentId={agent.id} days={days} zone={state.zone} frame={own} />
        </div>
        <TimeOffSection state={state} frame={own} />
      </div>
    </OfficePage>
  );
}
