import { Tag } from "../ui/components.tsx";
import { formatInstant } from "../ui/dates.ts";
import type { CaseFacts } from "./case-facts.ts";

/** Every step with what it left behind, for the second person. */
export function Evidence({ facts }: { facts: CaseFacts }) {
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
              {evidence?.kind === "consent" && (
                <p class="hint">Tocado em {formatInstant(new Date(evidence.clickedAt))}</p>
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

/** The picture that the holder's page sent beside what the recording showed at that instant: the page may lie, the recording not. */
function CrossCheck(props: { facts: CaseFacts; title: string; stillId: string; takenAt: string }) {
  const { facts, title, stillId, takenAt } = props;
  const recorded = facts.stills.find(({ id }) => id === stillId)?.recorded;
  const piece = facts.facts.recordings.find(({ id }) => id === recorded?.recordingId);
  return (
    <div class="cross-check">
      <figure>
        <a href={`/desk/capturas/${stillId}.jpg`} target="_blank" rel="noreferrer">
          <img class="still" src={`/desk/capturas/${stillId}.jpg`} alt={`Captura: ${title}`} />
        </a>
        <figcaption class="hint">Foto enviada, {formatInstant(new Date(takenAt)).split(" ")[1]}</figcaption>
      </figure>
      {recorded && piece?.playable ? (
        <figure>
          <canvas
            class="still"
            data-film={`/desk/gravacoes/${piece.id}.webm`}
            data-at={(recorded.offsetMs / 1000).toFixed(2)}
            role="img"
            aria-label={`Gravação no mesmo instante: ${title}`}
          />
          <figcaption class="hint">Gravação no mesmo instante{piece.member === "camera" && ", celular"}</figcaption>
        </figure>
      ) : (
        <Tag tone="warn">{recorded ? "Gravação ainda não pronta" : "Sem gravação nesse instante"}</Tag>
      )}
    </div>
  );
}
