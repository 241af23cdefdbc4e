import type { ScriptStep } from "../../../catalog/rule-pack.ts";
import {
  deskCaseIrregularityPath,
  deskCaseStartPath,
  deskCaseStepPath,
  deskStillPath,
} from "../../../contract/desk-addresses.ts";
import * as callIds from "../../../contract/page-ids/call-ids.ts";
import type { StillFault } from "../../../contract/room-wire.ts";
import {
  type Proofing,
  presentStep,
  questionsStanding,
  type StepDone,
  stepStanding,
} from "../../../proofing/proofing.ts";
import { questionsVerdict } from "../../../proofing/questions.ts";
import { isEarly } from "../../../rooms/room.ts";
import type { FormErrors } from "../../form.ts";
import { Button, Checkbox, ErrorSummary, Notice, Tag } from "../../ui/components.tsx";
import { formatInstant, formatTime } from "../../ui/dates.ts";
import { told } from "../../ui/told.ts";
import type { CaseFacts } from "../evidence/case-facts.ts";
import { Pane } from "../evidence/pane.tsx";
import { CaseDecision, DecisionMade } from "./case-decision-view.tsx";
import { QuestionsStep } from "./case-questions-view.tsx";
import { RecordingNotice } from "./case-recording-view.tsx";
import { IrregularityForm } from "./irregularity-view.tsx";
import { DecideNow } from "./undecided-view.tsx";

type StepProps = { facts: CaseFacts; proofing: Proofing; step: ScriptStep };

const captureKeys = { face: "1", "document-front": "2", "document-back": "3" } as const;

/** Right pane: one step open; the next opens when this one's evidence exists. */
export function CaseScript(props: { facts: CaseFacts; errors?: FormErrors | undefined }) {
  const { facts, errors } = props;
  const { proofing, content, room } = facts;
  const { steps } = content.script;
  const present = proofing && presentStep(content, proofing, facts.facts.session);
  const number = present ? steps.indexOf(present) + 1 : steps.length;
  const shown = present && !proofing.validation ? present : undefined;
  return (
    <Pane
      id={callIds.script}
      swap
      title="roteiro-titulo"
      step={shown && JSON.stringify({ number, total: steps.length, title: shown.title, text: shown.say })}
    >
      <h2 id="roteiro-titulo">Roteiro</h2>
      <ErrorSummary errors={errors} />
      {facts.decideUntil && <DecideNow lapsesAt={facts.decideUntil} />}
      {proofing?.lapsedAt && (
        <Notice tone="warn" title="Encerrado sem decisão">
          <p>O prazo para decidir acabou. O titular foi avisado de que pode escolher outro horário, sem custo.</p>
        </Notice>
      )}
      {!proofing && (
        <form method="post" action={deskCaseStartPath(room.id)} {...told({ swapForm: true })}>
          <p>
            O atendimento ainda não começou.
            {isEarly(room, facts.now) && ` A sala abre às ${formatTime(room.opensAt)}; você inicia a partir daí.`}
          </p>
          <Button disabled={room.closedAt !== null || isEarly(room, facts.now)}>Iniciar atendimento</Button>
        </form>
      )}
      <RecordingNotice facts={facts} />
      {proofing && (
        <ol class="script">
          {steps.map((step) => (
            <Step key={step.key} {...{ facts, proofing, step }} open={step === shown} />
          ))}
        </ol>
      )}
      {proofing?.validation && <DecisionMade proofing={proofing} isOver={facts.room.closedAt !== null} />}
      {proofing && !proofing.validation && !proofing.lapsedAt && <CaseDecision facts={facts} />}
      {!facts.frozen && <IrregularityForm action={deskCaseIrregularityPath(room.id)} errors={errors} />}
    </Pane>
  );
}

function Step({ open, ...props }: StepProps & { open: boolean }) {
  const { facts, step, proofing } = props;
  const done = open ? undefined : stepStanding(facts.content, proofing, step, facts.facts.session);
  const state = done ? "done" : open ? "now" : "later";
  return (
    <li id={`passo-${step.key}`} class={state} aria-current={open ? "step" : undefined}>
      <h3>
        {done && <span aria-hidden="true">✓ </span>}
        {step.title}
        {done && <span class="visually-hidden"> (concluído)</span>}
      </h3>
      {done && <p class="hint">{doneWords(done)}</p>}
      {open && (
        <>
          <p class="say">{step.say}</p>
          <p>
            <Button type="button" kind="quiet" small name="say" value={step.say}>
              Enviar este texto ao titular <kbd>t</kbd>
            </Button>
          </p>
          <StepForm {...props} />
        </>
      )}
      {done && step.kind === "still" && !proofing.validation && !facts.room.closedAt && (
        <details>
          <summary>Refazer a captura</summary>
          <StepForm {...props} />
        </details>
      )}
    </li>
  );
}

function doneWords({ evidence, doneAt }: StepDone): string {
  if (evidence.kind === "questions") return `${evidence.right} de ${evidence.asked} respostas certas`;
  if (evidence.kind === "still") return `Captura de ${formatInstant(new Date(evidence.takenAt))}`;
  if (evidence.kind === "consent") return `Tocado em ${formatInstant(new Date(evidence.clickedAt))} e dito em voz alta`;
  return formatInstant(doneAt);
}

function StepForm(props: StepProps) {
  const { facts, step } = props;
  const action = deskCaseStepPath(facts.room.id, step.key);
  if (step.kind === "questions") {
    const questions = questionsStanding(facts.content, props.proofing, facts.facts.session);
    const verdict = questionsVerdict(questions, facts.content.script.questions.pass);
    return <QuestionsStep facts={facts} questions={questions} verdict={verdict} />;
  }
  if (step.kind === "consent") {
    const { consentAt } = facts.facts;
    return (
      <form method="post" action={action} {...told({ swapForm: true })}>
        {consentAt ? (
          <Notice tone="ok">
            <p>O titular tocou em “Concordo” às {formatInstant(consentAt).split(" ")[1]}.</p>
          </Notice>
        ) : (
          <Notice>
            <p>Esperando o titular tocar em “Concordo” na tela dele.</p>
          </Notice>
        )}
        <Checkbox name="spoken" label="Disse que concorda, em voz alta ou por texto" />
        <Button disabled={!consentAt}>Concluir passo</Button>
      </form>
    );
  }
  if (step.kind === "checklist")
    return (
      <form method="post" action={action} {...told({ swapForm: true })}>
        <TakenStills facts={facts} proofing={props.proofing} />
        <fieldset>
          <legend class="visually-hidden">{step.title}</legend>
          {step.checks.map((check) => (
            <label class="choice" key={check}>
              <input type="checkbox" name="checks" value={check} />
              <span>{check}</span>
            </label>
          ))}
        </fieldset>
        <Button>Concluir passo</Button>
      </form>
    );
  return <StillForm facts={facts} kind={step.still} action={action} />;
}

/** The captures so far, to be compared with the paper beside the call. */
function TakenStills({ facts, proofing }: { facts: CaseFacts; proofing: Proofing }) {
  const { script } = facts.content;
  const taken = script.steps.flatMap((step) => {
    const evidence = stepStanding(facts.content, proofing, step, facts.facts.session)?.evidence;
    return evidence?.kind === "still" ? [{ id: evidence.stillId, title: step.title }] : [];
  });
  if (taken.length === 0) return null;
  return (
    <div class="taken">
      {taken.map(({ id, title }) => (
        <a key={id} href={deskStillPath(`${id}.jpg`)} target="_blank" rel="noreferrer">
          <img src={deskStillPath(`${id}.jpg`)} alt={`Captura: ${title}`} />
        </a>
      ))}
    </div>
  );
}

const faultWords = { small: "pequena", dark: "escura", glare: "com reflexo", blurred: "borrada" } as const;

/** What the server measured; whether the picture serves is still the agent's word. */
function StillVerdict({ faults }: { faults: StillFault[] }) {
  if (faults.length === 0) return <Tag tone="ok">Nítida</Tag>;
  return <Tag tone="warn">{faults.map((fault) => faultWords[fault]).join(", ")}</Tag>;
}

function StillForm(props: { facts: CaseFacts; kind: keyof typeof captureKeys; action: string }) {
  const { facts, kind, action } = props;
  const since = facts.facts.session?.countsFrom;
  const stills = facts.stills.filter((still) => still.kind === kind && since && still.receivedAt >= since).reverse();
  return (
    <>
      <p>
        <Button type="button" kind="secondary" name="still" value={kind}>
          {stills.length > 0 ? "Capturar de novo" : "Capturar"} <kbd>{captureKeys[kind]}</kbd>
        </Button>
      </p>
      {stills.length > 0 && (
        <form method="post" action={action} {...told({ swapForm: true })}>
          <fieldset class="stills">
            <legend>Qual ficou boa?</legend>
            {stills.map((still, i) => (
              <label class="choice" key={still.id}>
                <input type="radio" name="stillId" value={still.id} checked={i === 0} />
                <span>
                  <img src={deskStillPath(`${still.id}.jpg`)} alt={`Captura ${stills.length - i}`} loading="lazy" />
                  <span class="hint">
                    {still.width} × {still.height}, {formatInstant(still.receivedAt).split(" ")[1]}
                  </span>
                  <StillVerdict faults={still.faults} />
                </span>
              </label>
            ))}
          </fieldset>
          <Button>Usar esta captura</Button>
        </form>
      )}
    </>
  );
}
