import type { ComponentChildren } from "preact";
import { type Paper, type RequirementState, sideOf, stillToCome } from "../../documents/paper.ts";
import { Failure } from "../../platform/failure.ts";
import type { FormErrors } from "../form.ts";
import { Button, Checkbox, Field, Notice, Tag, type Tone } from "../ui/components.tsx";
import type { PapersAgain } from "./papers-step.ts";

const accept = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png";

const stateWords: Record<RequirementState["state"], [string, Tone | "idle"]> = {
  accepted: ["Conferido", "ok"],
  received: ["Recebido", "info"],
  refused: ["Envie de novo", "error"],
  missing: ["Falta enviar", "warn"],
};

export type BoardProps = {
  number: string;
  states: RequirementState[];
  papers: Paper[];
  /** How many orders of the purchase the identity document serves, this one among them. */
  serves: number;
  /** What the decision before wants sent once more. */
  again: PapersAgain | undefined;
  /** How many files the form before brought, and how many of them do not serve. */
  sent?: { files: number; refused: number } | undefined;
  errors?: FormErrors | undefined;
};

/**
 * What is needed, what of it is here, and the form for the rest: on the page of papers and in the lobby. The island
 * sends the form without leaving the page and puts the board of the answer in this one's place.
 */
export function PapersBoard(props: BoardProps) {
  const { number, states, papers, serves, again, sent, errors } = props;
  return (
    <div data-papers>
      {sent && <SentNotice sent={sent} complete={stillToCome(states).length === 0} papers={papers} />}
      {again?.isOpen && (
        <Notice tone="warn" title="Envie os documentos de novo">
          <p>{again.words}</p>
        </Notice>
      )}
      <Needed number={number} states={states} papers={papers} serves={serves} />
      <Upload
        number={number}
        states={again ? states : states.filter(({ state }) => state !== "accepted")}
        errors={errors}
      />
    </div>
  );
}

function SentNotice(props: { sent: { files: number; refused: number }; complete: boolean; papers: Paper[] }) {
  const { sent, complete, papers } = props;
  const { files, refused } = sent;
  const title = files === 1 ? "1 arquivo chegou" : `${files} arquivos chegaram`;
  if (refused > 0)
    return (
      <Notice tone="error" live title={refused === 1 ? "1 arquivo não serve" : `${refused} arquivos não servem`}>
        {papers
          .flatMap(({ id, fileName, reason }) => (reason ? [{ id, fileName, why: new Failure(reason) }] : []))
          .slice(-refused)
          .map(({ id, fileName, why }) => (
            <p key={id}>
              <strong>{fileName}</strong>: {why.title} {why.advice}
            </p>
          ))}
      </Notice>
    );
  return (
    <Notice tone={complete ? "ok" : "info"} live title={title}>
      <p>
        {complete
          ? "Não falta mais nada. O agente confere antes da videoconferência."
          : "Veja abaixo o que ainda falta."}
      </p>
    </Notice>
  );
}

function Needed({ number, states, papers, serves }: Pick<BoardProps, "number" | "states" | "papers" | "serves">) {
  return (
    <section aria-labelledby="precisa">
      <h2 id="precisa">O que precisamos</h2>
      <ul class="tasks">
        {states.map(({ place, title, advice, side, kind, state, note }) => (
          <li key={place}>
            <span class="what">
              <strong>{title}</strong>
              {state === "refused" && <span class="hint">O agente recusou: {note}</span>}
              {state !== "refused" && side !== "back" && <span class="hint">{advice}</span>}
            </span>
            <Tag tone={stateWords[state][1]}>{stateWords[state][0]}</Tag>
            {side && state === "missing" && <OtherSide number={number} other={otherSide(states, papers, kind)} />}
          </li>
        ))}
      </ul>
      {serves > 1 && (
        <p class="hint">
          O documento de identidade vale para os {serves} pedidos desta compra: envie uma vez só, em qualquer um deles.
        </p>
      )}
    </section>
  );
}

/** The one file that is here of a document of two sides, where nobody has said yet what is on it. */
function otherSide(states: readonly RequirementState[], papers: readonly Paper[], kind: string): Paper | undefined {
  const here = states.find((state) => state.kind === kind && state.paperId !== null);
  return papers.find(({ id, review }) => id === here?.paperId && review === null);
}

/** A CNH opened flat, a digital one, a passport: one picture is all there is, and the holder says so. */
function OtherSide({ number, other }: { number: string; other: Paper | undefined }) {
  if (!other || sideOf(other) === "both") return null;
  return (
    <form method="post" action={`/pedido/${number}/documentos/${other.id}/dois-lados`} data-papers-form class="both">
      <Button kind="quiet" small>
        {other.fileName} já mostra os dois lados
      </Button>
    </form>
  );
}

function Upload({ number, states, errors }: Pick<BoardProps, "number" | "states" | "errors">) {
  const kinds = [...new Set(states.map(({ kind }) => kind))];
  return (
    <section aria-labelledby="enviar">
      <h2 id="enviar">Enviar por aqui</h2>
      <p class="hint">PDF de preferência; foto em JPG ou PNG também serve. Até 20 MB cada arquivo, 80 MB no total.</p>
      <form
        method="post"
        action={`/pedido/${number}/documentos`}
        encType="multipart/form-data"
        id="files"
        data-papers-form
      >
        {errors?.["files"] && <p class="error-words">{errors["files"]}</p>}
        {kinds.map((kind) => (
          <KindFields key={kind} states={states.filter((state) => state.kind === kind)} />
        ))}
        <Files name="other" label="Outro documento" optional />
        <p data-papers-says role="status" hidden />
        <progress data-papers-progress max={100} value={0} hidden aria-label="Envio dos documentos" />
        <div class="actions">
          <Button>Enviar documentos</Button>
        </div>
      </form>
    </section>
  );
}

function KindFields({ states }: { states: RequirementState[] }) {
  const [first] = states;
  if (!first) return null;
  if (!first.side) return <Files name={first.place} label={first.title} />;
  const title = first.title.replace(/: (frente|verso)$/, "");
  return (
    <fieldset class="field">
      <legend>{title}</legend>
      {states.map(({ place, side }) => (
        <Files key={place} name={place} label={side === "front" ? "Frente" : "Verso"} />
      ))}
      {states.length > 1 && <Checkbox name={`${first.kind}.both`} label="A frente e o verso estão no mesmo arquivo" />}
    </fieldset>
  );
}

function Files({
  name,
  label,
  optional = false,
}: {
  name: string;
  label: ComponentChildren & string;
  optional?: boolean;
}) {
  return <Field name={name} label={label} type="file" optional={optional} more={{ accept, multiple: true }} />;
}
