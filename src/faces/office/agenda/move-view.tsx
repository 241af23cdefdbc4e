import { officeAgendaPath, officeAppointmentMovePath } from "../../../contract/office-addresses.ts";
import type { Order } from "../../../orders/order.ts";
import type { Agent } from "../../../people/agent.ts";
import { dayInBrazil } from "../../../platform/time/brasilia.ts";
import { defaultLanguage, inLanguage } from "../../../scheduling/agenda/language.ts";
import type { Appointment } from "../../../scheduling/appointments/appointment.ts";
import type { FormErrors } from "../../form.ts";
import { BackLink, Button, Empty, ErrorSummary } from "../../ui/components.tsx";
import { formatDay, formatDayAndTime, formatTime, noonOf } from "../../ui/dates.ts";
import { type OfficeFrame, OfficePage } from "../office-page.tsx";

/** Moving by menu: an agent, then one of that agent's free times. Works by keyboard and without script. */
export function MoveView(props: {
  frame: OfficeFrame;
  appointment: Appointment;
  order: Order;
  /** Whose it is; undefined: suspended. */
  now: Agent | undefined;
  /** Who attends in its language. */
  agents: Agent[];
  agent: Agent | undefined;
  free: Date[];
  errors?: FormErrors | undefined;
}) {
  const { frame, appointment, order, now, agents, agent, free, errors } = props;
  const here = officeAppointmentMovePath(appointment.id);
  const days = [...new Set(free.map((start) => dayInBrazil(start)))];
  return (
    <OfficePage frame={frame} section="agenda" title="Mudar atendimento">
      <BackLink href={`${officeAgendaPath()}?dia=${dayInBrazil(appointment.startsAt)}`} text="Agenda" />
      <h1>Mudar o atendimento de {order.applicantName}</h1>
      <p>
        Hoje: {formatDayAndTime(appointment.startsAt)}
        {inLanguage(appointment.language)}, com {now?.name ?? "agente suspenso"}. Pedido{" "}
        <span class="number">{order.number}</span>.
      </p>
      <ErrorSummary errors={errors} />
      {appointment.language !== defaultLanguage && <p class="hint">Aparece só quem atende neste idioma.</p>}
      <nav class="actions" aria-label="Com qual agente">
        {agents.map((one) => (
          <a key={one.id} href={`${here}?agente=${one.id}`} aria-current={one.id === agent?.id ? "page" : undefined}>
            {one.name}
          </a>
        ))}
      </nav>
      {free.length === 0 || !agent ? (
        <Empty>{agent ? `${agent.name} não tem` : "Ninguém tem"} horário livre nos próximos 14 dias.</Empty>
      ) : (
        <form method="post" action={here} class="narrow">
          <input type="hidden" name="agente" value={agent.id} />
          <div class="field">
            <label for="inicio">Novo horário com {agent.name}</label>
            <select id="inicio" name="inicio">
              {days.map((day) => (
                <optgroup key={day} label={formatDay(noonOf(day))}>
                  {free
                    .filter((start) => dayInBrazil(start) === day)
                    .map((start) => (
                      <option
                        key={start.getTime()}
                        value={start.toISOString()}
                        selected={start.getTime() === appointment.startsAt.getTime()}
                      >
                        {formatTime(start)}
                      </option>
                    ))}
                </optgroup>
              ))}
            </select>
          </div>
          <p class="hint">O horário antigo é liberado. Se a hora mudar, o titular recebe o novo convite.</p>
          <Button>Mudar o atendimento</Button>
        </form>
      )}
    </OfficePage>
  );
}
