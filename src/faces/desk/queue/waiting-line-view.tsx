import { deskCallNextPath } from "../../../contract/desk-addresses.ts";
import * as deskIds from "../../../contract/page-ids/desk-ids.ts";
import { minutesBetween } from "../../../platform/time/durations.ts";
import { attendsWish, type PresentAgent, type whomToCall } from "../../../scheduling/line/walk-in.ts";
import type { OwnSitting, WaitingHolder } from "../../../scheduling/line/walk-in-reads.ts";
import { Button } from "../../ui/components.tsx";
import { formatTime } from "../../ui/dates.ts";

export function waitedWords(since: Date, now: Date): string {
  const minutes = Math.max(0, minutesBetween(since, now));
  return minutes < 1 ? "menos de 1 min" : `${minutes} min`;
}

export type CallChoice = ReturnType<typeof whomToCall<WaitingHolder, OwnSitting>>;

/** Why the button is not there, in words; the rule is the one that the call itself asks. */
function noCallWords(call: CallChoice): string | undefined {
  if (!("why" in call)) return undefined;
  switch (call.why) {
    case "nobody-waits":
      return "Ninguém na fila. Quem escolher ser atendido na hora aparece aqui.";
    case "only-for-others":
      return "Quem espera quer um produto ou idioma que você não atende, ou é você. Outro agente chama.";
    case "agent-away":
      return "Você está em pausa. Para chamar quem espera, volte a receber.";
    case "all-busy":
      return "Quem espera está em outra videoconferência, ou tem uma marcada para já. Fica na fila até ela terminar.";
    case "next-too-near":
      return `Seu atendimento das ${formatTime(call.near.from)} está perto demais para chamar alguém antes. Outro agente pode chamar.`;
  }
}

/** Who waits for "Atender agora", and the one act that takes in the next. `self` is this agent, for whom they may attend. */
export function WaitingLine(props: { line: WaitingHolder[]; self: PresentAgent; call: CallChoice; now: Date }) {
  const { line, self, call, now } = props;
  const why = noCallWords(call);
  return (
    <section class="card" aria-labelledby="agora-titulo">
      <div class="row between">
        <h2 id="agora-titulo">Atender agora</h2>
        {!why && (
          <form method="post" action={deskCallNextPath()}>
            <Button small id={deskIds.callNext}>
              Chamar o próximo <kbd>c</kbd>
            </Button>
          </form>
        )}
      </div>
      {why && <p class="hint">{why}</p>}
      {line.length > 0 && (
        <ol class="line">
          {line.map((holder) => (
            <li key={holder.orderId}>
              <strong>{holder.applicantName}</strong>, {holder.productName}{" "}
              <span class="hint">
                espera há {waitedWords(holder.joinedAt, now)}, desde {formatTime(holder.joinedAt)}
                {!attendsWish(self, holder) && ". Outro agente atende"}
                {holder.isBusy && ". Em outra videoconferência"}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
