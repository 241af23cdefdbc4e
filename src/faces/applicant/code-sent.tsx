import type { ComponentChildren } from "preact";
import { minuteMs } from "../../platform/time/durations.ts";
import { Button, Notice } from "../ui/components.tsx";
import { formatTime } from "../ui/dates.ts";

/** A one-time code to one address, as its page tells of it. */
export type CodeState = {
  /** When the newest was sent; only that one counts. */
  sentAt: Date | undefined;
  /** When another may be asked for; undefined: now. */
  nextAt: Date | undefined;
  /** No earlier code was sent that somebody could take for this one. */
  isFirst?: boolean;
};

/** Answers the press that asked for a code: it was sent, and which code counts. */
export function CodeSent({ state, to }: { state: CodeState; to: string }) {
  if (!state.sentAt) return null;
  return (
    <Notice tone="ok" live title={state.isFirst ? "Enviamos o código" : "Enviamos um código novo"}>
      <p>
        Foi para {to} às {formatTime(state.sentAt)}.
        {!state.isFirst && " Use o mais novo: os anteriores não valem mais."}
        {!state.nextAt && " Não chegou em dois minutos? Peça outro abaixo."}
      </p>
    </Notice>
  );
}

/** The button for another code, or from when on there is one again: a press that can only be refused is not offered. */
export function AnotherCode(props: {
  state: CodeState;
  action: string;
  quiet?: boolean;
  children?: ComponentChildren;
}) {
  const { state, action, quiet, children } = props;
  if (state.nextAt)
    return (
      <p class="hint">
        Já enviamos vários códigos. Use o último que chegou; você pode pedir outro a partir das{" "}
        {formatTime(state.nextAt)}.
      </p>
    );
  return (
    <form method="post" action={action}>
      {children}
      <Button kind={quiet ? "quiet" : "secondary"}>{state.sentAt ? "Enviar outro código" : "Enviar o código"}</Button>
    </form>
  );
}

/** `inSeconds` from `now`, as the limit counts them; on the full minute after, because that is what is said. */
export function nextCodeAt(inSeconds: number, now: Date): Date | undefined {
  if (inSeconds <= 0) return undefined;
  return new Date(Math.ceil((now.getTime() + inSeconds * 1000) / minuteMs) * minuteMs);
}
