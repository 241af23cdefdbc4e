import { deskCaseCompanyPath, deskCasePausePath } from "../../../contract/desk-addresses.ts";
import * as callIds from "../../../contract/page-ids/call-ids.ts";
import { placeOf } from "../../../rooms/room.ts";
import { companyWords } from "../../staff/act-words.ts";
import { Button, Notice } from "../../ui/components.tsx";
import { formatTime } from "../../ui/dates.ts";
import { told } from "../../ui/told.ts";
import type { CaseFacts } from "../evidence/case-facts.ts";
import { PassOn } from "../hand-over/hand-over-view.tsx";

type Props = { facts: CaseFacts };

/** What the agent may do while somebody sits in the room, beside the script: pause with a reason, note other people. */
export function CallActs({ facts }: Props) {
  const { room } = facts;
  if (room.closedAt || placeOf(room) !== "admitted") return null;
  return (
    <div class="call-acts">
      <Company facts={facts} />
      {room.pause ? (
        <Notice tone="warn">
          <p>
            Em pausa desde {formatTime(new Date(room.pause.since))}: {room.pause.reason}
          </p>
          <form method="post" action={deskCasePausePath(room.id)} {...told({ swapForm: true })}>
            <input type="hidden" name="reason" value="" />
            <Button small id={callIds.resume}>
              Voltar da pausa
            </Button>
          </form>
        </Notice>
      ) : (
        <details id={callIds.pause}>
          <summary>
            Pausar… <kbd>p</kbd>
          </summary>
          <form method="post" action={deskCasePausePath(room.id)} {...told({ swapForm: true })}>
            <div class="field">
              <label for={callIds.pauseReason}>Motivo, o titular vai ler</label>
              <input id={callIds.pauseReason} name="reason" maxLength={300} required />
            </div>
            <Button kind="secondary" small>
              Pausar
            </Button>
          </form>
        </details>
      )}
      <PassOn roomId={room.id} offer={facts.handOver} colleagues={facts.colleagues} now={facts.now} />
    </div>
  );
}

/** A tick of the agent's own eyes: with its time it stands in the timeline and in the dossier. */
function Company({ facts }: Props) {
  const last = facts.timeline.find(({ words }) => words === companyWords.seen || words === companyWords.gone);
  const seen = last?.words === companyWords.seen;
  return (
    <form method="post" action={deskCaseCompanyPath(facts.room.id)} {...told({ swapForm: true })}>
      <input type="hidden" name="seen" value={seen ? "nao" : "sim"} />
      <Button kind={seen ? "danger" : "secondary"} small id="acompanhante">
        {seen ? "A outra pessoa saiu da imagem" : "Há outra pessoa na imagem"}
      </Button>
    </form>
  );
}

const keys: [string, string][] = [
  ["1", "Capturar o rosto"],
  ["2", "Capturar a frente do documento"],
  ["3", "Capturar o verso do documento"],
  ["t", "Enviar o texto do passo ao titular"],
  ["p", "Pausar, ou voltar da pausa"],
  ["m", "Ligar e desligar o microfone"],
  ["+ e −", "Ampliar e reduzir documento e imagem"],
  ["?", "Mostrar esta lista"],
];

/** The list behind "?". Single keys can be turned off as a whole (WCAG 2.2, 2.1.4). */
export function Shortcuts() {
  return (
    <dialog id={callIds.keys} aria-labelledby="teclas-titulo">
      <h2 id="teclas-titulo">Teclas do atendimento</h2>
      <dl class="keys">
        {keys.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">Não valem enquanto você escreve. Desligue todas na barra de baixo.</p>
      <form method="dialog">
        <Button small>Fechar</Button>
      </form>
    </dialog>
  );
}
