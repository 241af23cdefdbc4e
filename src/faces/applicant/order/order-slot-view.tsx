import { orderNowPath, orderPath, orderSlotAlonePath } from "../../../contract/holder-addresses.ts";
import { inLanguage } from "../../../scheduling/agenda/language.ts";
import type { Appointment } from "../../../scheduling/appointments/appointment.ts";
import { isWaiting } from "../../../scheduling/line/walk-in.ts";
import type { FormErrors } from "../../form.ts";
import type { SlotOffer } from "../../slot-offer.ts";
import { BackLink } from "../../ui/components.tsx";
import { formatDayAndTime } from "../../ui/dates.ts";
import { listWords, SlotPicker } from "../../ui/slot-picker.tsx";
import { ApplicantPage, type Frame, RaCard } from "../applicant-page.tsx";
import { LostTime } from "../hold-clock.tsx";
import { NowCard } from "../now-card.tsx";
import { orderTitle } from "../order-title.ts";
import type { TimeFacts } from "../progress/order-facts.ts";
import { SiteWords } from "../sites-card.tsx";
import type { Mate } from "./purchase-mates.ts";

export function OrderSlotView(props: {
  frame: Frame;
  facts: TimeFacts;
  /** The orders whose times are chosen in one act, this one among them. */
  together: Mate[];
  here: string;
  offer: SlotOffer;
  /** The order's time whose hold ran out; `isTaken`: it could not be had again. */
  lost: Appointment | undefined;
  isTaken: boolean;
  now: Date;
  errors?: FormErrors;
}) {
  const { frame, facts, together, here, offer, lost, isTaken, now, errors } = props;
  const { order, open, payment } = facts;
  const booked = open?.status === "booked";
  const several = together.length > 1;
  const isInLine = facts.wait !== undefined && isWaiting(facts.wait, now);
  const asked = facts.site ? "Quando você quer ir ao posto?" : "Quando você quer ser atendido?";
  const title = booked ? "Para quando você quer mudar?" : asked;
  const button = booked ? "Mudar para este horário" : several ? "Reservar estes horários" : "Reservar este horário";
  return (
    <ApplicantPage frame={frame} title={errors ? `Erro: ${title}` : title} sheets={["shop.css"]}>
      <BackLink href={orderPath(order.number)} text="Voltar ao pedido" />
      <h1>{title}</h1>
      {lost && (
        <LostTime lost={lost}>
          <p>
            {isTaken && "Ele não está mais livre. "}
            {payment ? "Escolha outro horário, sem custo." : "Nada foi cobrado. Escolha outro horário."}
          </p>
        </LostTime>
      )}
      {booked && (
        <p>
          Hoje está marcado para <strong>{formatDayAndTime(open.startsAt)}</strong>
          {inLanguage(open.language)}. Ele só muda depois que você escolher outro e confirmar.
        </p>
      )}
      {several && (
        <p>
          São {together.length} atendimentos seguidos com o mesmo agente: {listWords(together.map(orderTitle))}.{" "}
          <a href={orderSlotAlonePath(order.number)}>Escolher só o horário deste pedido</a>
        </p>
      )}
      {facts.outlook && !isInLine && !several && (
        <NowCard
          outlook={facts.outlook}
          choices={offer.choices}
          action={orderNowPath(order.number)}
          button="Entrar na fila"
        />
      )}
      {isInLine && (
        <p>
          Você está na fila do <a href={orderNowPath(order.number)}>Atender agora</a>. Ao reservar um horário, você sai
          dela.
        </p>
      )}
      {facts.site && <SiteWords site={facts.site} />}
      {!payment && !facts.site && (
        <p>
          {several ? "Os horários ficam reservados" : "O horário fica reservado"} por alguns minutos, enquanto você
          paga.
        </p>
      )}
      <SlotPicker offer={offer} action={here} button={button} errors={errors} />
      {offer.days.length === 0 && <RaCard ra={frame.ra} />}
    </ApplicantPage>
  );
}
