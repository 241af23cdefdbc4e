import type { z } from "zod";
import { productTitle } from "../../../catalog/product.ts";
import { helpTopicPath } from "../../../contract/holder-addresses.ts";
import type { Site } from "../../../people/authority/site.ts";
import { formatBrl } from "../../../platform/money.ts";
import { defaultLanguage } from "../../../scheduling/agenda/language.ts";
import type { SlotOffer, slotForm } from "../../slot-offer.ts";
import { Button, Checkbox, ErrorSummary, Notice, Summary } from "../../ui/components.tsx";
import { SlotPicker } from "../../ui/slot-picker.tsx";
import { RaCard } from "../applicant-page.tsx";
import { SiteWords, whatToBring } from "../sites-card.tsx";
import { timeWords } from "../time-words.ts";
import { certificateNameRow, companyRow, holderRows } from "./purchase-confirm-view.tsx";
import { type StepProps, stepHref, timeHref } from "./purchase-steps.ts";
import { StepPage } from "./purchase-view.tsx";

/** The free times of one site. */
export function InPersonSlotView({ purchase, site, offer, errors }: StepProps & { site: Site; offer: SlotOffer }) {
  const { order, product } = purchase;
  const title = "Quando você quer ir ao posto?";
  return (
    <StepPage purchase={purchase} step="horario" title={title} errors={errors}>
      <h1>{title}</h1>
      <SiteWords site={site} />
      <p>
        O atendimento leva cerca de {product.slotMinutes} minutos. O horário só fica marcado quando você confirmar, na
        próxima página. <a href={stepHref(order, "elegibilidade")}>Mudar a resposta ou o posto</a>
      </p>
      <SlotPicker offer={offer} action={stepHref(order, "horario")} button="Escolher este horário" errors={errors} />
      {offer.days.length === 0 && <RaCard ra={purchase.frame.ra} />}
    </StepPage>
  );
}

type Chosen = z.output<typeof slotForm>;

/** Everything once more before the time is booked: where, when, what to bring, and that nothing is paid here. */
export function InPersonCheckView(props: StepProps & { site: Site; chosen: Chosen }) {
  const { purchase, site, chosen, errors } = props;
  const { order, product } = purchase;
  const { horario: startsAt, idioma } = chosen;
  const title = "Confira antes de marcar";
  const time = timeHref(order, idioma);
  return (
    <StepPage purchase={purchase} step="conferir" title={title} errors={errors}>
      <ErrorSummary errors={errors} />
      <h1>{title}</h1>
      <Summary
        rows={[
          { term: "Certificado", value: productTitle(product) },
          ...companyRow(purchase, "Empresa", "dados"),
          ...holderRows(purchase),
          ...certificateNameRow(purchase),
          { term: "Posto", value: `${site.name}, ${site.address}`, changeHref: stepHref(order, "elegibilidade") },
          {
            term: "Horário",
            value: timeWords({ startsAt, language: idioma ?? defaultLanguage }),
            changeHref: time,
          },
          { term: "A pagar no posto", value: <strong>{formatBrl(order.priceCentavos)}</strong> },
        ]}
      />
      <Notice title="Nada é cobrado agora">
        <p>O pagamento, a identificação e a emissão são no posto, no sistema da AR. Leve {whatToBring}.</p>
      </Notice>
      <form method="post" action={stepHref(order, "conferir")}>
        <div id="horario">
          {errors?.["horario"] && (
            <p>
              <span class="error-words">{errors["horario"]}</span> <a href={time}>Escolher outro horário</a>
            </p>
          )}
          <input type="hidden" name="horario" value={startsAt.toISOString()} />
          {idioma && <input type="hidden" name="idioma" value={idioma} />}
        </div>
        <Checkbox
          name="titular"
          errors={errors}
          label={`Sou ${order.applicantName}, e vou ao posto pessoalmente, com o documento original.`}
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
        <Button>Marcar o atendimento presencial</Button>
      </form>
    </StepPage>
  );
}
