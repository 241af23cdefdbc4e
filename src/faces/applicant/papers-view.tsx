import type { Paper, RequirementState } from "../../documents/paper.ts";
import { papersSubject } from "../../notifications/order-facts.ts";
import type { PlacedOrder } from "../../orders/order.ts";
import { Failure } from "../../platform/failure.ts";
import type { FormErrors } from "../form.ts";
import { BackLink, Button, Empty, ErrorSummary, Field, Notice, Tag, type Tone } from "../ui/components.tsx";
import { formatShortDay, formatTime } from "../ui/dates.ts";
import { ApplicantPage, type Frame, RaCard } from "./applicant-page.tsx";

const accept = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png";

const stateWords: Record<RequirementState["state"], [string, Tone | "idle"]> = {
  accepted: ["Conferido", "ok"],
  received: ["Recebido", "info"],
  refused: ["Envie de novo", "error"],
  missing: ["Falta enviar", "warn"],
};

export function PapersView(props: {
  frame: Frame;
  order: PlacedOrder;
  states: RequirementState[];
  papers: Paper[];
  /** How many files the form before brought, and how many of them do not serve. */
  sent: { files: number; refused: number } | undefined;
  errors: FormErrors | undefined;
}) {
  const { frame, order, states, papers, sent, errors } = props;
  const complete = states.every(({ state }) => state === "accepted" || state === "received");
  return (
    <ApplicantPage frame={frame} title="Documentos">
      <BackLink href={`/pedido/${order.number}`} text={`Pedido ${order.number}`} />
      <h1>Documentos</h1>
      <ErrorSummary errors={errors} />
      {sent && <SentNotice sent={sent} complete={complete} />}
      <Needed states={states} />
      <Upload order={order} states={states} errors={errors} />
      <ByMail frame={frame} order={order} />
      <Received order={order} papers={papers} />
      <RaCard ra={frame.ra} />
    </ApplicantPage>
  );
}

function SentNotice({ sent, complete }: { sent: { files: number; refused: number }; complete: boolean }) {
  const { files, refused } = sent;
  const title = files === 1 ? "1 arquivo chegou" : `${files} arquivos chegaram`;
  if (refused > 0)
    return (
      <Notice tone="error" live title={refused === 1 ? "1 arquivo não serve" : `${refused} arquivos não servem`}>
        <p>
          O motivo e o que fazer estão <a href="#recebidos">na lista do que chegou</a>.
        </p>
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

function Needed({ states }: { states: RequirementState[] }) {
  return (
    <section aria-labelledby="precisa">
      <h2 id="precisa">O que precisamos</h2>
      <ul class="tasks">
        {states.map(({ kind, title, advice, state, note }) => (
          <li key={kind}>
            <span class="what">
              <strong>{title}</strong>
              <span class="hint">{state === "refused" ? `O agente recusou: ${note}` : advice}</span>
            </span>
            <Tag tone={stateWords[state][1]}>{stateWords[state][0]}</Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Upload({
  order,
  states,
  errors,
}: {
  order: PlacedOrder;
  states: RequirementState[];
  errors: FormErrors | undefined;
}) {
  const wanted = states.filter(({ state }) => state !== "accepted");
  const more = { accept, multiple: true };
  return (
    <section aria-labelledby="enviar">
      <h2 id="enviar">Enviar por aqui</h2>
      <p class="hint">PDF de preferência; foto em JPG ou PNG também serve. Até 20 MB cada arquivo, 80 MB no total.</p>
      <form method="post" action={`/pedido/${order.number}/documentos`} enctype="multipart/form-data" id="files">
        {errors?.["files"] && <p class="error-words">{errors["files"]}</p>}
        {wanted.map(({ kind, title }) => (
          <Field key={kind} name={kind} label={title} type="file" more={more} />
        ))}
        <Field name="other" label="Outro documento" type="file" optional more={more} />
        <div class="actions">
          <Button>Enviar documentos</Button>
        </div>
      </form>
    </section>
  );
}

function ByMail({ frame, order }: { frame: Frame; order: PlacedOrder }) {
  if (!frame.ra) return null;
  const subject = papersSubject(order.number);
  const to = frame.ra.papersAddress;
  return (
    <section aria-labelledby="por-email">
      <h2 id="por-email">Ou envie por e-mail</h2>
      <div class="card">
        <p>
          Para: <strong>{to}</strong>
          <br />
          Assunto: <strong>{subject}</strong>
        </p>
        <p class="hint">Anexe os documentos em PDF. Você recebe a confirmação com o que ainda falta.</p>
        <p>
          <a href={`mailto:${to}?subject=${encodeURIComponent(subject)}`}>Abrir no meu e-mail</a>
        </p>
      </div>
    </section>
  );
}

function Received({ order, papers }: { order: PlacedOrder; papers: Paper[] }) {
  return (
    <section aria-labelledby="recebidos">
      <h2 id="recebidos">O que já chegou</h2>
      {papers.length === 0 ? (
        <Empty>Nenhum arquivo ainda.</Empty>
      ) : (
        <ul class="tasks">
          {papers.map((paper) => (
            <ReceivedPaper key={paper.id} paper={paper} order={order} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ReceivedPaper({ paper, order }: { paper: Paper; order: PlacedOrder }) {
  const refusal = paper.reason === null ? undefined : new Failure(paper.reason);
  const pages = paper.pages === 1 ? "1 página" : `${paper.pages} páginas`;
  return (
    <li>
      <span class="what">
        {refusal ? (
          <strong>{paper.fileName}</strong>
        ) : (
          <a href={`/pedido/${order.number}/documentos/${paper.id}/1.jpg`}>{paper.fileName}</a>
        )}
        <span class="hint">
          {refusal ? `${refusal.title} ${refusal.advice}` : pages} ·{" "}
          {paper.source === "mail" ? "por e-mail" : "pelo site"}, {formatShortDay(paper.receivedAt)} às{" "}
          {formatTime(paper.receivedAt)}
        </span>
        {paper.review?.outcome === "refused" && <span class="hint">O agente recusou: {paper.review.note}</span>}
      </span>
      <Verdict paper={paper} />
    </li>
  );
}

function Verdict({ paper }: { paper: Paper }) {
  if (paper.verdict === "refused") return <Tag tone="error">Não serve</Tag>;
  if (paper.review?.outcome === "refused") return <Tag tone="error">Recusado</Tag>;
  if (paper.review?.outcome === "accepted") return <Tag tone="ok">Conferido</Tag>;
  return <Tag tone="info">Recebido</Tag>;
}
