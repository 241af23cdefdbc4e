import { productTitle } from "../../../catalog/product.ts";
import { helpTopicPath, purchaseCheckTimePath, purchaseSlotNowPath } from "../../../contract/holder-addresses.ts";
import { formatEmail, formatPhone } from "../../../orders/applicant/applicant.ts";
import { nameInCertificate } from "../../../orders/applicant/name-in-certificate.ts";
import { isLandline } from "../../../orders/applicant/phone.ts";
import { formatBrl } from "../../../platform/money.ts";
import { formatTaxpayerId } from "../../../platform/taxpayer-id.ts";
import { inLanguage } from "../../../scheduling/agenda/language.ts";
import type { Appointment } from "../../../scheduling/appointments/appointment.ts";
import type { Outlook } from "../../../scheduling/line/walk-in-reads.ts";
import type { SlotOffer } from "../../slot-offer.ts";
import { Button, Checkbox, ErrorSummary, LinkButton, Summary, type SummaryRow } from "../../ui/components.tsx";
import { formatDay, formatDayAndTime, formatTime } from "../../ui/dates.ts";
import { listWords, SlotPicker } from "../../ui/slot-picker.tsx";
import { PaysTheAuthority, RaCard } from "../applicant-page.tsx";
import { HoldClock, LostTime } from "../hold-clock.tsx";
import { NowCard } from "../now-card.tsx";
import { orderTitle } from "../order-title.ts";
import { timeWords } from "../time-words.ts";
import { BasketLines, type Holds } from "./basket-view.tsx";
import { type Line, type Purchase, type StepProps, stepHref, timeHref, totalOf } from "./purchase-steps.ts";
import { StepPage } from "./purchase-view.tsx";

/** `outlook`: how "Atender agora" would go; of one certificate only. */
export function SlotView(
  props: StepProps & {
    offer: SlotOffer;
    outlook: Outlook | undefined;
    /** The time whose hold ran out; `isTaken`: it could not be had again. */
    lost: Appointment | undefined;
    isTaken: boolean;
  },
) {
  const { purchase, offer, outlook, lost, isTaken, errors } = props;
  const { order, product, lines } = purchase;
  const several = lines.length > 1;
  return (
    <StepPage purchase={purchase} step="horario" title="Quando você quer ser atendido?" errors={errors}>
      <h1>Quando você quer ser atendido?</h1>
      {lost && (
        <LostTime lost={lost} several={several}>
          <p>
            {isTaken && `${several ? "Eles não estão mais livres" : "Ele não está mais livre"}. `}Nada foi cobrado.
            Escolha outro horário.
          </p>
        </LostTime>
      )}
      <p>
        {several
          ? `São ${lines.length} atendimentos seguidos com o mesmo agente, um para cada certificado. Os horários ficam reservados enquanto você paga.`
          : `A videoconferência leva cerca de ${product.slotMinutes} minutos. O horário fica reservado enquanto você paga.`}
      </p>
      <p>
        {listWords(lines.map(orderTitle))}.{" "}
        <a href={stepHref(order, "certificados")}>
          {several ? "Mudar os certificados" : "Adicionar outro certificado"}
        </a>
      </p>
      {outlook && (
        <NowCard
          outlook={outlook}
          choices={offer.choices}
          action={purchaseSlotNowPath(order.id)}
          button="Pagar primeiro e ser atendido agora"
          words="Assim que o Pix cair, você entra na fila."
        />
      )}
      <SlotPicker
        offer={offer}
        action={stepHref(order, "horario")}
        button={several ? "Reservar estes horários" : "Reservar este horário"}
        errors={errors}
      />
      <LinkButton href={`${stepHref(order, "conferir")}?horario=depois`} kind="quiet">
        Escolher o horário depois
      </LinkButton>
      {offer.days.length === 0 && <RaCard ra={purchase.frame.ra} />}
    </StepPage>
  );
}

export function holderRows({ order }: Purchase): SummaryRow[] {
  const dados = stepHref(order, "dados");
  return [
    { term: order.cnpj ? "Responsável" : "Titular", value: order.applicantName ?? "", changeHref: dados },
    { term: "CPF", value: formatTaxpayerId(order.cpf ?? ""), changeHref: dados },
    { term: "Nascimento", value: (order.birthDate ?? "").split("-").reverse().join("/"), changeHref: dados },
    { term: "E-mail", value: formatEmail(order.email ?? ""), changeHref: dados },
    {
      term: isLandline(order.phone ?? "") ? "Telefone" : "Celular",
      value: formatPhone(order.phone ?? ""),
      changeHref: dados,
    },
  ];
}

export function companyRow(line: Line, term: string, page: "dados" | "empresa"): SummaryRow[] {
  const { order } = line;
  if (!order.cnpj) return [];
  const value = `${order.companyName}, CNPJ ${formatTaxpayerId(order.cnpj)}`;
  return [{ term, value, changeHref: stepHref(order, page) }];
}

/** The very words the certificate will bear; before the money is the last moment to change them. */
export function certificateNameRow(
  line: Line,
  term = "No certificado",
  page: "dados" | "empresa" = "dados",
): SummaryRow[] {
  const held = nameInCertificate(line.order);
  if (!held) return [];
  const changeHref = stepHref(line.order, page);
  if ("commonName" in held) return [{ term, value: held.commonName, changeHref }];
  const words = `Não pode levar ${held.letters}. Escreva o nome com as letras do nosso alfabeto e sinais simples.`;
  return [{ term, value: <span class="error-words">{words}</span>, changeHref }];
}

/** What is said of the time: the one that is held, the one that was lost, or that it is chosen later. */
type Chosen = { hold: Appointment | undefined; lost: Appointment | undefined; wished: boolean; paysOnline: boolean };

const afterTheAuthority = "Você escolhe depois que a AR registrar o pagamento";

function timeAnswer({ hold, lost, wished, paysOnline }: Chosen): string {
  if (wished && !hold) return "Atender agora: você entra na fila assim que o Pix cair";
  if (hold) return timeWords(hold);
  if (lost) return `${timeWords(lost)}: a reserva terminou`;
  return paysOnline ? "Escolher depois de pagar: na hora, se houver agente, ou marcado" : afterTheAuthority;
}

function answerRows(purchase: Purchase, chosen: Chosen): SummaryRow[] {
  const { order, product } = purchase;
  return [
    { term: "Certificado", value: productTitle(product), changeHref: stepHref(order, "certificados") },
    ...companyRow(purchase, "Empresa", "dados"),
    ...holderRows(purchase),
    ...certificateNameRow(purchase),
    {
      term: "Horário",
      value: timeAnswer(chosen),
      ...(chosen.paysOnline ? { changeHref: timeHref(order, (chosen.hold ?? chosen.lost)?.language) } : {}),
    },
    { term: "Total", value: <strong>{formatBrl(order.priceCentavos)}</strong> },
  ];
}

/** Several: the holder once, then each certificate with its company, time and price, and the total. */
function SeveralAnswers(props: { purchase: Purchase; holds: Holds; lost: Appointment | undefined }) {
  const { purchase, holds, lost } = props;
  const { lines, order } = purchase;
  const { paysOnline } = purchase.frame;
  const held = [...holds.values()];
  const [first, last] = [held[0], held.at(-1)];
  const companies = lines.filter((line) => line.order.cnpj);
  const rows = companies.flatMap((line) =>
    companyRow(line, companies.length > 1 ? `Empresa do ${productTitle(line.product)}` : "Empresa", "empresa"),
  );
  return (
    <>
      <Summary
        rows={[
          ...holderRows(purchase).map((row) => (row.term === "Responsável" ? { ...row, term: "Titular" } : row)),
          ...rows,
          ...lines.flatMap((line) => {
            const page = line.order.cnpj && line.order.id !== lines[0].order.id ? "empresa" : "dados";
            return certificateNameRow(line, `No certificado ${productTitle(line.product)}`, page);
          }),
          {
            term: "Horários",
            value:
              first && last && held.length === lines.length
                ? `${lines.length} atendimentos seguidos, ${formatDay(first.startsAt)}, das ${formatTime(first.startsAt)} às ${formatTime(last.endsAt)} (Brasília)${inLanguage(first.language)}`
                : lost
                  ? `${formatDayAndTime(lost.startsAt)}: a reserva terminou`
                  : paysOnline
                    ? "Escolher depois de pagar"
                    : afterTheAuthority,
            ...(paysOnline ? { changeHref: timeHref(order, (first ?? lost)?.language) } : {}),
          },
        ]}
      />
      <h2>Seus {lines.length} certificados</h2>
      <BasketLines purchase={purchase} holds={holds} />
    </>
  );
}

/**
 * `isLater`: the holder said that the time is chosen after paying; `wished`: they chose "Atender agora"; `lost`: else,
 * the first of the times whose holds ran out.
 */
export function CheckAnswersView(
  props: StepProps & {
    holds: Holds;
    lost: Appointment | undefined;
    wished: boolean;
    isLater: boolean;
    now: Date;
  },
) {
  const { purchase, holds, lost, wished, isLater, now, errors } = props;
  const { order, lines } = purchase;
  const hold = holds.values().next().value;
  const several = lines.length > 1;
  const shown = hold ?? lost;
  const over = shown && (
    <LostTime lost={shown} several={several} otherTime={timeHref(order, shown.language)}>
      <p>
        Nada foi cobrado. Ao fazer o pedido, reservamos de novo {several ? "os mesmos horários" : "o mesmo horário"} se
        ainda {several ? "estiverem livres" : "estiver livre"}; senão, você escolhe outro antes de pagar.
      </p>
    </LostTime>
  );
  const { paysOnline } = purchase.frame;
  const title = paysOnline ? "Confira antes de pagar" : "Confira o pedido";
  return (
    <StepPage purchase={purchase} step="conferir" title={title} errors={errors} islands={["hold-clock-island"]}>
      <ErrorSummary errors={errors} />
      <h1>{title}</h1>
      {hold && (
        <HoldClock
          hold={hold}
          several={holds.size > 1}
          now={now}
          extendAction={purchaseCheckTimePath(order.id)}
          over={over}
        />
      )}
      {!hold && over}
      {several ? (
        <SeveralAnswers purchase={purchase} holds={holds} lost={lost} />
      ) : (
        <Summary rows={answerRows(purchase, { hold, lost, wished, paysOnline })} />
      )}
      <p>
        <a href={stepHref(order, "certificados")}>Adicionar outro certificado</a>
      </p>
      <PaysTheAuthority frame={purchase.frame} />
      <form method="post" action={stepHref(order, "conferir")}>
        {isLater && <input type="hidden" name="quando" value="depois" />}
        {shown && (
          <>
            <input type="hidden" name="horario" value={shown.startsAt.toISOString()} />
            <input type="hidden" name="idioma" value={shown.language} />
          </>
        )}
        <Checkbox
          name="titular"
          errors={errors}
          label={`Sou ${order.applicantName}, e vou atender ${several ? "as videoconferências" : "a videoconferência"} pessoalmente.`}
        />
        <Checkbox
          name="termos"
          errors={errors}
          label={
            <>
              Li e aceito os <a href={helpTopicPath("termos")}>termos de uso</a> e a{" "}
              <a href={helpTopicPath("privacidade")}>política de privacidade</a>.
            </>
          }
        />
        <Button>
          {several ? `Fazer os ${lines.length} pedidos` : "Fazer o pedido"}
          {paysOnline && ` e pagar ${formatBrl(totalOf(purchase))}`}
        </Button>
      </form>
    </StepPage>
  );
}
