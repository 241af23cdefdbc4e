import { deskCaseQuestionPath, deskCaseQuestionsPath } from "../../../contract/desk-addresses.ts";
import type { QuestionState } from "../../../proofing/questions.ts";
import { Button, Notice } from "../../ui/components.tsx";
import { told } from "../../ui/told.ts";
import type { CaseFacts } from "../evidence/case-facts.ts";

/** Questions one at a time; the expected answer stays covered until the agent wants to compare. */
export function QuestionsStep(props: {
  facts: CaseFacts;
  questions: QuestionState[];
  verdict: "open" | "passed" | "failed";
}) {
  const { facts, questions, verdict } = props;
  const { catalogue, pass } = facts.content.script.questions;
  if (questions.length === 0)
    return (
      <form method="post" action={deskCaseQuestionsPath(facts.room.id)} {...told({ swapForm: true })}>
        <Button>Sortear perguntas</Button>
      </form>
    );
  const right = questions.filter((entry) => entry.outcome === "right").length;
  const wrong = questions.filter((entry) => entry.outcome === "wrong").length;
  const next = questions.find((entry) => entry.outcome === null || entry.outcome === "not-heard");
  const asked = catalogue.find((entry) => entry.key === next?.question);
  return (
    <>
      <p class="hint">
        {right} certas, {wrong} erradas, de {questions.length}. Mínimo: {pass}.
      </p>
      {verdict === "failed" && (
        <Notice tone="error">
          <p>Não há mais como chegar ao mínimo. Encerre como pendente ou recusado.</p>
        </Notice>
      )}
      {next && asked && (
        <form method="post" action={deskCaseQuestionPath(facts.room.id, next.position)} {...told({ swapForm: true })}>
          <p class="question">
            <span class="hint">Pergunta {questions.indexOf(next) + 1}: </span>
            {asked.ask}
          </p>
          <p>
            <Button type="button" kind="quiet" small name="say" value={asked.ask}>
              Enviar a pergunta por texto <kbd>t</kbd>
            </Button>
          </p>
          {next.hearings > 0 && <p class="hint">Não ouvida {next.hearings}×: pergunte de novo.</p>}
          <details>
            <summary>Ver a resposta esperada</summary>
            <p>
              <strong>{facts.answers[asked.fact] ?? "sem dado"}</strong>
            </p>
          </details>
          <div class="row">
            <Button small name="outcome" value="right">
              Certo
            </Button>
            <Button small kind="danger" name="outcome" value="wrong">
              Errado
            </Button>
            <Button small kind="secondary" name="outcome" value="not-heard">
              Não ouvi
            </Button>
          </div>
        </form>
      )}
    </>
  );
}
