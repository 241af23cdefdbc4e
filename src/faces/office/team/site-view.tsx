import {
  officeAuthorityPath,
  officeSiteClosingPath,
  officeSitePath,
  officeSitesNewPath,
  officeSitesPath,
  officeTeamPath,
} from "../../../contract/office-addresses.ts";
import type { Site } from "../../../people/authority/site.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { BackLink, Button, Empty, ErrorSummary, Field, LinkButton } from "../../ui/components.tsx";
import { type OfficeFrame, OfficePage } from "../office-page.tsx";

export function SitesView({ frame, sites }: { frame: OfficeFrame; sites: Site[] }) {
  return (
    <OfficePage frame={frame} section="authority" title="Postos presenciais">
      <BackLink href={officeAuthorityPath()} text="Dados da AR" />
      <h1>Postos presenciais</h1>
      <p>
        Quem não pode fazer por vídeo vê estes postos antes de qualquer cobrança, e marca hora naqueles em que alguém da{" "}
        <a href={officeTeamPath()}>equipe</a> recebe pessoas. O pagamento, a identificação e a emissão são feitos no
        posto, no sistema da AR, e não por aqui.
      </p>
      {frame.manages && (
        <p>
          <LinkButton href={officeSitesNewPath()} kind="secondary">
            Incluir posto
          </LinkButton>
        </p>
      )}
      {sites.length === 0 && (
        <Empty>Nenhum posto. Quem não pode fazer por vídeo vê só o telefone e o endereço da AR.</Empty>
      )}
      {sites.length > 0 && (
        <ul class="plain">
          {sites.map((site) => (
            <li key={site.id} class="card">
              <h2>{frame.manages ? <a href={officeSitePath(site.id)}>{site.name}</a> : site.name}</h2>
              <p>
                {site.address}
                <br />
                {site.openingHours}
              </p>
              {site.notes && <p class="hint">{site.notes}</p>}
            </li>
          ))}
        </ul>
      )}
    </OfficePage>
  );
}

export function SiteView(props: {
  frame: OfficeFrame;
  site?: Site;
  errors?: FormErrors | undefined;
  values?: FormValues | undefined;
}) {
  const { frame, site, errors } = props;
  const { id: _id, raId: _raId, ...stored } = site ?? { id: "", raId: "" };
  const values: FormValues = props.values ?? stored;
  const action = site ? officeSitePath(site.id) : officeSitesNewPath();
  const title = site ? site.name : "Incluir posto";
  const field = (name: string, label: string, more: Partial<Parameters<typeof Field>[0]> = {}) => (
    <Field name={name} label={label} value={values[name]} errors={errors} autocomplete="off" {...more} />
  );
  return (
    <OfficePage frame={frame} section="authority" title={title}>
      <BackLink href={officeSitesPath()} text="Postos presenciais" />
      <div class="narrow">
        <h1>{title}</h1>
        <ErrorSummary errors={errors} />
        <form method="post" action={action} novalidate>
          {field("name", "Nome do posto", { hint: "Exemplo: Posto Centro" })}
          {field("address", "Endereço", { hint: "Rua, número, sala, bairro, cidade e estado" })}
          {field("openingHours", "Quando atende", { hint: "Exemplo: segunda a sexta, 9h às 17h" })}
          {field("notes", "Recado para quem vai", { optional: true, hint: "Exemplo: marque antes por telefone" })}
          <Button>Guardar</Button>
        </form>
        {site && (
          <form method="post" action={officeSiteClosingPath(site.id)}>
            <p class="hint">
              Fechado, ninguém marca mais aqui. Quem já marcou continua na agenda: fale com essas pessoas.
            </p>
            <div class="actions">
              <Button kind="danger" small>
                Fechar este posto
              </Button>
            </div>
          </form>
        )}
      </div>
    </OfficePage>
  );
}
