import {
  officeAuthorityNewPath,
  officeAuthorityPath,
  officeHolidaysPath,
  officeSitesPath,
} from "../../../contract/office-addresses.ts";
import { formatEmail } from "../../../orders/applicant/applicant.ts";
import { formatTaxpayerId } from "../../../platform/taxpayer-id.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { BackLink, Button, ErrorSummary, Field, LinkButton, Notice, Summary } from "../../ui/components.tsx";
import { type OfficeFrame, OfficePage } from "../office-page.tsx";

type Back = { errors?: FormErrors | undefined; values?: FormValues | undefined };

/** The house's own colour (src/faces/ui/styles/_tokens.css): chosen again, the AR's look is the house's. */
export const standardBrand = "#0b5a4c";

function AuthorityFields({ errors, values }: Back) {
  const field = (name: string, label: string, more: Partial<Parameters<typeof Field>[0]> = {}) => (
    <Field name={name} label={label} value={values?.[name]} errors={errors} {...more} />
  );
  return (
    <>
      {field("name", "Nome da AR")}
      {field("cnpj", "CNPJ", { size: "short" })}
      {field("phone", "Telefone para os titulares", { type: "tel", size: "short" })}
      {field("email", "E-mail da AR", { type: "email" })}
      {field("openingHours", "Horário de atendimento", { hint: "Em palavras: segunda a sexta, 8h às 18h" })}
      {field("address", "Endereço")}
      {field("city", "Cidade", { hint: "Vai no código do Pix. Em branco: a do endereço." })}
      {field("municipalityCode", "Código do município (IBGE)", {
        size: "short",
        inputMode: "numeric",
        hint: "7 números. São Paulo: 3550308",
      })}
      {field("papersAddress", "E-mail que recebe os documentos", {
        type: "email",
        hint: "O titular escreve para este endereço com o assunto “Documentos videoconferência” e o número do pedido.",
      })}
    </>
  );
}

export function AuthorityView(props: Back & { frame: OfficeFrame; others: number; saved: boolean }) {
  const { frame, others, saved, errors, values } = props;
  const { ra } = frame;
  const stored: FormValues = {
    name: ra.name,
    cnpj: formatTaxpayerId(ra.cnpj),
    phone: ra.phone,
    email: formatEmail(ra.email),
    openingHours: ra.openingHours,
    address: ra.address,
    city: ra.city,
    municipalityCode: ra.municipalityCode,
    papersAddress: formatEmail(ra.papersAddress),
    brand: ra.look["brand"] ?? standardBrand,
  };
  const shown = values ?? stored;
  return (
    <OfficePage frame={frame} section="authority" title="Dados da AR">
      <div class="narrow">
        <h1>Dados da AR</h1>
        {saved && <Notice tone="ok">Guardado. O titular já vê os dados novos.</Notice>}
        <ErrorSummary errors={errors} />
        {!ra.city && !errors && (
          <Notice tone="warn" title="Falta a cidade da AR">
            Ela vai no código do Pix que o titular paga. Enquanto falta, o código diz Brasília.
          </Notice>
        )}
        {frame.manages ? (
          <form method="post" action={officeAuthorityPath()}>
            <AuthorityFields errors={errors} values={shown} />
            <div class={errors?.["brand"] ? "field wrong" : "field"}>
              <label for="brand">Cor da marca</label>
              {errors?.["brand"] && <span class="error-words">{errors["brand"]}</span>}
              <input id="brand" name="brand" type="color" class="tiny" value={shown["brand"]} />
            </div>
            <Button>Guardar</Button>
          </form>
        ) : (
          <Summary
            rows={[
              { term: "Nome", value: ra.name },
              { term: "CNPJ", value: formatTaxpayerId(ra.cnpj) },
              { term: "Telefone", value: ra.phone },
              { term: "E-mail", value: formatEmail(ra.email) },
              { term: "Horário", value: ra.openingHours },
              { term: "Endereço", value: ra.address },
              { term: "Cidade", value: ra.city },
              { term: "Documentos por e-mail", value: ra.papersAddress },
            ]}
          />
        )}
        <h2>Loja</h2>
        <p>
          <a href={`/?ar=${ra.slug}`}>Ver a loja como o titular vê</a>
        </p>
        <h2>Postos presenciais</h2>
        <p>
          <a href={officeSitesPath()}>Ver os postos</a>, mostrados a quem não pode fazer por vídeo.
        </p>
        <h2>Feriados</h2>
        <p>
          <a href={officeHolidaysPath()}>Ver os feriados</a> em que a AR não atende.
        </p>
        {frame.manages && (
          <>
            <h2>Outras AR nesta instalação</h2>
            <p>
              {others === 0 ? "Nenhuma ainda." : `${others}, cada uma com a sua equipe, loja e caixa de documentos.`}
            </p>
            <LinkButton href={officeAuthorityNewPath()} kind="secondary">
              Abrir outra AR
            </LinkButton>
          </>
        )}
      </div>
    </OfficePage>
  );
}

export function NewAuthorityView({ frame, errors, values }: Back & { frame: OfficeFrame }) {
  const field = (name: string, label: string, more: Partial<Parameters<typeof Field>[0]> = {}) => (
    <Field name={name} label={label} value={values?.[name]} errors={errors} {...more} />
  );
  return (
    <OfficePage frame={frame} section="authority" title="Abrir outra AR">
      <BackLink href={officeAuthorityPath()} text="Dados da AR" />
      <div class="narrow">
        <h1>Abrir outra AR</h1>
        <p>Ela terá equipe, horários, produtos e documentos só dela. Você não terá acesso a eles.</p>
        <ErrorSummary errors={errors} />
        <form method="post" action={officeAuthorityNewPath()}>
          <AuthorityFields errors={errors} values={values} />
          <h2>Quem vai administrar</h2>
          {field("headName", "Nome completo")}
          {field("headCpf", "CPF", { size: "short", inputMode: "numeric" })}
          {field("headEmail", "E-mail de trabalho", { type: "email" })}
          <Button>Abrir e criar o convite</Button>
        </form>
      </div>
    </OfficePage>
  );
}
