import { deskPaperFilePath, deskPaperJudgementPath } from "../../../contract/desk-addresses.ts";
import { type Paper, type PaperSide, type RequirementState, sideOf } from "../../../documents/papers/paper.ts";
import { Button, Choices, Empty, Field, Tag } from "../../ui/components.tsx";
import { told } from "../../ui/told.ts";
import type { CaseFacts } from "../evidence/case-facts.ts";
import { Pane } from "../evidence/pane.tsx";
import { Enlarge } from "../evidence/verification-evidence-view.tsx";
import { CaseFields, type Typed } from "./case-fields-view.tsx";

/**
 * Which page of which paper is shown; `lacksNote`: the agent refused it without saying what the holder should send
 * instead.
 */
export type PaperShown = { paper: Paper | undefined; page: number; lacksNote: boolean };

export function paperShown(facts: CaseFacts, query: Record<string, unknown>): PaperShown {
  const paper = facts.papers.find((one) => one.id === query["papel"]) ?? facts.papers[0];
  const page = Math.min(Math.max(1, Number.parseInt(String(query["pagina"] ?? "1"), 10) || 1), paper?.pages ?? 1);
  return { paper, page, lacksNote: query["falta"] === "nota" };
}

function reviewWords(paper: Paper): string {
  if (paper.review?.outcome === "accepted") return " ✓";
  if (paper.review?.outcome === "refused") return " ✗";
  return " (a conferir)";
}

/** Centre pane, left half: the page as a picture (never the file itself), beside the live picture. */
export function CasePapers(props: {
  facts: CaseFacts;
  shown: PaperShown;
  address: string;
  mayReview: boolean;
  typed?: Typed;
}) {
  const { facts, shown, address, mayReview, typed = {} } = props;
  const { paper, page } = shown;
  const at = (one: Paper, number: number) => `${address}?papel=${one.id}&pagina=${number}#papeis`;
  return (
    <Pane id="papeis" swap title="papeis-titulo">
      <div class="row between">
        <h2 id="papeis-titulo">Documento enviado</h2>
        {paper && (
          <nav class="row" aria-label="Páginas do documento">
            {page > 1 && (
              <a href={at(paper, page - 1)} {...told({ pane: true })}>
                ‹ anterior
              </a>
            )}
            <span>
              {page} de {paper.pages}
            </span>
            {page < paper.pages && (
              <a href={at(paper, page + 1)} {...told({ pane: true })}>
                próxima ›
              </a>
            )}
          </nav>
        )}
      </div>
      {facts.papers.length > 1 && (
        <nav class="chips small" aria-label="Documentos">
          {facts.papers.map((one) => (
            <a
              key={one.id}
              href={at(one, 1)}
              {...told({ pane: true })}
              aria-current={one.id === paper?.id ? "page" : undefined}
            >
              {one.fileName}
              {reviewWords(one)}
            </a>
          ))}
        </nav>
      )}
      {paper ? (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls when enlarged, also by keyboard (axe: scrollable-region-focusable) */}
          <div class="zoomable" tabIndex={0}>
            <img
              src={deskPaperFilePath(paper.id, `${page}.jpg`)}
              alt={`Página ${page} de ${paper.fileName}, enviado pelo titular`}
            />
          </div>
          {!mayReview && <Enlarge title={`${paper.fileName}, página ${page}`} />}
          {mayReview && <Review key={paper.id} facts={facts} paper={paper} lacksNote={shown.lacksNote} />}
          {mayReview && <CaseFields key={`campos-${paper.id}`} facts={facts} paper={paper} typed={typed} />}
        </>
      ) : (
        <Empty>O titular ainda não enviou documentos.</Empty>
      )}
    </Pane>
  );
}

type KindChoice = { kind: string; side?: PaperSide; label: string };

const answerOf = (choice: KindChoice | undefined) =>
  choice?.side ? `${choice.kind}.${choice.side}` : (choice?.kind ?? "");

/** A document of two sides is three answers: this side, that side, both on one file. */
function kindChoices(states: readonly RequirementState[]): KindChoice[] {
  const choices = states.flatMap(({ kind, side, title }): KindChoice[] => {
    if (!side) return [{ kind, label: title }];
    const both: KindChoice = { kind, side: "both", label: title.replace(/: verso$/, ": frente e verso") };
    return side === "back" ? [{ kind, side, label: title }, both] : [{ kind, side, label: title }];
  });
  return [...choices, { kind: "other", label: "Outro documento" }];
}

function Review({ facts, paper, lacksNote }: { facts: CaseFacts; paper: Paper; lacksNote: boolean }) {
  const kinds = kindChoices(facts.paperStates);
  const known = paper.review;
  const said = kinds.find(({ kind, side }) => {
    const told = known?.kind ?? paper.kind;
    return kind === told && (!side || side === (sideOf(paper) ?? "front"));
  });
  // Nobody said what it is: a file of several pages most likely holds both sides.
  const likely = kinds.find(({ side }) => side === sideOf(paper)) ?? kinds[0];
  return (
    <details class="review" open={known === null || lacksNote}>
      <summary>
        Conferência do documento{" "}
        {known && (
          <Tag tone={known.outcome === "accepted" ? "ok" : "error"}>
            {known.outcome === "accepted" ? "Serve" : "Não serve"}
          </Tag>
        )}
      </summary>
      <form method="post" action={deskPaperJudgementPath(paper.id)} {...told({ swapForm: true })}>
        <Choices
          name="kind"
          legend="O que é"
          chips
          choices={kinds.map((choice) => ({ value: answerOf(choice), label: choice.label }))}
          value={answerOf(said ?? likely)}
        />
        <Field
          name="note"
          label="O que o titular deve enviar, se não serve"
          hint="Ele lê isto. Para “Serve”, deixe vazio."
          value={known?.note}
          errors={lacksNote ? { note: "Para “Não serve”, diga em uma frase o que o titular deve enviar." } : undefined}
        />
        <div class="row">
          <Button small name="outcome" value="accepted">
            Serve
          </Button>
          <Button small kind="secondary" name="outcome" value="refused">
            Não serve
          </Button>
        </div>
      </form>
    </details>
  );
}
