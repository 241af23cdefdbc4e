import {
  deskCaseHandOverPath,
  deskCaseHandOverWithdrawalPath,
  deskOfferAcceptancePath,
  deskOfferRefusalPath,
} from "../../../contract/desk-addresses.ts";
import * as deskIds from "../../../contract/page-ids/desk-ids.ts";
import { type HandOver, handOverState } from "../../../rooms/hand-over/hand-over.ts";
import type { AtDesk } from "../../../watch/lateness/watch-reads.ts";
import { Button, Checkbox, Choices, Notice } from "../../ui/components.tsx";
import { formatTime } from "../../ui/dates.ts";
import { told } from "../../ui/told.ts";
import { handOverReasonMax } from "./hand-over-forms.ts";
import type { OwnNext } from "./own-next.ts";
import { OwnNextWords } from "./own-next-view.tsx";

/** What waits for this agent's answer, wherever in the desk they are. The island fetches it every few seconds and rings. */
export function HandOverNotices({ offers }: { offers: (HandOver & { ownNext: OwnNext | undefined })[] }) {
  return (
    <div id={deskIds.notices} class="desk-notices">
      {offers.map((offer) => (
        <section
          key={offer.id}
          class="notice warn"
          {...told({ notice: offer.id })}
          data-until={offer.expiresAt.toISOString()}
        >
          <h2>{offer.fromName} passa um atendimento a você</h2>
          <p>
            <strong>{offer.applicantName}</strong>, pedido <span class="number">{offer.orderNumber}</span>, está na
            chamada. Motivo: {offer.reason}
          </p>
          <OwnNextWords next={offer.ownNext} />
          <p class="hint">
            Responda até as {formatTime(offer.expiresAt)}. Sem resposta, {offer.fromName} continua o atendimento.
          </p>
          <div class="row">
            <form method="post" action={deskOfferAcceptancePath(offer.id)}>
              <Button small>Aceitar e abrir</Button>
            </form>
            <details>
              <summary>Recusar…</summary>
              <form method="post" action={deskOfferRefusalPath(offer.id)} {...told({ noticeForm: true })}>
                <div class="field">
                  <label for={`recusa-${offer.id}`}>Por que não, {offer.fromName} vai ler</label>
                  <input id={`recusa-${offer.id}`} name="answer" maxLength={handOverReasonMax} required />
                </div>
                <Button kind="secondary" small>
                  Recusar
                </Button>
              </form>
            </details>
          </div>
        </section>
      ))}
    </div>
  );
}

type Colleague = AtDesk & { leavesNobody: boolean };
type PassOnProps = { offer: HandOver | undefined; colleagues: Colleague[]; roomId: string; now: Date };

/** For the agent who hands over: how the last offer stands, and the form of the next. */
export function PassOn({ roomId, offer, colleagues, now }: PassOnProps) {
  const state = offer && handOverState(offer, now);
  return (
    <>
      {offer && state === "open" && (
        <Notice tone="warn" live>
          <p {...told({ handOverOpen: true })}>
            Repasse a {offer.toName}: esperando a resposta até as {formatTime(offer.expiresAt)}. Continue na chamada.
          </p>
          <form method="post" action={deskCaseHandOverWithdrawalPath(roomId)} {...told({ swapForm: true })}>
            <input type="hidden" name="handOverId" value={offer.id} />
            <Button kind="quiet" small>
              Desistir do repasse
            </Button>
          </form>
        </Notice>
      )}
      {offer && state === "declined" && (
        <Notice tone="warn" live>
          <p>
            {offer.toName} não pode continuar: {offer.answer} O atendimento segue com você.
          </p>
        </Notice>
      )}
      {offer && state === "lapsed" && (
        <Notice tone="warn" live>
          <p>{offer.toName} não respondeu a tempo. O atendimento segue com você; passe a outra pessoa ou continue.</p>
        </Notice>
      )}
      {state !== "open" && <PassOnForm roomId={roomId} colleagues={colleagues} />}
    </>
  );
}

/** What speaks against a colleague, in whole sentences; the options of a list would cut them off. */
function limits(ownNextAt: Date | null | undefined, leavesNobody: boolean): string | undefined {
  const words = [
    ownNextAt && `Tem atendimento às ${formatTime(ownNextAt)}.`,
    leavesNobody && "Depois, ninguém mais pode conferir.",
  ];
  return words.filter(Boolean).join(" ") || undefined;
}

function PassOnForm({ roomId, colleagues }: Pick<PassOnProps, "roomId" | "colleagues">) {
  return (
    <details>
      <summary>Passar a outro agente…</summary>
      {colleagues.length === 0 ? (
        <p class="hint">Nenhum outro agente que possa continuar está na mesa agora.</p>
      ) : (
        <form method="post" action={deskCaseHandOverPath(roomId)} {...told({ swapForm: true })}>
          <Choices
            name="agentId"
            id="quem-continua"
            legend="Quem continua"
            hint="A pessoa é avisada com som e responde. Até ela aceitar, o atendimento fica com você; passos, capturas e mensagens vão junto."
            value={colleagues[0]?.id}
            choices={colleagues.map(({ id, name, ownNextAt, leavesNobody }) => ({
              value: id,
              label: name,
              hint: limits(ownNextAt, leavesNobody),
            }))}
          />
          <div class="field">
            <label for="motivo-repasse">Motivo, quem recebe vai ler</label>
            <input id="motivo-repasse" name="reason" maxLength={handOverReasonMax} required />
          </div>
          {colleagues.some(({ leavesNobody }) => leavesNobody) && (
            <Checkbox
              name="ciente"
              label="Estou ciente: se ninguém mais da AR puder fazer a segunda conferência, o gestor é avisado para chamar um verificador"
            />
          )}
          <Button kind="secondary" small>
            Oferecer o repasse
          </Button>
        </form>
      )}
    </details>
  );
}
