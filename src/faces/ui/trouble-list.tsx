import { officeTroubleEndPath, officeTroubleRetryPath } from "../../contract/office-addresses.ts";
import { minutesBetween } from "../../platform/time/durations.ts";
import { mayBeDoneByHand, stopsHolder, wordsOf } from "../../watch/troubles/trouble.ts";
import type { TroubleRow } from "../../watch/troubles/trouble-reads.ts";
import { Button, Tag } from "./components.tsx";
import { formatDayAndTime } from "./dates.ts";

/** "há 4 min", "há 3 h", "há 2 dias". */
export function ageWords(from: Date, now: Date): string {
  const minutes = Math.max(0, minutesBetween(from, now));
  if (minutes < 1) return "há menos de 1 min";
  if (minutes < 120) return `há ${minutes} min`;
  if (minutes < 48 * 60) return `há ${Math.floor(minutes / 60)} h`;
  return `há ${Math.floor(minutes / 1440)} dias`;
}

/** Nothing where nothing fails. `from` says where the forms return to. */
export function TroubleList(props: {
  troubles: TroubleRow[];
  now: Date;
  mayRetry: (raId: string | null) => boolean;
  from: "dia" | "tarefas";
}) {
  const { troubles, now, mayRetry, from } = props;
  if (troubles.length === 0) return null;
  const title =
    troubles.length === 1
      ? "O sistema não consegue fazer uma coisa"
      : `O sistema não consegue fazer ${troubles.length} coisas`;
  return (
    <section class="trouble-list" aria-labelledby="falhas">
      <h2 id="falhas">{title}</h2>
      <ul class="plain task-list">
        {troubles.map((trouble) => (
          <TroubleCard key={trouble.jobId} trouble={trouble} now={now} may={mayRetry(trouble.raId)} from={from} />
        ))}
      </ul>
    </section>
  );
}

function TroubleCard({ trouble, now, may, from }: { trouble: TroubleRow; now: Date; may: boolean; from: string }) {
  const { jobId, name, orderId, orderNumber, applicantName, raId, attempts, givenUpAt, lastError } = trouble;
  const what = wordsOf(name);
  const whose = applicantName ?? (raId === null ? "toda a instalação" : "a AR");
  const waits = orderId !== null && stopsHolder(name);
  const field = `nota-${jobId}`;
  return (
    <li class="card task-card">
      <h3>
        {what}: {whose} {givenUpAt ? <Tag tone="error">Parou</Tag> : <Tag tone="warn">Tentando</Tag>}
      </h3>
      <p>
        Falha {ageWords(trouble.beganAt, now)}, desde {formatDayAndTime(trouble.beganAt)}: {attempts} tentativas.{" "}
        {givenUpAt ? "O sistema não tenta mais sozinho." : "O sistema continua tentando sozinho."}
        {waits && " O titular espera por isto e já foi avisado na página do pedido."}
      </p>
      {orderNumber && (
        <p>
          Pedido <span class="number">{orderNumber}</span>
        </p>
      )}
      {lastError && (
        <details>
          <summary>Detalhe técnico, para quem cuida do servidor</summary>
          <p>
            <code class="wrap">{lastError}</code>
          </p>
          <p class="hint">
            Trabalho <code class="wrap">{name}</code>, <code class="wrap">{jobId}</code>
          </p>
        </details>
      )}
      {may ? (
        <div class="actions">
          <form method="post" action={officeTroubleRetryPath(jobId)}>
            <input type="hidden" name="de" value={from} />
            <Button small>
              Tentar de novo
              <span class="visually-hidden">
                : {what}, {whose}
              </span>
            </Button>
          </form>
          {mayBeDoneByHand(name) && (
            <form method="post" action={officeTroubleEndPath(jobId)} class="inline-form">
              <input type="hidden" name="de" value={from} />
              <label for={field}>Ou como foi resolvido por fora</label>
              <input id={field} name="nota" maxLength={300} required minLength={3} />
              <Button kind="secondary" small>
                Encerrar
              </Button>
            </form>
          )}
        </div>
      ) : (
        <p class="hint">O gestor da AR pode mandar tentar de novo.</p>
      )}
    </li>
  );
}
