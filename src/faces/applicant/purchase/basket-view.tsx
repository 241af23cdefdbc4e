import { deviceWords, productTitle } from "../../../catalog/product.ts";
import { purchaseRemovalPath } from "../../../contract/holder-addresses.ts";
import { formatBrl } from "../../../platform/money.ts";
import type { Appointment } from "../../../scheduling/appointments/appointment.ts";
import type { FormErrors } from "../../form.ts";
import { Button, ErrorSummary, Field, LinkButton, Notice } from "../../ui/components.tsx";
import { formatDayAndTime } from "../../ui/dates.ts";
import { ApplicantPage } from "../applicant-page.tsx";
import { LostTime } from "../hold-clock.tsx";
import { orderTitle } from "../order-title.ts";
import type { Offer } from "./home-view.tsx";
import { type Line, type Purchase, type StepProps, stepHref, totalOf } from "./purchase-steps.ts";

export type Holds = ReadonlyMap<string, Appointment>;

/** Takes one certificate out again, by a press that works without script. */
export function RemoveForm(props: { line: Line; label?: string; prominent?: boolean }) {
  const { line, label = "Tirar", prominent } = props;
  return (
    <form method="post" action={purchaseRemovalPath(line.order.id)} class={props.label ? "give-up" : undefined}>
      <Button {...(prominent ? {} : { kind: "quiet", small: true })}>
        {label}
        <span class="visually-hidden"> {orderTitle(line)}</span>
      </Button>
    </form>
  );
}

/** What is bought, one line a certificate: whose, when, how much; one that left the shelf says so. */
export function BasketLines({ purchase, holds }: { purchase: Purchase; holds: Holds }) {
  const { lines } = purchase;
  const several = lines.length > 1;
  return (
    <ol class="basket">
      {lines.map((line) => {
        const { order, product } = line;
        const hold = holds.get(order.id);
        return (
          <li key={order.id}>
            <div>
              <strong>{productTitle(product)}</strong>
              {order.companyName && <span>{order.companyName}</span>}
              {hold && <span class="hint">{formatDayAndTime(hold.startsAt)}</span>}
              {!product.active && <span class="error-words">Não está mais à venda. Tire-o para continuar.</span>}
            </div>
            <div class="what-it-costs">
              <span>{formatBrl(order.priceCentavos)}</span>
              {several && <RemoveForm line={line} />}
            </div>
          </li>
        );
      })}
      {several && (
        <li class="total">
          <strong>Total</strong>
          <strong>{formatBrl(totalOf(purchase))}</strong>
        </li>
      )}
    </ol>
  );
}

function AddOne({ offer: { product, video }, action }: { offer: Offer; action: string }) {
  return (
    <li>
      <div>
        <strong>{productTitle(product)}</strong>
        <span>
          {product.person === "legal" ? "Para empresa" : "Para você"}, fica em {deviceWords(product.device)}.
        </span>
        {video === "with-biometrics" && <span class="hint">Por vídeo só para quem já tem biometria cadastrada.</span>}
      </div>
      <div class="what-it-costs">
        <span>{formatBrl(product.priceCentavos)}</span>
        <form method="post" action={action}>
          <input type="hidden" name="produto" value={product.code} />
          <Button kind="secondary" small>
            Adicionar<span class="visually-hidden"> {productTitle(product)}</span>
          </Button>
        </form>
      </div>
    </li>
  );
}

export function BasketView(props: {
  purchase: Purchase;
  holds: Holds;
  offers: Offer[];
  /** Where "Continuar" leads. */
  next: string;
  /** The times held before had no room for the certificates of now. */
  lost: boolean;
  /** The first of the times whose holds ran out. */
  ranOut: Appointment | undefined;
  errors?: FormErrors;
}) {
  const { purchase, holds, offers, next, lost, ranOut, errors } = props;
  const { lines, order, frame } = purchase;
  const title = lines.length > 1 ? `Seus ${lines.length} certificados` : "Seu certificado";
  const onVideo = offers.filter(({ video, gap }) => video !== "nobody" && !gap);
  return (
    <ApplicantPage frame={frame} title={`${errors ? "Erro: " : ""}${title}`} sheets={["shop.css"]}>
      <ErrorSummary errors={errors} />
      <h1>{title}</h1>
      {lost && (
        <Notice tone="warn" live title="O horário reservado foi liberado">
          <p>
            Nele não cabem {lines.length === 1 ? "este atendimento" : `${lines.length} atendimentos seguidos`}. Escolha
            outro a seguir.
          </p>
        </Notice>
      )}
      {ranOut && (
        <LostTime lost={ranOut} several={lines.length > 1}>
          <p>Nada foi cobrado. Escolha outro horário a seguir.</p>
        </LostTime>
      )}
      <p>
        {lines.length > 1 ? "Todos em" : "Em"} nome de <strong>{order.applicantName}</strong>. Cada certificado tem o
        seu atendimento, um depois do outro{purchase.frame.paysOnline ? ", e um Pix só paga tudo" : ""}.
      </p>
      <BasketLines purchase={purchase} holds={holds} />
      <div class="actions">
        <LinkButton href={next}>
          {holds.size < lines.length && purchase.frame.paysOnline ? "Continuar e escolher o horário" : "Continuar"}
        </LinkButton>
      </div>
      <h2 id="adicionar">Adicionar outro certificado</h2>
      <p class="hint">Para outra pessoa, faça outra compra: cada titular atende a própria videoconferência.</p>
      <ul class="basket">
        {onVideo.map((offer) => (
          <AddOne offer={offer} action={stepHref(order, "certificados")} key={offer.product.id} />
        ))}
      </ul>
    </ApplicantPage>
  );
}

/** The company of a certificate that was added: its responsible, the holder, is known already. */
export function CompanyView({ purchase, errors, values = {} }: StepProps) {
  const { order, product, lines, frame } = purchase;
  const title = "De qual empresa é este certificado?";
  return (
    <ApplicantPage frame={frame} title={`${errors ? "Erro: " : ""}${title}`} sheets={["shop.css"]}>
      <ErrorSummary errors={errors} />
      <p class="hint">{productTitle(product)}</p>
      <form method="post" action={stepHref(order, "empresa")} novalidate>
        <h1>{title}</h1>
        <p>
          <strong>{order.applicantName}</strong> responde por ela e atende a videoconferência.
        </p>
        <Field
          name="cnpj"
          label="CNPJ"
          hint="Com ou sem pontos. Aceita letras."
          value={values["cnpj"]}
          errors={errors}
          size="short"
          autocomplete="off"
        />
        <Field
          name="empresa"
          label="Nome da empresa"
          hint="Como está no CNPJ"
          value={values["empresa"]}
          errors={errors}
          autocomplete="organization"
        />
        <Button>Continuar</Button>
      </form>
      {lines.length > 1 && <RemoveForm line={purchase} label="Desistir deste certificado" />}
    </ApplicantPage>
  );
}
