import type { ComponentChildren } from "preact";
import { orderPapersPath, orderPaperTwoSidesPath } from "../../../contract/holder-addresses.ts";
import { DocumentsFailure } from "../../../documents/documents-failures.ts";
import { type Paper, type RequirementState, sideOf, stillToCome } from "../../../documents/papers/paper.ts";
import type { PaperArrival } from "../../../documents/papers/paper-arrival.ts";
import type { FormErrors } from "../../form.ts";
import { Button, Checkbox, Field, Notice, Tag, type Tone } from "../../ui/components.tsx";
import { formatTime } from "../../ui/dates.ts";
import { told } from "../../ui/told.ts";
import { type PapersAgain, waitsWords } from "../progress/papers-step.ts";

const accept = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png";

const stateWords: Record<RequirementState["state"], [string, Tone | "idle"]> = {
  accepted: ["Conferido", "ok"],
  received: ["Recebido", "info"],
  waiting: ["Recebido", "info"],
  refused: ["Envie de novo", "error"],
  missing: ["Falta enviar", "warn"],
};

export type BoardProps = {
  number: string;
  states: RequirementState[];
  papers: Paper[];
  /** Files without a verdict yet, from the page and by mail. */
  arrived: PaperArrival[];
  /** How many orders of the purchase the identity document serves, this one among them. */
  serves: number;
  /** What the decision before wants sent once more. */
  again: PapersAgain | undefined;
  errors?: FormErrors | undefined;
} & PapersNews;

/** Of the form before: files that wait for their verdict, or the verdicts. `address`: where to look again, in `seconds`. */
export type PapersNews = {
  waiting?: { arrivals: PaperArrival[]; ready: number; address: string; seconds: number };
  sent?: Paper[];
};

/**
 * What is needed, what of it is here, and the form for the rest: on the page of papers and in the lobby. The island
 * sends the form without leaving the page and puts the board of the answer in this one's place.
 */
export function PapersBoard(props: BoardProps) {
  const { number, states, papers, serves, again, waiting, sent, errors } = props;
  return (
    <div {...told({ papers: true })}>
      <div
        {...told({ papersNews: true })}
        role="status"
        {...told({ next: waiting?.address, seconds: waiting?.seconds })}
      >
        {waiting && <WaitingNotice {...waiting} />}
        {sent && <SentNotice sent={sent} complete={stillToCome(states).length === 0} />}
      </div>
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

/** How far the judging is. It goes on whether anybody looks or not. */
function WaitingNotice({ arrivals, ready }: { arrivals: PaperArrival[]; ready: number }) {
  const all = arrivals.length + ready;
  const until = arrivals.find(({ waitsUntil }) => waitsUntil)?.waitsUntil;
  const names = arrivals.map(({ fileName }) => fileName).join(", ");
  if (until)
    return (
      <Notice tone="warn" title={all === 1 ? "Seu arquivo está na fila" : "Alguns arquivos estão na fila"}>
        <p>
          {names}: os arquivos deste pedido demoram muito para abrir, e o tempo desta hora acabou. Eles chegaram, estão
          guardados e seguem sozinhos às {formatTime(until)}. Não precisa enviar de novo.
        </p>
        <p>Se tiver pressa, fale com a AR. Fotos em JPG e PDFs simples abrem na hora.</p>
      </Notice>
    );
  return (
    <Notice
      title={all === 1 ? "Seu arquivo chegou. Conferindo…" : `Seus arquivos chegaram. ${ready} de ${all} conferidos`}
    >
      <p>
        <progress class="steps-bar" max={all} value={ready} aria-label="Arquivos conferidos" />
      </p>
      <p>
        Falta conferir: {names}. Leva poucos segundos; um arquivo pesado demora mais. Pode sair desta página: o
        resultado fica aqui.
      </p>
    </Notice>
  );
}

function SentNotice({ sent, complete }: { sent: Paper[]; complete: boolean }) {
  const title = sent.length === 1 ? "1 arquivo chegou" : `${sent.length} arquivos chegaram`;
  const refused = sent.flatMap(({ id, fileName, reason }) =>
    reason ? [{ id, fileName, why: new DocumentsFailure(reason) }] : [],
  );
  if (refused.length > 0)
    return (
      <Notice
        tone="error"
        title={refused.length === 1 ? "1 arquivo não serve" : `${refused.length} arquivos não servem`}
      >
        {refused.map(({ id, fileName, why }) => (
          <p key={id}>
            <strong>{fileName}</strong>: {why.title} {why.advice}
          </p>
        ))}
      </Notice>
    );
  return (
    <Notice tone={complete ? "ok" : "info"} title={title}>
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
    <section aria-labelledby="precisa" {...told({ papersNeeded: true })}>
      <h2 id="precisa">O que precisamos</h2>
      <ul class="tasks">
        {states.map(({ place, title, advice, side, kind, state, note, waits }) => (
          <li key={place}>
            <span class="what">
              <strong>{title}</strong>
              {state === "refused" && <span class="hint">O agente recusou: {note}</span>}
              {waits && (
                <span class="hint">
                  {waitsWords(waits)}: {waits.fileName}. Não precisa enviar de novo.
                </span>
              )}
              {state !== "refused" && !waits && side !== "back" && <span class="hint">{advice}</span>}
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
    <form method="post" action={orderPaperTwoSidesPath(number, other.id)} {...told({ papersForm: true })} class="both">
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
        action={orderPapersPath(number)}
        encType="multipart/form-data"
        id="files"
        {...told({ papersForm: true })}
      >
        {errors?.["files"] && <p class="error-words">{errors["files"]}</p>}
        {kinds.map((kind) => (
          <KindFields key={kind} states={states.filter((state) => state.kind === kind)} />
        ))}
        <Files name="other" label="Outro documento" optional />
        <p {...told({ papersSays: true })} role="status" hidden />
        <progress {...told({ papersProgress: true })} max={100} value={0} hidden aria-label="Envio dos documentos" />
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
