import type { ComponentChildren } from "preact";
import { dayInBrazil } from "../../platform/time/brasilia.ts";
import type { AgentProfile } from "../../scheduling/agenda/agenda.ts";
import type { Stranded, TimeOff } from "../../scheduling/agenda/time-off-reads.ts";
import type { FormErrors, FormValues } from "../form.ts";
import { Button, Empty, Field, Notice, Tag } from "../ui/components.tsx";
import type { TimeOffTargets } from "./time-off-addresses.ts";
import { awayWords, doneWords, kindWords, otherClock, stillBooked, whenWords } from "./time-off-words.ts";

/** An agent's switch "not now" and what takes their time off sale. */
export type TimeOffState = {
  away: AgentProfile["away"];
  duringAway: Stranded;
  list: TimeOff[];
  /** Of the agent's week. */
  zone: string;
  now: Date;
};

/** Whose page it is and what may be done on it; what came back wrong. */
export type TimeOffFrame = {
  /** "Você", or the agent's name for a manager. */
  who: string;
  own: boolean;
  edits: boolean;
  to: TimeOffTargets;
  /** The office's agenda of that agent on a day, for those who may open it. */
  agendaHref?: ((day: string) => string) | undefined;
  errors?: FormErrors | undefined;
  values?: FormValues | undefined;
};

export function Done({ code }: { code: string | undefined }) {
  const words = doneWords(code);
  return words ? (
    <Notice tone="ok" live>
      {words}
    </Notice>
  ) : null;
}

/** Booked appointments in time that is no longer sold: they stay, and somebody must look. */
function StrandedWords({ booked, firstAt, href }: Stranded & { href: TimeOffFrame["agendaHref"] }) {
  if (booked === 0 || !firstAt) return null;
  return (
    <span class="stranded">
      {stillBooked(booked, "nesse tempo")}
      {href ? <a href={href(dayInBrazil(firstAt))}>Ver na agenda</a> : "Se não der, fale com o gestor da AR."}
    </span>
  );
}

/** Stands open where it was sent and came back wrong. */
export function FoldedForm(props: {
  title: string;
  action: string;
  /** What its fields' names begin with. */
  names: string;
  frame: TimeOffFrame;
  children: ComponentChildren;
}) {
  const { title, action, names, frame, children } = props;
  const cameBack = Object.keys({ ...frame.errors, ...frame.values }).some((name) => name.startsWith(names));
  return (
    <details class="fold" open={cameBack}>
      <summary>{title}</summary>
      <form method="post" action={action} novalidate>
        {children}
      </form>
    </details>
  );
}

/** "Agora": whether new times are given to this agent, and the switch. */
export function AwaySwitch({ state, frame }: { state: TimeOffState; frame: TimeOffFrame }) {
  const { away, duringAway, now } = state;
  const { who, own, edits, to, errors, values } = frame;
  return (
    <section aria-labelledby="agora">
      <h2 id="agora">Agora</h2>
      {away && (
        <Notice tone="warn">
          <p>{awayWords(who, away, now)}</p>
          <StrandedWords {...duringAway} href={frame.agendaHref} />
          {edits && (
            <form method="post" action={to.awayEnd}>
              <Button small>{own ? "Voltar agora" : "Abrir novos horários"}</Button>
            </form>
          )}
        </Notice>
      )}
      {!away && (
        <p>
          <Tag tone="ok">Recebe novos horários</Tag>
        </p>
      )}
      {!away && edits && (
        <FoldedForm title="Pausar novos horários" action={to.away} names="ausente-" frame={frame}>
          <p class="hint">
            Até a volta ninguém marca horário novo com {own ? "você" : who}, para dia nenhum. O que já está marcado
            continua.
          </p>
          <Field
            name="ausente-ate"
            label="Volta em"
            type="datetime-local"
            optional
            hint="Horário de Brasília. Em branco: até ser religado aqui."
            value={values?.["ausente-ate"]}
            errors={errors}
          />
          <Field
            name="ausente-motivo"
            label="Motivo da ausência"
            hint="Só a equipe vê. Exemplo: almoço longo"
            value={values?.["ausente-motivo"]}
            errors={errors}
            autocomplete="off"
          />
          <Button kind="secondary">Pausar</Button>
        </FoldedForm>
      )}
    </section>
  );
}

function Line({ off, state, frame }: { off: TimeOff; state: TimeOffState; frame: TimeOffFrame }) {
  const when = whenWords(off, state.zone);
  return (
    <li class="card row between">
      <span>
        <Tag tone="idle">{kindWords[off.kind]}</Tag> <strong>{when}</strong>
        {off.kind === "calendar" ? (
          <span class="hint block">
            Veio da agenda “{off.calendarName ?? off.reason}” e não se libera aqui:{" "}
            {frame.own
              ? "mude nela, ou tire-a em “Suas outras agendas”."
              : "só a própria pessoa muda, nela ou em “Minha agenda”."}
          </span>
        ) : (
          off.reason.toLowerCase() !== kindWords[off.kind].toLowerCase() && <span class="hint block">{off.reason}</span>
        )}
        <StrandedWords {...off} href={frame.agendaHref} />
      </span>
      {frame.edits && off.kind !== "calendar" && (
        <form method="post" action={frame.to.release(off.id)}>
          <Button kind="secondary" small>
            Liberar<span class="visually-hidden"> {when}</span>
          </Button>
        </form>
      )}
    </li>
  );
}

/** "Horas fora de venda": what is off sale ahead, each with its way back, and the three ways to take more. */
export function TimeOffSection({ state, frame }: { state: TimeOffState; frame: TimeOffFrame }) {
  const { list, zone } = state;
  const { edits, to, errors, values } = frame;
  const clock = otherClock(zone);
  const field = (name: string, label: string, more: Partial<Parameters<typeof Field>[0]> = {}) => (
    <Field name={name} label={label} value={values?.[name]} errors={errors} autocomplete="off" {...more} />
  );
  const ofWeek = clock && <p class="hint">No fuso da semana: {clock}.</p>;
  return (
    <section aria-labelledby="bloqueios">
      <h2 id="bloqueios">Horas fora de venda</h2>
      {list.length === 0 && <Empty>Nenhuma a partir de agora.</Empty>}
      {list.length > 0 && (
        <ul class="plain task-list">
          {list.map((off) => (
            <Line key={off.id} off={off} state={state} frame={frame} />
          ))}
        </ul>
      )}
      {edits && (
        <>
          <p class="hint">O que já está marcado continua, mesmo dentro do tempo que sai de venda.</p>
          <FoldedForm title="Tirar horas, uma vez" action={to.blocks} names="bloqueio-" frame={frame}>
            {field("bloqueio-de", "Começa em", { type: "datetime-local", hint: "Horário de Brasília." })}
            {field("bloqueio-ate", "Termina em", { type: "datetime-local" })}
            {field("bloqueio-motivo", "Motivo", { hint: "Exemplo: consulta médica" })}
            <Button kind="secondary">Tirar de venda</Button>
          </FoldedForm>
          <FoldedForm title="Pausa diária" action={to.breaks} names="pausa-" frame={frame}>
            {ofWeek}
            <div class="row">
              {field("pausa-comeca", "Das", { type: "time", size: "short" })}
              {field("pausa-termina", "Às", { type: "time", size: "short" })}
            </div>
            {field("pausa-de", "Primeiro dia da pausa", { type: "date", size: "short" })}
            {field("pausa-ate", "Último dia da pausa", { type: "date", size: "short", hint: "No máximo um ano." })}
            {field("pausa-motivo", "Motivo da pausa", { hint: "Exemplo: almoço" })}
            <Button kind="secondary">Guardar a pausa</Button>
          </FoldedForm>
          <FoldedForm title="Férias ou folga de dias inteiros" action={to.leave} names="ferias-" frame={frame}>
            {ofWeek}
            {field("ferias-de", "Primeiro dia fora", { type: "date", size: "short" })}
            {field("ferias-ate", "Último dia fora", { type: "date", size: "short" })}
            {field("ferias-motivo", "Motivo das férias", { optional: true })}
            <Button kind="secondary">Guardar as férias</Button>
          </FoldedForm>
        </>
      )}
    </section>
  );
}
