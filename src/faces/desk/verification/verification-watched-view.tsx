import type { RulePackContent } from "../../../catalog/rule-pack.ts";
import * as replayIds from "../../../contract/page-ids/replay-ids.ts";
import type { KeyPart } from "../../../proofing/replay/replay.ts";
import type { Replay } from "../../../proofing/replay/replay-reads.ts";
import { told } from "../../ui/told.ts";
import { lineTime } from "../evidence/mark-words.ts";
import { TimeLineBar } from "../evidence/verification-replay-view.tsx";

const mostMissing = 6;

function partWords(part: KeyPart, content: RulePackContent): string {
  if (part.kind === "question") return `Pergunta ${part.position}`;
  return content.script.steps.find(({ key }) => key === part.step)?.title ?? part.step;
}

/** What was watched by the server's count, and what is still to be seen, each a jump to it. */
export function Watched({ replay, content }: { replay: Replay; content: RulePackContent }) {
  const { state } = replay;
  const wanted = Math.round(content.verification.replay.share * 100);
  const counted = state.totalMs > 0 ? Math.floor((state.watchedMs / state.totalMs) * 100) : 0;
  // The rule forgives a moment at the end: what it took as enough must not read as one percent short.
  const percent = state.enough ? Math.max(counted, wanted) : counted;
  return (
    <div id={replayIds.watched} {...told({ swap: true, enough: state.enough ? "sim" : "nao" })}>
      <p>
        Assistido: <strong>{percent}%</strong> de {lineTime(state.totalMs)} (mínimo {wanted}%).
      </p>
      <p role="status">{state.enough ? "Você já assistiu a tudo o que a regra pede." : ""}</p>
      {state.unseen.length > 0 && (
        <>
          <p>Falta ver por inteiro:</p>
          <ul class="plain row small">
            {state.unseen.map((part) => (
              <li key={`${part.kind}-${part.step}-${part.position}`}>
                <button type="button" class="button secondary small" {...told({ at: String(Math.round(part.fromMs)) })}>
                  {partWords(part, content)}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {!state.enough && state.missing.length > 0 && (
        <>
          <p>Trechos que ainda não passaram na tela:</p>
          <ul class="plain row small">
            {state.missing.slice(0, mostMissing).map(({ fromMs, toMs }) => (
              <li key={fromMs}>
                <button type="button" class="button quiet small" {...told({ at: String(Math.round(fromMs)) })}>
                  {lineTime(fromMs)} a {lineTime(toMs)}
                </button>
              </li>
            ))}
            {state.missing.length > mostMissing && <li>e mais {state.missing.length - mostMissing}</li>}
          </ul>
        </>
      )}
    </div>
  );
}

/** What changes on the page with each report of the player. */
export function WatchedNow(props: { replay: Replay; content: RulePackContent }) {
  return (
    <div>
      <Watched {...props} />
      <TimeLineBar replay={props.replay} />
    </div>
  );
}
