import { keyParts } from "../../../proofing/replay/replay.ts";
import type { Replay } from "../../../proofing/replay/replay-reads.ts";
import { Tag } from "../../ui/components.tsx";
import { told } from "../../ui/told.ts";
import type { CaseFacts } from "./case-facts.ts";
import { answerTones, answerWords, lineTime } from "./mark-words.ts";

/** Each question as it was asked, what the answer had to be, and what the agent marked; each with the way to hear it. */
export function QuestionsHeard({ facts, replay }: { facts: CaseFacts; replay: Replay }) {
  const { questions } = facts.proofing!;
  const { catalogue } = facts.content.script.questions;
  const rules = { ...facts.content.verification.replay, keys: ["questions" as const] };
  const spans = replay.line ? keyParts(replay.line, [], replay.hearings, rules) : [];
  if (questions.length === 0) return <p class="hint">Nenhuma pergunta foi sorteada.</p>;
  return (
    <ol class="heard">
      {questions.map(({ position, question, outcome }) => {
        const known = catalogue.find(({ key }) => key === question);
        const span = spans.find((part) => part.position === position);
        const misheard = replay.hearings.filter((one) => one.position === position && one.outcome === "not-heard");
        return (
          <li key={position}>
            <p class="question">{known?.ask ?? question}</p>
            <p>
              Esperado: <strong>{(known && facts.answers[known.fact]) ?? "não consta mais do pedido"}</strong>
            </p>
            <p class="row">
              <span>O agente marcou:</span>
              {outcome ? <Tag tone={answerTones[outcome]}>{answerWords[outcome]}</Tag> : <Tag>Sem resposta</Tag>}
              {outcome !== "not-heard" && misheard.length > 0 && (
                <span class="hint">
                  antes, {misheard.length}× “{answerWords["not-heard"].toLowerCase()}”
                </span>
              )}
              {span && (
                <button type="button" class="button secondary small" {...told({ at: String(Math.round(span.fromMs)) })}>
                  Ouvir em {lineTime(span.fromMs)}
                  <span class="visually-hidden">: pergunta {position}</span>
                </button>
              )}
            </p>
          </li>
        );
      })}
    </ol>
  );
}
