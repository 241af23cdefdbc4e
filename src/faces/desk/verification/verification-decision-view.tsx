import {
  deskVerificationDecisionPath,
  deskVerificationIrregularityPath,
  deskVerificationPath,
  deskVerificationReturnPath,
  deskVerificationsPath,
} from "../../../contract/desk-addresses.ts";
import * as replayIds from "../../../contract/page-ids/replay-ids.ts";
import { isAnotherPerson } from "../../../proofing/decision/second-person.ts";
import { awaitsVerification } from "../../../proofing/proofing.ts";
import { reasonsFor } from "../../../proofing/reason-catalogue.ts";
import type { Replay } from "../../../proofing/replay/replay-reads.ts";
import { isWithAgent } from "../../../proofing/returned-sitting.ts";
import type { FormErrors } from "../../form.ts";
import { Button, ErrorSummary, LinkButton, Notice } from "../../ui/components.tsx";
import { told } from "../../ui/told.ts";
import { DecisionMade, ReasonChoice, RefusalForms } from "../case/case-decision-view.tsx";
import { DenyHits, IrregularityForm } from "../case/irregularity-view.tsx";
import type { DeskFrame } from "../desk-page.tsx";
import type { CaseFacts } from "../evidence/case-facts.ts";
import { Returns } from "./returned-view.tsx";

export type DecisionProps = {
  frame: DeskFrame;
  facts: CaseFacts;
  replay: Replay;
  /** Lines of the list that came back with an error. */
  ticked: ReadonlySet<string>;
  errors?: FormErrors | undefined;
  /** The next case this person may verify. */
  next: string | undefined;
};

/** The second person's own list and word; after it, the way on. */
export function Decide(props: DecisionProps) {
  const { facts, errors, next } = props;
  const proofing = facts.proofing!;
  return (
    <div id="decidir" {...told({ swap: true })}>
      <ErrorSummary errors={errors} />
      {!awaitsVerification(proofing) ? (
        <>
          <Returns returns={proofing.returns} />
          <DecisionMade proofing={proofing} isOver />
          <WayOn next={next} />
        </>
      ) : (
        <Open {...props} />
      )}
    </div>
  );
}

function WayOn({ next }: { next: string | undefined }) {
  return (
    <nav class="row" aria-label="Depois da decisão">
      {next && <LinkButton href={deskVerificationPath(next)}>Próxima verificação</LinkButton>}
      <LinkButton href={deskVerificationsPath()} kind="secondary">
        Voltar à fila
      </LinkButton>
      {!next && <span class="hint">Nada mais espera por você agora.</span>}
    </nav>
  );
}

function Open({ frame, facts, replay, ticked, errors, next }: DecisionProps) {
  const proofing = facts.proofing!;
  const { checks } = facts.content.verification;
  if (!isAnotherPerson(frame.agent, proofing.attendants, facts.now))
    return (
      <>
        <Notice tone="warn">
          <p>Você atendeu este titular. Outra pessoa precisa verificar.</p>
        </Notice>
        <WayOn next={next} />
      </>
    );
  const withAgent = isWithAgent(proofing);
  const mayApprove = replay.state.enough && !withAgent && !facts.frozen;
  return (
    <div class="decision" id={replayIds.decision} {...told({ held: withAgent || facts.frozen ? "sim" : undefined })}>
      <h3>Decisão</h3>
      <Returns returns={proofing.returns} />
      {withAgent && <WayOn next={next} />}
      <DenyHits hits={facts.denyHits} />
      <form method="post" action={deskVerificationDecisionPath(proofing.id)} {...told({ swapForm: true })}>
        <input type="hidden" name="outcome" value="approved" />
        {checks.length > 0 && (
          <fieldset id="checks">
            <legend>Eu conferi, e aprovo porque</legend>
            {checks.map((check) => (
              <label class="choice" key={check}>
                <input type="checkbox" name="checks" value={check} checked={ticked.has(check)} />
                <span>{check}</span>
              </label>
            ))}
          </fieldset>
        )}
        <label class="block" for="nota-aprovacao">
          Observação <span class="hint">{facts.denyHits.length > 0 ? "(como teve certeza)" : "(opcional)"}</span>
        </label>
        <textarea id="nota-aprovacao" name="note" rows={2} maxLength={2000} required={facts.denyHits.length > 0} />
        <Button id={replayIds.approve} disabled={!mayApprove}>
          Confirmar a aprovação
        </Button>
        <span class="hint block" id={replayIds.approveWhy}>
          {facts.frozen && "Pedido congelado por irregularidade."}
          {!facts.frozen && withAgent && "Espera a resposta do agente."}
          {!facts.frozen && !withAgent && !replay.state.enough && "Abre quando você tiver assistido ao que falta."}
        </span>
      </form>
      {!facts.frozen && <SendBack facts={facts} />}
      <RefusalForms action={deskVerificationDecisionPath(proofing.id)} outcomes={["refused"]} />
      {!facts.frozen && <IrregularityForm action={deskVerificationIrregularityPath(proofing.id)} errors={errors} />}
    </div>
  );
}

/** Something is not clear: the agent who attended answers, or takes it back to be done again. */
function SendBack({ facts }: { facts: CaseFacts }) {
  const { id, returns, validation } = facts.proofing!;
  const { most, hours } = facts.content.verification.returns;
  if (isWithAgent(facts.proofing!)) return null;
  if (returns.length >= most)
    return most > 0 ? <p class="hint">Já foi devolvido {most}×: agora aprove ou recuse.</p> : null;
  return (
    <details>
      <summary>Devolver ao agente…</summary>
      <form method="post" action={deskVerificationReturnPath(id)} {...told({ swapForm: true })}>
        <p class="hint">
          {validation?.agentName} tem {hours} h para responder em palavras e entregar de novo, ou para dizer que precisa
          ser refeito. O titular lê só que a AR está revendo o atendimento.
        </p>
        <label class="block" for="nota-devolucao">
          O que não ficou claro, e o que rever ou refazer
        </label>
        <textarea id="nota-devolucao" name="note" rows={3} maxLength={2000} required />
        <fieldset>
          <legend>Se precisar ser refeito, o titular vai ler</legend>
          {reasonsFor("pending").map((reason) => (
            <ReasonChoice key={reason.code} reason={reason} />
          ))}
        </fieldset>
        <Button kind="secondary">Devolver ao agente</Button>
      </form>
    </details>
  );
}
