import {
  orderPath,
  orderPaymentSimulatedBankPath,
  orderPaymentSlotPath,
  orderPaymentStatePath,
  orderPaymentTimePath,
  orderSlotPath,
} from "../../../contract/holder-addresses.ts";
import * as islandIds from "../../../contract/page-ids/island-ids.ts";
import type { PlacedOrder } from "../../../orders/order.ts";
import type { Charge, ChargeItem } from "../../../payments/charge.ts";
import { formatBrl } from "../../../platform/money.ts";
import type { Appointment } from "../../../scheduling/appointments/appointment.ts";
import { BackLink, Button, Notice } from "../../ui/components.tsx";
import { formatDayAndTime } from "../../ui/dates.ts";
import { told } from "../../ui/told.ts";
import { ApplicantPage, type Frame, RaCard, RaContact } from "../applicant-page.tsx";
import { HoldClock, LostTime } from "../hold-clock.tsx";
import { orderTitle } from "../order-title.ts";
import type { Mate } from "./purchase-mates.ts";

/** One Pix for all: every order with its part, and its time where one is held. */
function PaidTogether({ paidWith }: { paidWith: { item: ChargeItem; mate: Mate | undefined }[] }) {
  return (
    <>
      <p>
        Um Pix só paga os {paidWith.length} pedidos desta compra. Anote os números: com cada um e o seu CPF você volta a
        qualquer hora.
      </p>
      <ol class="basket">
        {paidWith.map(({ item, mate }) => (
          <li key={item.orderId}>
            <div>
              <strong>{mate ? orderTitle(mate) : "Outro pedido da mesma compra"}</strong>
              {mate && <span class="number">{mate.order.number}</span>}
              {mate?.open && (
                <span class="hint" {...told({ holdShown: true })}>
                  {formatDayAndTime(mate.open.startsAt)}
                </span>
              )}
            </div>
            <span class="what-it-costs">{formatBrl(item.amountCentavos)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

export function PaymentView(props: {
  frame: Frame;
  order: PlacedOrder;
  charge: Charge & { brcode: string };
  /** The QR code as a data: address. */
  qr: string;
  /** What the charge asks for, order by order; `mate` where this browser may see the order. */
  paidWith: { item: ChargeItem; mate: Mate | undefined }[];
  simulated: boolean;
  /** Where it goes on once paid. */
  next: string;
  /** The first of the times whose holds ran out. */
  lost: Appointment | undefined;
  now: Date;
}) {
  const { frame, order, charge, qr, paidWith, simulated, next, lost, now } = props;
  const holds = paidWith.flatMap(({ mate }) => (mate?.open?.status === "held" ? [mate.open] : []));
  const [hold] = holds;
  const several = paidWith.length > 1;
  const shown = hold ?? lost;
  const over = shown && (
    <LostTime lost={shown} several={several} otherTime={orderSlotPath(order.number)}>
      <p>
        Nada foi cobrado. O código Pix continua valendo, mas pagar não traz{" "}
        {several ? "esses horários" : "esse horário"} de volta: reserve antes de pagar.
      </p>
      <form method="post" action={orderPaymentSlotPath(order.number)}>
        <Button>Reservar de novo {formatDayAndTime(shown.startsAt)}</Button>
      </form>
    </LostTime>
  );
  const price = formatBrl(charge.amountCentavos);
  return (
    <ApplicantPage
      frame={frame}
      title={`Pague ${price} com Pix`}
      sheets={["shop.css"]}
      islands={["payment-island", "hold-clock-island"]}
      refresh={15}
    >
      <BackLink href={orderPath(order.number)} text="Ir para o painel do pedido" />
      <h1>Pague {price} com Pix</h1>
      {several ? (
        <PaidTogether paidWith={paidWith} />
      ) : (
        <p>
          Pedido <strong class="number">{order.number}</strong>. Anote: com ele e o seu CPF você volta a qualquer hora.
        </p>
      )}
      {hold && (
        <>
          {!several && (
            <p {...told({ holdShown: true })}>Horário reservado: {formatDayAndTime(hold.startsAt)} (Brasília).</p>
          )}
          <HoldClock
            hold={hold}
            several={holds.length > 1}
            now={now}
            extendAction={orderPaymentTimePath(order.number)}
            over={over}
          />
        </>
      )}
      {!hold && over}
      <div class="pix" {...told({ paymentState: orderPaymentStatePath(order.number), paymentNext: next })}>
        <img src={qr} width="240" height="240" alt="QR code do Pix. Se preferir, use o código para copiar." />
        <div>
          <h2>No celular</h2>
          <p>Copie o código e cole em “Pix copia e cola” no aplicativo do seu banco.</p>
          <label for={islandIds.pixCode} class="visually-hidden">
            Código Pix copia e cola
          </label>
          <div class="copy-box">
            <textarea id={islandIds.pixCode} readOnly rows={4}>
              {charge.brcode}
            </textarea>
          </div>
          <p>
            <button type="button" class="button secondary" {...told({ copy: true })} hidden>
              Copiar o código
            </button>
          </p>
          <p role="status" {...told({ copySays: true })} />
          <p class="hint">Vale até {formatDayAndTime(charge.expiresAt)}.</p>
        </div>
      </div>
      <Notice live title="Esperando o pagamento">
        <p>Esta página percebe sozinha quando o Pix chega. Você não precisa apertar nada.</p>
      </Notice>
      {simulated && (
        <Notice tone="warn" title="Banco simulado">
          <p>
            Esta instalação é de demonstração. O código acima não leva a banco nenhum. Use o botão para pagar de
            mentira.
          </p>
          <form method="post" action={orderPaymentSimulatedBankPath(order.number)}>
            <Button>Pagar agora (banco simulado)</Button>
          </form>
        </Notice>
      )}
      <p class="hint">
        Confira no seu banco o nome de quem recebe: {frame.ra?.name}. Nunca pague um código que chegou por outra pessoa.
      </p>
      <RaCard ra={frame.ra} />
    </ApplicantPage>
  );
}

/** No bank is connected: how the AR gets its money, and what follows by itself once it says so. */
export function PaymentByHandView(props: {
  frame: Frame;
  order: PlacedOrder;
  next: string;
  /** Until when the order waits for it. */
  until: Date | undefined;
}) {
  const { frame, order, next, until } = props;
  const price = formatBrl(order.priceCentavos);
  return (
    <ApplicantPage
      frame={frame}
      title="Combine o pagamento com a AR"
      sheets={["shop.css"]}
      islands={["payment-island"]}
      refresh={60}
    >
      <BackLink href={orderPath(order.number)} text="Ir para o painel do pedido" />
      <h1>Combine o pagamento com a AR</h1>
      <p {...told({ paymentState: orderPaymentStatePath(order.number), paymentNext: next })}>
        Pedido <strong class="number">{order.number}</strong>, {price}. Anote o número: com ele e o seu CPF você volta a
        qualquer hora.
      </p>
      <ol class="how">
        <li>
          <strong>Fale com a AR</strong>
          <span class="hint">
            {frame.ra && <RaContact ra={frame.ra} />}. Diga o número do pedido e pergunte como pagar. Este site não
            recebe pagamentos por ela.
          </span>
        </li>
        <li>
          <strong>A AR registra que recebeu</strong>
          <span class="hint">Você recebe um e-mail na hora, e esta página segue sozinha.</span>
        </li>
        <li>
          <strong>Escolha o horário e envie os documentos</strong>
          <span class="hint">O resto do pedido continua por aqui, como sempre.</span>
        </li>
      </ol>
      {until && (
        <p>O pedido espera até {formatDayAndTime(until)} (Brasília). Depois disso é cancelado, sem cobrança.</p>
      )}
      <p class="hint">
        Pague só a {frame.ra?.name}, pelo telefone ou e-mail desta página. Nunca pague um código que chegou por outra
        pessoa.
      </p>
      <RaCard ra={frame.ra} />
    </ApplicantPage>
  );
}
