import { stepStanding } from "../../../proofing/proofing.ts";
import { RoomsFailure } from "../../../rooms/rooms-failures.ts";
import { Notice } from "../../ui/components.tsx";
import { told } from "../../ui/told.ts";
import type { CaseFacts } from "../evidence/case-facts.ts";

/**
 * Whether what is done now counts, in words: why no act is possible at this instant, whether the session still counts in a
 * break, and what must be done again after it. A pane of its own, so that it comes anew while somebody types beside it.
 */
export function RecordingNotice({ facts }: { facts: CaseFacts }) {
  return (
    <div id="roteiro-gravacao" {...told({ swap: true })} role="status">
      {facts.proofing && !facts.proofing.validation && <Words facts={facts} />}
    </div>
  );
}

function Words({ facts }: { facts: CaseFacts }) {
  const { hindrance, broken } = facts;
  if (broken) return <Broken facts={facts} />;
  if (hindrance && hindrance !== "act-recording-begins") {
    const { title, advice } = new RoomsFailure(hindrance);
    const isCut = hindrance === "act-holder-unrecorded" || hindrance === "act-agent-unrecorded";
    return (
      <>
        <Notice tone="warn">
          <p>
            <strong>{title}</strong> {advice}
            {isCut && facts.facts.session?.countsFrom && ` Até ${secondsOf(facts)} s de falha, nada se repete.`}
          </p>
        </Notice>
        <SecondSession facts={facts} />
      </>
    );
  }
  return <SecondSession facts={facts} />;
}

/** Said at the moment of the break, not when both are back. */
function Broken({ facts }: { facts: CaseFacts }) {
  const done = stepsThat(facts, true).filter(({ isKept }) => !isKept);
  const isComplete = stepsThat(facts, false).length === 0;
  return (
    <Notice tone="error">
      <p>
        <strong>A gravação parou por mais de {secondsOf(facts)} s: quando voltar, começa outra sessão.</strong>
      </p>
      {isComplete ? (
        <p>O roteiro está completo e gravado. Se o titular já saiu, encerre a chamada e decida pelo que foi gravado.</p>
      ) : (
        <p>
          {done.length > 0 && `Será preciso refazer: ${done.map(({ title }) => title).join(", ")}. `}
          Documentos conferidos e mensagens ficam.
        </p>
      )}
    </Notice>
  );
}

function SecondSession({ facts }: { facts: CaseFacts }) {
  const { session } = facts.facts;
  if (!session || session.number === 1) return null;
  const again = stepsThat(facts, false).filter(({ key }) => facts.proofing?.steps.some(({ step }) => step === key));
  if (again.length === 0) return null;
  return (
    <Notice tone="warn">
      <p>
        A gravação parou além do limite: começou outra sessão. Refaça: {again.map(({ title }) => title).join(", ")}.
      </p>
    </Notice>
  );
}

const secondsOf = (facts: CaseFacts): number => Math.round(facts.facts.maxGapMs / 1000);

function stepsThat({ content, proofing, facts }: CaseFacts, stand: boolean) {
  return content.script.steps
    .filter((step) => (proofing && stepStanding(content, proofing, step, facts.session) !== undefined) === stand)
    .map((step) => ({
      ...step,
      isKept: step.kind !== "consent" && content.script.keptAfterBreak.includes(step.key),
    }));
}
