import { deskPath, deskReturnedPath } from "../../../contract/desk-addresses.ts";
import * as callIds from "../../../contract/page-ids/call-ids.ts";
import type { OpenReturn } from "../../../proofing/decision/return-reads.ts";
import { reasonOf } from "../../../proofing/reason-catalogue.ts";
import type { Replay } from "../../../proofing/replay/replay-reads.ts";
import type { ReturnedSitting } from "../../../proofing/returned-sitting.ts";
import { leftWords } from "../../deadline-words.ts";
import type { FormErrors } from "../../form.ts";
import { BackLink, Button, ErrorSummary, LinkButton, Notice, Tag } from "../../ui/components.tsx";
import { formatInstant } from "../../ui/dates.ts";
import { told } from "../../ui/told.ts";
import { CaseData } from "../case/case-data-view.tsx";
import { CasePapers, type PaperShown } from "../case/case-papers-view.tsx";
import { type DeskFrame, DeskPage } from "../desk-page.tsx";
import type { CaseFacts } from "../evidence/case-facts.ts";
import { Enlarged } from "../evidence/enlarged-view.tsx";
import { Pane } from "../evidence/pane.tsx";
import { Evidence } from "../evidence/verification-evidence-view.tsx";
import { QuestionsHeard } from "../evidence/verification-questions-view.tsx";
import { ReplayPane } from "../evidence/verification-replay-view.tsx";

const answerWords = { "handed-in": "entregou de novo", redo: "vai refazer o atendimento" } as const;

/** What was asked and what was answered, both in their own words. */
export function Returns({ returns }: { returns: readonly ReturnedSitting[] }) {
  return (
    <>
      {returns.map(({ id, number, byName, note, at, answer }) => (
        <div class="card" key={id}>
          <p>
            <strong>Devolução {number}</strong>
            <span class="hint block">
              {byName}, {formatInstant(at)}
            </span>
          </p>
          <p>“{note}”</p>
          {answer ? (
            <p>
              <strong>{answer.byName}</strong> {answerWords[answer.outcome]}: “{answer.words}”
              <span class="hint block">{formatInstant(answer.at)}</span>
            </p>
          ) : (
            <Tag tone="warn">Esperando o agente</Tag>
          )}
        </div>
      ))}
    </>
  );
}

/** On the agent's own list: what came back and by when it wants an answer. */
export function ReturnedToAgent({ rows, now }: { rows: readonly OpenReturn[]; now: Date }) {
  if (rows.length === 0) return null;
  return (
    <Notice
      tone="warn"
      title={rows.length === 1 ? "Um atendimento voltou para você" : "Atendimentos voltaram para você"}
    >
      <ul class="plain">
        {rows.map((row) => (
          <li key={row.returnId} class="row between">
            <span>
              {row.applicantName}: “{row.note}”{" "}
              <Tag tone={row.dueAt < now ? "error" : "info"}>{leftWords(row.dueAt, now)}</Tag>
            </span>
            <LinkButton href={deskReturnedPath(row.proofingId)} small>
              Responder<span class="visually-hidden">: {row.applicantName}</span>
            </LinkButton>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** The agent's side of a return: the recording and the evidence as the second person saw them, and the two ways to answer. */
export function ReturnedView(props: {
  frame: DeskFrame;
  facts: CaseFacts;
  shown: PaperShown;
  replay: Replay;
  open: ReturnedSitting | undefined;
  errors?: FormErrors | undefined;
}) {
  const { frame, facts, shown, replay, open, errors } = props;
  const proofing = facts.proofing!;
  const address = deskReturnedPath(proofing.id);
  return (
    <DeskPage
      frame={frame}
      title={`Devolvido: ${facts.order.applicantName}`}
      section="queue"
      islands={["desk-replay-island"]}
      address={address}
      sheets={["call-desk.css", "verification.css"]}
      bare
    >
      <h1 class="visually-hidden">Atendimento devolvido de {facts.order.applicantName}</h1>
      <div class="case verify">
        <CaseData facts={facts} />
        <div class="compare" id={callIds.centre}>
          <ReplayPane facts={facts} replay={replay} />
          <CasePapers facts={facts} shown={shown} address={address} mayReview={false} />
        </div>
        <Pane id={callIds.script} title="devolvido-titulo">
          <BackLink href={deskPath()} text="Fila do dia" />
          <h2 id="devolvido-titulo">Voltou da segunda pessoa</h2>
          <div id="decidir" {...told({ swap: true })}>
            <ErrorSummary errors={errors} />
            <Returns returns={proofing.returns} />
            {open ? <Answer open={open} address={address} /> : <p role="status">Respondido. Nada mais a fazer aqui.</p>}
          </div>
          <h3>Perguntas e respostas</h3>
          <QuestionsHeard facts={facts} replay={replay} />
          <h3>Passos e capturas</h3>
          <Evidence facts={facts} line={replay.line} />
        </Pane>
      </div>
      <Enlarged />
    </DeskPage>
  );
}

function Answer({ open, address }: { open: ReturnedSitting; address: string }) {
  const reason = reasonOf(open.reason);
  return (
    <>
      <form method="post" action={address} {...told({ swapForm: true })}>
        <input type="hidden" name="outcome" value="handed-in" />
        <label class="block" for="resposta">
          Sua resposta, para quem verifica
        </label>
        <textarea id="resposta" name="words" rows={4} maxLength={2000} required />
        <Button>Entregar de novo</Button>
      </form>
      <details>
        <summary>Precisa ser refeito…</summary>
        <form method="post" action={address} {...told({ swapForm: true })}>
          <input type="hidden" name="outcome" value="redo" />
          <p class="hint">
            O titular recebe e-mail e escolhe outro horário, sem custo. Ele vai ler: “{reason?.holder} {reason?.cure}”
          </p>
          <label class="block" for="resposta-refazer">
            Por que refazer <span class="hint">(o titular não lê)</span>
          </label>
          <textarea id="resposta-refazer" name="words" rows={2} maxLength={2000} required />
          <Button kind="danger">Refazer o atendimento</Button>
        </form>
      </details>
    </>
  );
}
