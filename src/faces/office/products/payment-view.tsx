import { officePaymentPath, officePaymentsPath } from "../../../contract/office-addresses.ts";
import type { Order } from "../../../orders/order.ts";
import { handMeans } from "../../../payments/charge.ts";
import type { PaidByHand, UnpaidOrder } from "../../../payments/payments-reads.ts";
import { formatBrl } from "../../../platform/money.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import {
  BackLink,
  Button,
  Checkbox,
  Choices,
  Empty,
  ErrorSummary,
  Field,
  LinkButton,
  Notice,
  Summary,
} from "../../ui/components.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { formatInstant } from "../../ui/dates.ts";
import { type OfficeFrame, OfficePage } from "../office-page.tsx";
import { SearchForm } from "../search-form.tsx";

/** On the office's first page and here: orders come in and nobody is asked for money by the site. */
export function NoBank({ frame }: { frame: OfficeFrame }) {
  if (frame.paysOnline) return null;
  return (
    <Notice tone="warn" title="A loja não vende pela internet: nenhum banco está ligado">
      <p>
        O titular faz o pedido e o site manda combinar o pagamento com a AR. Quando o dinheiro chegar,{" "}
        {frame.manages ? (
          <a href={officePaymentsPath()}>registre o pagamento</a>
        ) : (
          <>
            um gestor registra em <a href={officePaymentsPath()}>Pagamentos</a>
          </>
        )}
        : o pedido segue e o titular é avisado.
      </p>
    </Notice>
  );
}

export function UnpaidView(props: {
  frame: OfficeFrame;
  words: string;
  /** The number of the order that was just paid. */
  recorded: string | undefined;
  unpaid: UnpaidOrder[];
  /** By order: then it is cancelled by itself. */
  waitsUntil: ReadonlyMap<string, Date>;
  byHand: PaidByHand[];
}) {
  const { frame, words, recorded, unpaid, waitsUntil, byHand } = props;
  return (
    <OfficePage frame={frame} section="payments" title="Pagamentos">
      <h1>Pagamentos</h1>
      {recorded && (
        <Notice tone="ok" live>
          Pagamento do pedido {recorded} registrado. O titular foi avisado e já pode escolher o horário.
        </Notice>
      )}
      <NoBank frame={frame} />
      <h2>Pedidos que esperam pagamento</h2>
      <SearchForm action={officePaymentsPath()} label="Número do pedido, CPF, CNPJ ou parte do nome" words={words} />
      {unpaid.length === 0 ? (
        <Empty>{words ? `Nenhum pedido sem pagamento com “${words}”.` : "Nenhum pedido espera pagamento."}</Empty>
      ) : (
        <DataTable
          caption="Pedidos sem pagamento, o mais antigo primeiro"
          rows={unpaid}
          keyOf={({ orderId }) => orderId}
          columns={[
            { title: "Pedido", cell: ({ number }) => <span class="number">{number}</span> },
            { title: "Titular", cell: ({ holderName }) => holderName },
            { title: "Produto", cell: ({ productName }) => productName },
            { title: "Feito em", cell: ({ placedAt }) => formatInstant(placedAt) },
            {
              title: "Espera até",
              cell: ({ orderId }) => {
                const until = waitsUntil.get(orderId);
                return until ? formatInstant(until) : "–";
              },
            },
            { title: "Valor", cell: ({ priceCentavos }) => formatBrl(priceCentavos) },
            ...(frame.manages
              ? [
                  {
                    title: "Ação",
                    cell: ({ number }: UnpaidOrder) => (
                      <LinkButton href={officePaymentPath(number)} kind="secondary" small>
                        Registrar<span class="visually-hidden"> o pagamento do pedido {number}</span>
                      </LinkButton>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      <h2>Registrados à mão</h2>
      {byHand.length === 0 ? (
        <Empty>Nenhum ainda.</Empty>
      ) : (
        <DataTable
          caption="Pagamentos registrados à mão, o mais novo primeiro"
          rows={byHand}
          keyOf={({ number }) => number}
          columns={[
            { title: "Quando", cell: ({ recordedAt }) => formatInstant(recordedAt) },
            { title: "Pedido", cell: ({ number }) => <span class="number">{number}</span> },
            { title: "Valor", cell: ({ amountCentavos }) => formatBrl(amountCentavos) },
            { title: "Como", cell: ({ means }) => handMeans[means] },
            { title: "Por quê", cell: ({ reason }) => reason },
            { title: "Quem", cell: ({ byName }) => byName },
          ]}
        />
      )}
    </OfficePage>
  );
}

export function HandPaymentView(props: {
  frame: OfficeFrame;
  order: Order;
  paidAt: Date | undefined;
  errors?: FormErrors | undefined;
  values?: FormValues | undefined;
}) {
  const { frame, order, paidAt, errors, values } = props;
  const over = paidAt
    ? `Este pedido foi pago em ${formatInstant(paidAt)}.`
    : order.cancelledAt && `Este pedido foi cancelado em ${formatInstant(order.cancelledAt)}.`;
  return (
    <OfficePage frame={frame} section="payments" title={`Registrar o pagamento do pedido ${order.number}`}>
      <BackLink href={officePaymentsPath()} text="Pagamentos" />
      <div class="narrow">
        <h1>Registrar um pagamento</h1>
        <ErrorSummary errors={errors} />
        <Summary
          rows={[
            { term: "Pedido", value: <span class="number">{order.number}</span> },
            { term: "Titular", value: order.companyName ?? order.applicantName ?? "" },
            { term: "Valor", value: <strong>{formatBrl(order.priceCentavos)}</strong> },
          ]}
        />
        {over ? (
          <Notice tone="ok" title={over}>
            <p>Não há nada a registrar.</p>
          </Notice>
        ) : (
          <>
            <p>
              Registre só depois de ver o dinheiro. O pedido segue como pago, o titular recebe um e-mail, e o seu nome e
              o motivo ficam no pedido. Isto não se desfaz.
            </p>
            <form method="post" action={officePaymentPath(order.number ?? "")}>
              <Choices
                name="meio"
                legend="Como o dinheiro chegou?"
                value={values?.["meio"]}
                errors={errors}
                choices={Object.entries(handMeans).map(([value, label]) => ({ value, label }))}
              />
              <Field
                name="motivo"
                label="Como você sabe?"
                hint="O extrato, o recibo, quem conferiu. Na cortesia, quem autorizou."
                value={values?.["motivo"]}
                errors={errors}
                autocomplete="off"
              />
              <Checkbox name="certeza" label="Conferi o recebimento" errors={errors} />
              <Button>Registrar {formatBrl(order.priceCentavos)}</Button>
            </form>
          </>
        )}
      </div>
    </OfficePage>
  );
}
