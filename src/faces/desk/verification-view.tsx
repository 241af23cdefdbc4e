import { isAnotherPerson } from "../../proofing/proofing.ts";
import type { VerificationTask } from "../../proofing/proofing-views.ts";
import type { ReplayState, Stretch } from "../../proofing/replay.ts";
import type { Deadline } from "../../watch/deadline.ts";
import { clockTone, leftWords } from "../deadline-words.ts";
import type { FormErrors } from "../form.ts";
import { Button, Empty, ErrorSummary, LinkButton, Notice, Tag } from "../ui/components.tsx";
import { formatInstant } from "../ui/dates.ts";
import { CaseData } from "./case-data-view.tsx";
import { DecisionMade, RefusalForms } from "./case-decision-view.tsx";
import type { CaseFacts } from "./case-facts.ts";
import { CasePapers, type PaperShown } from "./case-papers-view.tsx";
import { type DeskFrame, DeskPage } from "./desk-page.tsx";
import { DenyHits, IrregularityForm } from "./irregularity-view.tsx";
import { Pane } from "./pane.tsx";
import { Evidence } from "./verification-evidence-view.tsx";

function waitWords(since: Date, now: Date): string {
  const minutes = Math.max(0, Math.round((now.getTime() - since.getTime()) / 60_000));
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function Limit({ deadline, now }: { deadline: Deadline | undefined; now: Date }) {
  return deadline ? <Tag tone={clockTone(deadline, now)}>{leftWords(deadline.dueAt, now)}</Tag> : null;
}

export function VerificationQueueView(props: {
  frame: DeskFrame;
  /** What this person may decide. */
  tasks: VerificationTask[];
  /** How many more wait for somebody else: this person attended them, or is their holder. */
  forOthers: number;
  /** The limit of each, by order. */
  due: Map<string, Deadline>;
  now: Date;
}) {
  const { frame, tasks, forOthers, due, now } = props;
  return (
    <DeskPage
      frame={frame}
      title={tasks.length > 0 ? `(${tasks.length}) Verificação` : "Verificação"}
      section="verification"
      islands={["desk-queue-island"]}
      sheets={["call-desk.css"]}
      refresh={30}
    >
      <h1>Esperando a segunda pessoa</h1>
      <p class="hint">Quem atendeu não verifica. Assista à gravação, compare e decida.</p>
      <div id="fila" data-refresh>
        {tasks.length === 0 ? (
          <Empty>{forOthers > 0 ? "Nada que você possa verificar agora." : "Nada espera verificação agora."}</Empty>
        ) : (
          <table class="stack">
            <thead>
              <tr>
                <th>Titular</th>
                <th>Pedido</th>
                <th>Validado por</th>
                <th>Espera há</th>
                <th>
                  <span class="visually-hidden">Ação</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {tasks.map((task) => {
                const address = `/desk/verificacao/${task.proofingId}`;
                return (
                  <tr key={task.proofingId} tabIndex={0} data-row data-href={address}>
                    <td data-label="Titular">{task.applicantName}</td>
                    <td data-label="Pedido">
                      <span class="number">{task.orderNumber}</span>
                    </td>
                    <td data-label="Validado por">{task.validatedBy}</td>
                    <td data-label="Espera há">
                      {waitWords(task.validatedAt, now)} <Limit deadline={due.get(task.orderId)} now={now} />
                    </td>
                    <td>
                      <LinkButton href={address} small>
                        Verificar
                      </LinkButton>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
        {forOthers > 0 && (
          <p class="hint">
            {forOthers === 1 ? "Mais 1 espera" : `Mais ${forOthers} esperam`} outra pessoa: você atendeu uma parte ou é
            o titular.
          </p>
        )}
      </div>
    </DeskPage>
  );
}

type Key = Stretch & { step: string };

export function VerificationView(props: {
  frame: DeskFrame;
  facts: CaseFacts;
  shown: PaperShown;
  replay: ReplayState;
  keys: Key[];
  errors?: FormErrors | undefined;
}) {
  const { frame, facts, shown, errors } = props;
  const proofing = facts.proofing!;
  const address = `/desk/verificacao/${proofing.id}`;
  return (
    <DeskPage
      frame={frame}
      title={`Verificar ${facts.order.applicantName}`}
      section="verification"
      islands={["desk-replay-island"]}
      sheets={["call-desk.css"]}
      bare
    >
      <h1 class="visually-hidden">Verificação de {facts.order.applicantName}</h1>
      <div class="case">
        <CaseData facts={facts} />
        <div class="compare" id="centro" data-zoom="1">
          <CasePapers facts={facts} shown={shown} address={address} mayReview={false} />
          <Replay {...props} />
        </div>
        <Pane id="roteiro" title="conferir-titulo">
          <h2 id="conferir-titulo">Conferir</h2>
          <Evidence facts={facts} />
          {/* Only this comes anew while the film plays: the frames beside the captures stay loaded. */}
          <div id="decidir" data-swap>
            <ErrorSummary errors={errors} />
            {proofing.verification ? (
              <DecisionMade proofing={proofing} isOver />
            ) : (
              <Decide {...props} address={address} />
            )}
          </div>
        </Pane>
      </div>
    </DeskPage>
  );
}

function Replay({ facts, keys }: { facts: CaseFacts; keys: Key[] }) {
  const proofing = facts.proofing!;
  const pieces = facts.facts.recordings.filter((piece) => piece.member === "applicant");
  const titles = new Map(facts.content.script.steps.map((step) => [step.key, step.title]));
  const ready = pieces.length > 0 && pieces.every((piece) => piece.playable);
  return (
    <Pane title="gravacao-titulo">
      <h2 id="gravacao-titulo">Gravação</h2>
      {!ready && (
        <Notice tone="warn">
          <p>
            A gravação ainda está sendo guardada. Esta página mostra assim que estiver pronta: recarregue em instantes.
          </p>
        </Notice>
      )}
      {ready &&
        pieces.map((piece, i) => (
          <figure key={piece.id}>
            <figcaption class="hint">
              {pieces.length > 1 && `Parte ${i + 1}: `}
              {formatInstant(piece.startedAt)}
            </figcaption>
            {/* biome-ignore lint/a11y/useMediaCaption: the recording is evidence as it was made */}
            <video
              class="replay"
              controls
              preload="metadata"
              src={`/desk/gravacoes/${piece.id}.webm`}
              data-recording={piece.id}
              data-report={`/desk/verificacao/${proofing.id}/reproducao`}
            />
          </figure>
        ))}
      {keys.length > 0 && ready && (
        <>
          <h3>Ir para</h3>
          <div class="row" id="saltos">
            {keys.map((key) => (
              <Button
                key={key.step}
                type="button"
                kind="secondary"
                small
                name={key.recordingId}
                value={String(key.fromMs)}
              >
                {titles.get(key.step) ?? key.step}
              </Button>
            ))}
          </div>
        </>
      )}
      <p id="problema" class="error-words" role="alert" />
      <p>
        <label class="small" for="velocidade">
          Velocidade
        </label>{" "}
        <select id="velocidade">
          {["1", "1.5", "2"].map((rate) => (
            <option key={rate} value={rate}>
              {rate.replace(".", ",")}×
            </option>
          ))}
        </select>
      </p>
    </Pane>
  );
}

function Decide(props: Parameters<typeof VerificationView>[0] & { address: string }) {
  const { frame, facts, replay, address, errors } = props;
  const titles = new Map(facts.content.script.steps.map((step) => [step.key, step.title]));
  const percent = replay.totalMs > 0 ? Math.floor((replay.watchedMs / replay.totalMs) * 100) : 0;
  const wanted = Math.ceil(facts.content.script.replayShare * 100);
  if (!isAnotherPerson(frame.agent, facts.proofing!.attendants))
    return (
      <Notice tone="warn">
        <p>Você atendeu este titular. Outra pessoa precisa verificar.</p>
      </Notice>
    );
  return (
    <div class="decision">
      <h3>Decisão</h3>
      <p role="status">
        Assistido: <strong>{percent}%</strong> (mínimo {wanted}%).
        {replay.unseen.length > 0 && (
          <span class="block">Falta ver: {replay.unseen.map((step) => titles.get(step) ?? step).join(", ")}.</span>
        )}
      </p>
      <DenyHits hits={facts.denyHits} />
      {replay.enough && !facts.frozen && (
        <form method="post" action={`${address}/decisao`} data-swap-form>
          <input type="hidden" name="outcome" value="approved" />
          <label class="block" for="nota-aprovacao">
            Observação <span class="hint">(opcional)</span>
          </label>
          <textarea id="nota-aprovacao" name="note" rows={2} maxLength={2000} />
          <Button>Confirmar a aprovação</Button>
        </form>
      )}
      <RefusalForms action={`${address}/decisao`} outcomes={["refused"]} />
      {!facts.frozen && <IrregularityForm action={`${address}/irregularidade`} errors={errors} />}
    </div>
  );
}
