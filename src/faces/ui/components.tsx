import type { ComponentChildren, InputHTMLAttributes } from "preact";
import { assetUrl } from "../assets.ts";
import type { FormErrors } from "../form.ts";

export function BackLink({ href, text = "Voltar" }: { href: string; text?: string }) {
  return (
    <a class="back" href={href}>
      {text}
    </a>
  );
}

/** "Passo 2 de 6", with its bar. */
export function Steps({ now, of }: { now: number; of: number }) {
  return (
    <>
      <p class="steps">
        Passo {now} de {of}
      </p>
      <progress class="steps-bar" value={now} max={of} aria-label={`Passo ${now} de ${of}`} />
    </>
  );
}

/** Top of a form that came back: every error, each a link to its field. Focus lands here (autofocus). */
export function ErrorSummary({ errors }: { errors?: FormErrors | undefined }) {
  const entries = Object.entries(errors ?? {});
  if (entries.length === 0) return null;
  return (
    <>
      <div class="notice error" role="alert" tabIndex={-1} autofocus>
        <h2>{entries.length === 1 ? "Falta acertar um ponto" : "Falta acertar alguns pontos"}</h2>
        <ul>
          {entries.map(([field, words]) => (
            <li key={field}>{field ? <a href={`#${field}`}>{words}</a> : words}</li>
          ))}
        </ul>
      </div>
      <script type="module" src={assetUrl("refused-form-island.js")} />
    </>
  );
}

type FieldProps = {
  name: string;
  label: string;
  hint?: ComponentChildren;
  value?: string | undefined;
  errors?: FormErrors | undefined;
  type?: "text" | "email" | "tel" | "password" | "number" | "date" | "time" | "datetime-local" | "search" | "file";
  inputMode?: "numeric" | "text" | "email" | "tel" | "decimal";
  autocomplete?: string;
  size?: "short" | "tiny";
  optional?: boolean;
  /** Everything else an input takes: maxLength, accept, multiple, min, step, placeholder is not used. */
  more?: Record<string, string | number | boolean>;
};

/** One labelled input; required unless `optional`. The error stands beside it and is tied to it. */
export function Field(props: FieldProps) {
  const { name, label, hint, value, errors, type = "text", inputMode, autocomplete, size, optional, more } = props;
  const words = errors?.[name];
  const described = [hint ? `${name}-dica` : "", words ? `${name}-erro` : ""].filter(Boolean).join(" ");
  return (
    <div class={words ? "field wrong" : "field"}>
      <label for={name}>
        {label}
        {optional && <span class="hint"> (opcional)</span>}
      </label>
      {hint && (
        <span class="hint" id={`${name}-dica`}>
          {hint}
        </span>
      )}
      {words && (
        <span class="error-words" id={`${name}-erro`}>
          {words}
        </span>
      )}
      <input
        {...({
          id: name,
          name,
          type,
          value: type === "file" || type === "password" ? undefined : value,
          class: size,
          inputMode,
          autocomplete,
          "aria-describedby": described || undefined,
          "aria-invalid": words ? "true" : undefined,
          ...more,
          // Preact's types tie each input type to its own attributes; this part serves all text-like ones.
        } as InputHTMLAttributes<HTMLInputElement>)}
      />
    </div>
  );
}

type Choice = { value: string; label: ComponentChildren; hint?: ComponentChildren; disabled?: boolean };

/** Radio buttons under one question. `chips` lays short choices (times) side by side. */
export function Choices(props: {
  name: string;
  /** Where one name is asked in several groups, each group needs an id of its own. */
  id?: string;
  legend: ComponentChildren;
  hint?: ComponentChildren;
  choices: Choice[];
  value?: string | undefined;
  errors?: FormErrors | undefined;
  chips?: boolean;
}) {
  const { name, legend, hint, choices, value, errors, chips } = props;
  const words = errors?.[name];
  return (
    <fieldset
      class={words ? "field wrong" : "field"}
      id={props.id ?? name}
      aria-describedby={words ? `${name}-erro` : undefined}
    >
      <legend>{legend}</legend>
      {hint && <span class="hint">{hint}</span>}
      {words && (
        <span class="error-words" id={`${name}-erro`}>
          {words}
        </span>
      )}
      <div class={chips ? "chips" : undefined}>
        {choices.map((choice) => (
          <label class="choice" key={choice.value}>
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={value === choice.value}
              disabled={choice.disabled}
            />
            <span>
              {choice.label}
              {choice.hint && <span class="hint">{choice.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Checkbox(props: {
  name: string;
  label: ComponentChildren;
  errors?: FormErrors | undefined;
  checked?: boolean;
}) {
  const words = props.errors?.[props.name];
  return (
    <div class={words ? "field wrong" : "field"}>
      {words && (
        <span class="error-words" id={`${props.name}-erro`}>
          {words}
        </span>
      )}
      <label class="choice">
        <input
          type="checkbox"
          id={props.name}
          name={props.name}
          value="sim"
          checked={props.checked}
          aria-describedby={words ? `${props.name}-erro` : undefined}
        />
        <span>{props.label}</span>
      </label>
    </div>
  );
}

export function Button(props: {
  children: ComponentChildren;
  kind?: "secondary" | "danger" | "quiet";
  small?: boolean;
  name?: string;
  value?: string;
  disabled?: boolean;
  id?: string;
  type?: "submit" | "button";
}) {
  const { children, kind, small, type = "submit", ...rest } = props;
  return (
    <button class={["button", kind, small && "small"].filter(Boolean).join(" ")} type={type} {...rest}>
      {children}
    </button>
  );
}

export function LinkButton(props: {
  href: string;
  children: ComponentChildren;
  kind?: "secondary" | "quiet";
  small?: boolean;
}) {
  return (
    <a class={["button", props.kind, props.small && "small"].filter(Boolean).join(" ")} href={props.href}>
      {props.children}
    </a>
  );
}

export type Tone = "info" | "ok" | "warn" | "error";

export function Notice(props: { tone?: Tone; title?: string; children?: ComponentChildren; live?: boolean }) {
  return (
    <div class={`notice ${props.tone ?? "info"}`} role={props.live ? "status" : undefined}>
      {props.title && <h2>{props.title}</h2>}
      {props.children}
    </div>
  );
}

export function Tag({ tone = "info", children }: { tone?: Tone | "idle"; children: ComponentChildren }) {
  return <span class={`tag ${tone}`}>{children}</span>;
}

export type Task = {
  title: string;
  hint?: ComponentChildren;
  /** Absent = cannot start yet: shown grey and unlinked. */
  href?: string | undefined;
  status: string;
  tone: Tone | "idle";
};

/** The order as a list of tasks with ticks. */
export function TaskList({ tasks }: { tasks: Task[] }) {
  return (
    <ul class="tasks">
      {tasks.map((task) => (
        <li key={task.title} class={task.href ? undefined : "later"}>
          <span class="what">
            {task.href ? <a href={task.href}>{task.title}</a> : <strong>{task.title}</strong>}
            {task.hint && <span class="hint">{task.hint}</span>}
          </span>
          <Tag tone={task.tone}>{task.status}</Tag>
        </li>
      ))}
    </ul>
  );
}

export type SummaryRow = { term: string; value: ComponentChildren; changeHref?: string };

/** Check-answers list; every "Alterar" says to a screen reader what it changes. */
export function Summary({ rows }: { rows: SummaryRow[] }) {
  return (
    <dl class="summary">
      {rows.map((row) => (
        <div key={row.term}>
          <dt>{row.term}</dt>
          <dd>{row.value}</dd>
          {row.changeHref && (
            <dd class="change">
              <a href={row.changeHref}>
                Alterar<span class="visually-hidden"> {row.term.toLowerCase()}</span>
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <div class="empty">{children}</div>;
}
