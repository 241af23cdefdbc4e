import { attendsWish, type PresentAgent } from "../../scheduling/walk-in.ts";
import type { OwnSitting, WaitingHolder } from "../../scheduling/walk-in-views.ts";
import { Button } from "../ui/components.tsx";
import { formatTime } from "../ui/dates.ts";

export function waitedWords(since: Date, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - since.getTime()) / 60_000));
  return minutes < 1 ? "menos de 1 min" : `${minutes} min`;
}

/**
 * Who waits for "Atender agora", and the one act that takes in the next. `self` is this agent, for whom they may attend;
 * `near`: their own appointment that leaves no time for it, by the rule that the act itself asks.
 */
export function WaitingLine(props: {
  line: WaitingHolder[];
  self: PresentAgent;
  near: OwnSitting | undefined;
  now: Date;
}) {
  const { line, self, near, now } = props;
  const mine = line.filter((holder) => attendsWish(self, holder)).length;
  return (
    <section class="card" aria-labelledby="agora-titulo">
      <div class="row between">
        <h2 id="agora-titulo">Atender agora</h2>
        {mine > 0 && !near && (
          <form method="post" action="/desk/chamada">
            <Button small id="chamar">
              Chamar o próximo <kbd>c</kbd>
            </Button>
          </form>
        )}
      </div>
      {line.length === 0 && <p class="hint">Ninguém na fila. Quem escolher ser atendido na hora aparece aqui.</p>}
      {mine > 0 && near && (
        <p class="hint">
          Seu atendimento das {formatTime(near.from)} está perto demais para chamar alguém antes. Outro agente pode
          chamar.
        </p>
      )}
      {line.length > 0 && mine === 0 && (
        <p class="hint">Quem espera quer um produto ou idioma que você não atende. Outro agente chama.</p>
      )}
      {line.length > 0 && (
        <ol class="line">
          {line.map((holder) => (
            <li key={holder.orderId}>
              <strong>{holder.applicantName}</strong>, {holder.productName}{" "}
              <span class="hint">
                espera há {waitedWords(holder.joinedAt, now)}, desde {formatTime(holder.joinedAt)}
                {!attendsWish(self, holder) && ". Outro agente atende"}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
