import { deskCaseDecisionPath } from "../../../contract/desk-addresses.ts";
import type { Outcome } from "../../../proofing/outcome.ts";
import type { Lack, Proofing } from "../../../proofing/proofing.ts";
import { type Reason, reasonOf, reasonsFor } from "../../../proofing/reason-catalogue.ts";
import { outcomeTones, outcomeWords } from "../../staff/act-words.ts";
import { Button, Notice, Tag } from "../../ui/components.tsx";
import { formatInstant } from "../../ui/dates.ts";
import { told } from "../../ui/told.ts";
import type { CaseFacts } from "../evidence/case-facts.ts";

function lackWords(lack: Lack): { href?: string; words: string } {
  if (lack.kind === "step") return { href: `#passo-${lack.step}`, words: lack.title };
  if (lack.kind === "answers")
    return { href: `#passo-${lack.step}`, words: `Respostas certas: ${lack.right} de ${lack.wanted}` };
  if (lack.kind === "short") return { words: `O atendimento precisa durar pelo menos ${lack.minutes} minutos` };
  if (lack.kind === "seat")
    return { href: "#papeis", words: "Copiar a cidade e o estado da empresa (abaixo do documento dela)" };
  if (lack.kind === "paper")
    return { href: "#papeis", words: `${lack.isHere ? "Conferir" : "Receber"}: ${lack.title}` };
  const words = {
    missing: "A gravação dos dois lados ainda não começou",
    silent: "A gravação parou: nada gravado há mais de 3 segundos",
    gap: "A gravação tem uma falha maior que a permitida",
  };
  return { words: words[lack.fault] };
}

/** The end of the script. Approving exists only when nothing lacks; everything else needs its reason. */
export function CaseDecision({ facts }: { facts: CaseFacts }) {
  const { lacks, frozen, denyHits } = facts;
  return (
    <div class="decision">
      <h3>Decisão</h3>
      {frozen ? (
        <p>Pedido congelado: não pode ser aprovado enquanto o caso está aberto.</p>
      ) : lacks.length > 0 ? (
        <>
          <p>Para aprovar, falta:</p>
          <ul>
            {lacks.map((lack) => {
              const { href, words } = lackWords(lack);
              return (
                <li key={words} {...told({ lack: lack.kind })}>
                  {href ? <a href={href}>{words}</a> : words}
                </li>
              );
            })}
          </ul>
        </>
      ) : (
        <form method="post" action={deskCaseDecisionPath(facts.room.id)} {...told({ swapForm: true })}>
          <input type="hidden" name="outcome" value="approved" />
          <label class="block" for="nota-aprovacao">
            Observação <span class="hint">{denyHits.length > 0 ? "(como teve certeza)" : "(opcional)"}</span>
          </label>
          <textarea id="nota-aprovacao" name="note" rows={2} maxLength={2000} required={denyHits.length > 0} />
          <Button>Aprovar</Button>
        </form>
      )}
      <RefusalForms action={deskCaseDecisionPath(facts.room.id)} outcomes={["pending", "refused"]} />
    </div>
  );
}

const verbs = { pending: "Deixar pendente", refused: "Recusar" } as const;

/** Each reason with the very words the holder will read. */
export function RefusalForms(props: { action: string; outcomes: readonly ("pending" | "refused")[] }) {
  return (
    <>
      {props.outcomes.map((outcome) => (
        <details key={outcome}>
          <summary>{verbs[outcome]}…</summary>
          <form method="post" action={props.action} {...told({ swapForm: true })}>
            <input type="hidden" name="outcome" value={outcome} />
            <fieldset>
              <legend>Motivo, e o que o titular vai ler</legend>
              {reasonsFor(outcome).map((reason) => (
                <ReasonChoice key={reason.code} reason={reason} />
              ))}
            </fieldset>
            <label class="block" for={`nota-${outcome}`}>
              Observação para a AR <span class="hint">(o titular não lê)</span>
            </label>
            <textarea id={`nota-${outcome}`} name="note" rows={2} maxLength={2000} />
            <Button kind={outcome === "refused" ? "danger" : "secondary"}>{verbs[outcome]}</Button>
          </form>
        </details>
      ))}
    </>
  );
}

export function ReasonChoice({ reason }: { reason: Reason }) {
  return (
    <label class="choice">
      <input type="radio" name="reason" value={reason.code} required />
      <span>
        {reason.label}
        <span class="hint">
          “{reason.holder} {reason.cure}”
        </span>
      </span>
    </label>
  );
}

export function DecisionMade({ proofing, isOver }: { proofing: Proofing; isOver: boolean }) {
  const { validation, verification } = proofing;
  return (
    <div class="decision" role="status">
      <h3>Decisão</h3>
      {validation && <Made who="Validação" {...validation} />}
      {verification && <Made who="Verificação" {...verification} />}
      {validation?.outcome === "approved" && !verification && (
        <Notice>
          <p>
            Outra pessoa vai conferir a gravação.
            {!isOver && " Encerre a chamada para que a gravação fique pronta."}
          </p>
        </Notice>
      )}
    </div>
  );
}

function Made(props: { who: string; agentName: string; outcome: Outcome; reason: string; note: string; at: Date }) {
  const reason = reasonOf(props.reason);
  return (
    <div class="card">
      <p>
        <strong>{props.who}</strong> <Tag tone={outcomeTones[props.outcome]}>{outcomeWords[props.outcome]}</Tag>
        <span class="hint block">
          {props.agentName}, {formatInstant(props.at)}
        </span>
      </p>
      {reason && (
        <p>
          {reason.label}
          <span class="hint block">
            {reason.freezes
              ? "O titular leu que o pedido está em análise na AR."
              : `O titular leu: “${reason.holder} ${reason.cure}”`}
          </span>
        </p>
      )}
      {props.note && <p class="hint">{props.note}</p>}
    </div>
  );
}
