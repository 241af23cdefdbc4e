import type { ComponentChildren } from "preact";
import { purchaseSitePath } from "../../../contract/holder-addresses.ts";
import { formatEmail } from "../../../orders/applicant/applicant.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { BackLink, Button, Choices, ErrorSummary, Field, LinkButton, Notice, Steps } from "../../ui/components.tsx";
import { ApplicantPage, RaCard } from "../applicant-page.tsx";
import { askedIn } from "../applicant-words.ts";
import { type Sites, SitesCard } from "../sites-card.tsx";
import { RemoveForm } from "./basket-view.tsx";
import { type Purchase, type Step, type StepProps, stepBefore, stepHref, stepNumber } from "./purchase-steps.ts";

export function StepPage(props: {
  purchase: Purchase;
  step: Step;
  title: string;
  errors?: FormErrors | undefined;
  islands?: string[];
  children: ComponentChildren;
}) {
  const { purchase, step, title, errors } = props;
  const failed = Object.keys(errors ?? {}).length > 0;
  return (
    <ApplicantPage
      frame={purchase.frame}
      title={`${failed ? "Erro: " : ""}${title}`}
      sheets={["shop.css"]}
      islands={props.islands ?? []}
    >
      <BackLink href={stepBefore(purchase, step)} />
      <Steps {...stepNumber(purchase, step)} />
      {props.children}
    </ApplicantPage>
  );
}

export function EligibilityView({ purchase, errors, values }: StepProps) {
  const title = "Você já tem biometria cadastrada na ICP-Brasil?";
  return (
    <StepPage purchase={purchase} step="elegibilidade" title={title} errors={errors}>
      <ErrorSummary errors={errors} />
      <form method="post" action={stepHref(purchase.order, "elegibilidade")}>
        <h1>{title}</h1>
        <p>
          Ela é colhida quando alguém emite um certificado num posto: fotos do rosto e das digitais. Com ela, dá para
          fazer por vídeo também os certificados de mais de 12 meses.
        </p>
        <Choices
          name="biometria"
          legend={<span class="visually-hidden">{title}</span>}
          value={values?.["biometria"]}
          errors={errors}
          choices={[
            { value: "sim", label: "Sim, já emiti um certificado presencialmente" },
            { value: "nao", label: "Não, ou não sei" },
          ]}
        />
        <Button>Continuar</Button>
      </form>
      {purchase.lines.length > 1 && <RemoveForm line={purchase} label="Desistir deste certificado" />}
    </StepPage>
  );
}

/** A "no" comes with another way, and without a charge. */
export function NotEligibleView({ purchase, words, sites }: { purchase: Purchase; words: string; sites: Sites }) {
  const isAlone = purchase.lines.length === 1;
  const bookable = isAlone && sites.served.size > 0;
  return (
    <ApplicantPage frame={purchase.frame} title="Este certificado pede atendimento presencial" sheets={["shop.css"]}>
      <BackLink
        href={
          purchase.steps.includes("elegibilidade")
            ? stepHref(purchase.order, "elegibilidade")
            : stepBefore(purchase, "elegibilidade")
        }
      />
      <h1>Este certificado pede atendimento presencial</h1>
      <p class="lead">{words}</p>
      <Notice title="Nada foi cobrado">
        <p>
          Você pode escolher um certificado de 12 meses, que se faz todo por vídeo, ou{" "}
          <a href="#postos">{bookable ? "marcar hora num posto" : "ir a um posto"}</a>.
        </p>
      </Notice>
      <div class="actions">
        {purchase.lines.length > 1 ? (
          <RemoveForm line={purchase} label="Tirar este e continuar com os outros" prominent />
        ) : (
          <LinkButton href={`/?ar=${purchase.frame.ra?.slug ?? ""}#certificados`}>
            Ver certificados de 12 meses
          </LinkButton>
        )}
      </div>
      <SitesCard
        sites={sites}
        ra={purchase.frame.ra}
        action={isAlone ? purchaseSitePath(purchase.order.id) : undefined}
      />
      <RaCard ra={purchase.frame.ra} />
    </ApplicantPage>
  );
}

function BirthFields({ values, errors }: { values: FormValues; errors?: FormErrors | undefined }) {
  const words = errors?.["nascimento"];
  const part = (name: "dia" | "mes" | "ano", label: string, autocomplete: string, maxLength: number) => (
    <div class={name === "ano" ? "year" : undefined}>
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        value={values[name]}
        inputMode="numeric"
        autocomplete={autocomplete as "bday-day"}
        maxLength={maxLength}
        aria-invalid={words ? "true" : undefined}
      />
    </div>
  );
  return (
    <fieldset class={words ? "field wrong" : "field"} id="nascimento" aria-describedby="nascimento-dica">
      <legend>Data de nascimento</legend>
      <span class="hint" id="nascimento-dica">
        Por exemplo, 31 12 1990
      </span>
      {words && <span class="error-words">{words}</span>}
      <div class="birth">
        {part("dia", "Dia", "bday-day", 2)}
        {part("mes", "Mês", "bday-month", 2)}
        {part("ano", "Ano", "bday-year", 4)}
      </div>
    </fieldset>
  );
}

export function ApplicantDataView({ purchase, errors, values = {} }: StepProps) {
  const legal = purchase.product.person === "legal";
  const title = legal ? "Quem é a empresa e quem responde por ela?" : "Para quem é o certificado?";
  const field = { errors };
  return (
    <StepPage purchase={purchase} step="dados" title={title} errors={errors}>
      <ErrorSummary errors={errors} />
      <form method="post" action={stepHref(purchase.order, "dados")} novalidate>
        <input type="hidden" name="perguntado" value={askedIn(values)} />
        <h1>{title}</h1>
        {legal && (
          <>
            <Field
              {...field}
              name="cnpj"
              label="CNPJ"
              hint="Com ou sem pontos. Aceita letras."
              value={values["cnpj"]}
              size="short"
              autocomplete="off"
            />
            <Field
              {...field}
              name="empresa"
              label="Nome da empresa"
              hint="Como está no CNPJ"
              value={values["empresa"]}
              autocomplete="organization"
            />
            <h2>Responsável pela empresa</h2>
          </>
        )}
        <p class="hint">
          Os dados vão para dentro do certificado. É esta pessoa que{" "}
          {purchase.order.attendance === "in-person" ? "vai ao posto" : "atende a videoconferência"}.
        </p>
        <Field
          {...field}
          name="nome"
          label="Nome completo"
          hint="Como está no documento com foto"
          value={values["nome"]}
          autocomplete="name"
        />
        <Field
          {...field}
          name="cpf"
          label="CPF"
          hint="Com ou sem pontos"
          value={values["cpf"]}
          inputMode="numeric"
          size="short"
          autocomplete="off"
        />
        <BirthFields values={values} errors={errors} />
        <Field
          {...field}
          name="email"
          label="E-mail"
          hint="Tudo o que acontece com o pedido chega aqui"
          value={values["email"] && formatEmail(values["email"])}
          type="email"
          autocomplete="email"
        />
        <Field
          {...field}
          name="telefone"
          label="Celular com DDD"
          hint="Para a AR achar você. De outro país: + e o código dele. Um fixo também serve."
          value={values["telefone"]}
          type="tel"
          size="short"
          autocomplete="tel"
        />
        <Button>Continuar</Button>
      </form>
    </StepPage>
  );
}
