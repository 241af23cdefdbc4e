import type { BookingTerms } from "../../../catalog/booking-terms.ts";
import type { Product } from "../../../catalog/product.ts";
import { officeProductBookingTermsPath, officeProductPath } from "../../../contract/office-addresses.ts";
import { cellMinutes, chainFrom } from "../../../scheduling/agenda/slot-chain.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { BackLink, Button, Choices, ErrorSummary, Field, Notice } from "../../ui/components.tsx";
import { formatTime } from "../../ui/dates.ts";
import { type OfficeFrame, OfficePage } from "../office-page.tsx";

/** `usual`: what the rule pack says where the product says nothing. */
export type Booking = { product: Product; terms: BookingTerms; usual: { noticeMinutes: number; horizonDays: number } };

const ten = new Date("2026-11-23T13:00:00Z");

/** "das 09h45 às 10h45": what a videoconference at ten takes of its agent. */
function takenWords(terms: BookingTerms): string {
  const { from, to } = chainFrom(ten, [terms])[0]!.occupied;
  return `das ${formatTime(from)} às ${formatTime(to)}`;
}

function valuesOf({ terms }: Booking): FormValues {
  const typed = (value: number | null) => (value === null ? "" : String(value));
  return {
    slot: String(terms.slotMinutes),
    before: String(terms.pauseBeforeMinutes),
    after: String(terms.pauseAfterMinutes),
    notice: typed(terms.noticeMinutes),
    horizon: typed(terms.horizonDays),
  };
}

function Reading({ terms, usual }: Booking) {
  return (
    <ul>
      <li>Duração: {terms.slotMinutes} minutos</li>
      <li>
        Pausas do agente: {terms.pauseBeforeMinutes} minutos antes e {terms.pauseAfterMinutes} depois
      </li>
      <li>Antecedência mínima: {terms.noticeMinutes ?? usual.noticeMinutes} minutos</li>
      <li>Agenda aberta por {terms.horizonDays ?? usual.horizonDays} dias</li>
    </ul>
  );
}

export function BookingView(props: {
  frame: OfficeFrame;
  booking: Booking;
  errors?: FormErrors;
  values?: FormValues;
  saved?: boolean;
}) {
  const { frame, booking, errors, values = valuesOf(props.booking), saved } = props;
  const { product, terms, usual } = booking;
  const field = (name: string, label: string, hint: string) => (
    <Field
      name={name}
      label={label}
      hint={hint}
      size="tiny"
      inputMode="numeric"
      autocomplete="off"
      value={values[name]}
      errors={errors}
    />
  );
  return (
    <OfficePage frame={frame} section="products" title={`Agendamento de ${product.name}`}>
      <BackLink href={officeProductPath(product.code)} text={product.name} />
      <div class="narrow">
        <h1>Agendamento de {product.name}</h1>
        {saved && (
          <Notice tone="ok" live title="Guardado">
            <p>Vale para horários novos. O que já está marcado não muda.</p>
          </Notice>
        )}
        <ErrorSummary errors={errors} />
        <p>
          A agenda anda de {cellMinutes} em {cellMinutes} minutos. Como está agora, uma videoconferência das 10h ocupa o
          agente {takenWords(terms)}.
        </p>
        {frame.manages ? (
          <form method="post" action={officeProductBookingTermsPath(product.code)} novalidate>
            <Choices
              name="slot"
              legend="Duração da videoconferência"
              hint="O normal é de 15 a 30 minutos."
              chips
              choices={["15", "30", "45", "60"].map((value) => ({ value, label: `${value} min` }))}
              value={values["slot"]}
              errors={errors}
            />
            {field("before", "Pausa do agente antes (minutos)", "De 0 a 60. Para ler o pedido e os documentos.")}
            {field("after", "Pausa do agente depois (minutos)", "De 0 a 60. Para concluir as anotações.")}
            {field(
              "notice",
              "Antecedência mínima (minutos)",
              `De agora até o primeiro horário à venda; 120 são 2 horas. Em branco: ${usual.noticeMinutes}, a regra geral.`,
            )}
            {field(
              "horizon",
              "Agenda aberta por (dias)",
              `De agora até o último horário à venda, no máximo 365. Em branco: ${usual.horizonDays}, a regra geral.`,
            )}
            <Button>Guardar</Button>
          </form>
        ) : (
          <Reading {...booking} />
        )}
      </div>
    </OfficePage>
  );
}
