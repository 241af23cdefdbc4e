import { orderPaperPagePath, orderPath } from "../../../contract/holder-addresses.ts";
import { DocumentsFailure } from "../../../documents/documents-failures.ts";
import { type Paper, stillToCome } from "../../../documents/papers/paper.ts";
import { papersSubject } from "../../../notifications/letters/order-facts.ts";
import type { PlacedOrder } from "../../../orders/order.ts";
import { BackLink, Empty, ErrorSummary, LinkButton, Tag } from "../../ui/components.tsx";
import { formatShortDay, formatTime } from "../../ui/dates.ts";
import { told } from "../../ui/told.ts";
import { ApplicantPage, type Frame, RaCard } from "../applicant-page.tsx";
import { waitsWords } from "../progress/papers-step.ts";
import { type BoardProps, PapersBoard } from "./papers-board.tsx";

export function PapersView({ frame, order, ...board }: BoardProps & { frame: Frame; order: PlacedOrder }) {
  const { states, papers, arrived, serves, waiting, errors } = board;
  return (
    <ApplicantPage
      frame={frame}
      title="Documentos"
      islands={["papers-island"]}
      sheets={["shop.css"]}
      {...(waiting && { refresh: waiting.seconds, address: waiting.address })}
    >
      <BackLink href={orderPath(order.number)} text={`Pedido ${order.number}`} />
      <h1>Documentos</h1>
      <ErrorSummary errors={errors} />
      <PapersBoard {...board} />
      <div {...told({ papersOnward: true })}>
        {stillToCome(states).length === 0 && (
          <p class="actions">
            <LinkButton href={orderPath(order.number)}>Ver o próximo passo</LinkButton>
          </p>
        )}
      </div>
      <ByMail frame={frame} order={order} serves={serves} />
      <Received order={order} papers={papers} arrived={arrived} />
      <RaCard ra={frame.ra} />
    </ApplicantPage>
  );
}

function ByMail({ frame, order, serves }: { frame: Frame; order: PlacedOrder; serves: number }) {
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
        <p class="hint">
          Anexe os documentos em PDF. Você recebe a confirmação com o que ainda falta.
          {serves > 1 && " O documento de identidade também vale, por e-mail, para os outros pedidos da compra."}
        </p>
        <p>
          <a href={`mailto:${to}?subject=${encodeURIComponent(subject)}`}>Abrir no meu e-mail</a>
        </p>
      </div>
    </section>
  );
}

function Received({ order, papers, arrived }: { order: PlacedOrder } & Pick<BoardProps, "papers" | "arrived">) {
  return (
    <section aria-labelledby="recebidos" {...told({ papersReceived: true })}>
      <h2 id="recebidos">O que já chegou</h2>
      {papers.length + arrived.length === 0 ? (
        <Empty>Nenhum arquivo ainda.</Empty>
      ) : (
        <ul class="tasks">
          {papers.map((paper) => (
            <ReceivedPaper key={paper.id} paper={paper} order={order} />
          ))}
          {arrived.map((file) => (
            <li key={file.id}>
              <span class="what">
                <strong>{file.fileName}</strong>
                <span class="hint">
                  {waitsWords(file)} · chegou em {formatShortDay(file.receivedAt)} às {formatTime(file.receivedAt)}
                </span>
              </span>
              <Tag tone="info">Na fila</Tag>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function ReceivedPaper({ paper, order }: { paper: Paper; order: PlacedOrder }) {
  const refusal = paper.reason === null ? undefined : new DocumentsFailure(paper.reason);
  const pages = paper.pages === 1 ? "1 página" : `${paper.pages} páginas`;
  return (
    <li>
      <span class="what">
        {refusal ? (
          <strong>{paper.fileName}</strong>
        ) : (
          <a href={orderPaperPagePath(order.number, paper.id, "1.jpg")}>{paper.fileName}</a>
        )}
        <span class="hint">
          {refusal ? `${refusal.title} ${refusal.advice}` : pages} ·{" "}
          {paper.sharedFrom
            ? "enviado em outro pedido da mesma compra"
            : paper.source === "mail"
              ? "por e-mail"
              : "pelo site"}
          , {formatShortDay(paper.receivedAt)} às {formatTime(paper.receivedAt)}
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
