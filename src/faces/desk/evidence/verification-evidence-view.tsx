import { deskRecordingPath, deskStillPath } from "../../../contract/desk-addresses.ts";
import { placeOnLine, type TimeLine } from "../../../proofing/replay/time-line.ts";
import { Tag } from "../../ui/components.tsx";
import { formatInstant } from "../../ui/dates.ts";
import { told } from "../../ui/told.ts";
import type { CaseFacts } from "./case-facts.ts";
import { leadMs } from "./verification-replay-view.tsx";

/** Every step with what it left behind, for the second person. */
export function Evidence({ facts, line }: { facts: CaseFacts; line: TimeLine | undefined }) {
  const proofing = facts.proofing!;
  return (
    <>
      <p class="hint">A foto e a gravação devem mostrar o mesmo. Se não mostram, recuse.</p>
      <ol class="script">
        {facts.content.script.steps.map((step) => {
          const evidence = proofing.steps.find((entry) => entry.step === step.key)?.evidence;
          return (
            <li key={step.key} class={evidence ? "done" : "later"}>
              <h3>{step.title}</h3>
              {evidence?.kind === "still" && (
                <CrossCheck facts={facts} title={step.title} stillId={evidence.stillId} takenAt={evidence.takenAt} />
              )}
              {evidence?.kind === "still" && (
                <Jump facts={facts} line={line} at={evidence.takenAt} title={step.title} />
              )}
              {evidence?.kind === "consent" && (
                <>
                  <p class="hint">Tocado em {formatInstant(new Date(evidence.clickedAt))}</p>
                  <Jump facts={facts} line={line} at={evidence.clickedAt} title={step.title} />
                </>
              )}
              {evidence?.kind === "questions" && (
                <p class="hint">
                  {evidence.right} de {evidence.asked} respostas certas
                </p>
              )}
              {evidence?.kind === "checklist" && (
                <ul class="small">
                  {evidence.checks.map((check) => (
                    <li key={check}>{check}</li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}

function Jump(props: { facts: CaseFacts; line: TimeLine | undefined; at: string; title: string }) {
  const { facts, line, at, title } = props;
  if (!line) return null;
  const place = Math.max(0, placeOnLine(line, new Date(at)) - leadMs(facts));
  return (
    <button type="button" class="button quiet small" {...told({ at: String(Math.round(place)) })}>
      Ver na gravação<span class="visually-hidden">: {title}</span>
    </button>
  );
}

/** The picture that the holder's page sent beside what the recording showed at that instant: the page may lie, the recording not. */
function CrossCheck(props: { facts: CaseFacts; title: string; stillId: string; takenAt: string }) {
  const { facts, title, stillId, takenAt } = props;
  const recorded = facts.stills.find(({ id }) => id === stillId)?.recorded;
  const piece = facts.facts.recordings.find(({ id }) => id === recorded?.recordingId);
  return (
    <div class="cross-check">
      <figure>
        <img class="still" src={deskStillPath(`${stillId}.jpg`)} alt={`Captura: ${title}`} />
        <figcaption class="hint">Foto enviada, {formatInstant(new Date(takenAt)).split(" ")[1]}</figcaption>
        <Enlarge title={`${title}, foto enviada`} />
      </figure>
      {recorded && piece?.playable ? (
        <figure>
          <canvas
            class="still"
            {...told({ film: deskRecordingPath(`${piece.id}.webm`), atSecond: (recorded.offsetMs / 1000).toFixed(2) })}
            role="img"
            aria-label={`Gravação no mesmo instante: ${title}`}
          />
          <figcaption class="hint">Gravação no mesmo instante{piece.member === "camera" && ", celular"}</figcaption>
          <Enlarge title={`${title}, gravação`} />
        </figure>
      ) : (
        <Tag tone="warn">{recorded ? "Gravação ainda não pronta" : "Sem gravação nesse instante"}</Tag>
      )}
    </div>
  );
}

/** Opens the picture it stands with. */
export function Enlarge({ title }: { title: string }) {
  return (
    <button type="button" class="button quiet small" {...told({ enlarge: title })}>
      Ampliar<span class="visually-hidden">: {title}</span>
    </button>
  );
}
