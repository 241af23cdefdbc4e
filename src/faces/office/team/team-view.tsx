import type { Product } from "../../../catalog/product.ts";
import {
  officeMemberAgendaPath,
  officeMemberHoursPath,
  officeMemberPath,
  officeMemberRolesPath,
  officeMemberSitesPath,
  officeMemberSkillsPath,
  officeSitesPath,
  officeTeamPath,
} from "../../../contract/office-addresses.ts";
import { formatEmail } from "../../../orders/applicant/applicant.ts";
import { type Agent, agentRoles, roleNames } from "../../../people/agent.ts";
import type { Site } from "../../../people/authority/site.ts";
import { formatTaxpayerId, maskTaxpayerId } from "../../../platform/taxpayer-id.ts";
import type { AgentProfile } from "../../../scheduling/agenda/agenda.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { awayWords, zones } from "../../staff/time-off-words.ts";
import { BackLink, Button, ErrorSummary, Field, LinkButton, Notice, Summary, Tag } from "../../ui/components.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { weekdayNames } from "../hours-text.ts";
import { type OfficeFrame, OfficePage } from "../office-page.tsx";
import { type AccessFacts, AccessSection } from "./access-view.tsx";
import { type Skills, SkillsSection } from "./skills-view.tsx";

const roleHints = {
  agent: "Atende o titular por vídeo e decide (validação).",
  verifier: "Confere depois o que outro agente decidiu (verificação).",
  manager: "Cuida da equipe, dos horários, dos produtos e dos dados da AR.",
  auditor: "Lê tudo e não muda nada.",
};

type Back = { errors?: FormErrors | undefined; values?: FormValues | undefined };

function stateOf(agent: Agent) {
  if (agent.suspendedAt) return <Tag tone="error">Suspenso</Tag>;
  return agent.hasPassword ? <Tag tone="ok">Ativo</Tag> : <Tag tone="warn">Convite aberto</Tag>;
}

function RoleBoxes({ checked, errors }: { checked: (role: string) => boolean; errors: FormErrors | undefined }) {
  const wrong = errors?.["roles"];
  return (
    <fieldset class={wrong ? "field wrong" : "field"} id="roles">
      <legend>O que esta pessoa faz</legend>
      {wrong && <span class="error-words">{wrong}</span>}
      {agentRoles.map((role) => (
        <label class="choice" key={role}>
          <input type="checkbox" name={`papel-${role}`} value="sim" checked={checked(role)} />
          <span>
            {roleNames[role]}
            <span class="hint">{roleHints[role]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export function TeamView({ frame, agents, errors, values }: Back & { frame: OfficeFrame; agents: Agent[] }) {
  return (
    <OfficePage frame={frame} section="team" title="Equipe">
      <h1>Equipe</h1>
      <DataTable
        caption="Pessoas da equipe"
        rows={agents}
        keyOf={(agent) => agent.id}
        columns={[
          { title: "Nome", cell: (agent) => <a href={officeMemberPath(agent.id)}>{agent.name}</a> },
          { title: "CPF", cell: (agent) => <span class="number">{maskTaxpayerId(agent.cpf)}</span> },
          { title: "E-mail", cell: (agent) => formatEmail(agent.email) },
          { title: "O que faz", cell: (agent) => agent.roles.map((role) => roleNames[role]).join(", ") },
          { title: "Situação", cell: stateOf },
        ]}
      />
      {frame.manages && (
        <section class="narrow" aria-labelledby="nova-pessoa">
          <h2 id="nova-pessoa">Incluir uma pessoa</h2>
          <ErrorSummary errors={errors} />
          <form method="post" action={officeTeamPath()}>
            <Field name="name" label="Nome completo" value={values?.["name"]} errors={errors} />
            <Field name="cpf" label="CPF" size="short" inputMode="numeric" value={values?.["cpf"]} errors={errors} />
            <Field name="email" label="E-mail de trabalho" type="email" value={values?.["email"]} errors={errors} />
            <RoleBoxes checked={(role) => values?.[`papel-${role}`] === "sim"} errors={errors} />
            <Button>Incluir e enviar o convite</Button>
          </form>
        </section>
      )}
    </OfficePage>
  );
}

export function AgentView(
  props: Back & {
    frame: OfficeFrame;
    agent: Agent;
    access: AccessFacts;
    away: AgentProfile["away"];
    sites: SiteTick[];
    skills: Skills;
    products: Product[];
    /** What came back wrong of the skills' form. */
    typedSkills?: FormValues | undefined;
    saved: boolean;
  },
) {
  const { frame, agent, access, away, sites, skills, products, typedSkills, saved, errors, values } = props;
  return (
    <OfficePage frame={frame} section="team" title={agent.name}>
      <BackLink href={officeTeamPath()} text="Equipe" />
      <h1>
        {agent.name} {stateOf(agent)}
      </h1>
      <p>
        CPF {formatTaxpayerId(agent.cpf)} · {formatEmail(agent.email)} ·{" "}
        {agent.roles.map((role) => roleNames[role]).join(", ")}
      </p>
      {saved && (
        <Notice tone="ok" live>
          Guardado.
        </Notice>
      )}
      {away && <Notice tone="warn">{awayWords(agent.name, away, frame.now)}</Notice>}
      <p>
        <LinkButton href={officeMemberAgendaPath(agent.id)} kind="secondary">
          Ausências, férias e dias diferentes
        </LinkButton>
      </p>
      <ErrorSummary errors={errors} />
      <div class="office-columns">
        <section aria-labelledby="semana">
          <h2 id="semana">Semana de atendimento</h2>
          {frame.manages ? (
            <WeekForm action={officeMemberHoursPath(agent.id)} errors={errors} values={values} />
          ) : (
            <Summary
              rows={weekdayNames.map((term, weekday) => ({ term, value: values?.[`dia-${weekday}`] || "Não atende" }))}
            />
          )}
        </section>
        <SkillsSection
          skills={skills}
          products={products}
          manages={frame.manages}
          action={officeMemberSkillsPath(agent.id)}
          errors={errors}
          values={typedSkills}
        />
        <SitesSection sites={sites} manages={frame.manages} action={officeMemberSitesPath(agent.id)} />
        {frame.manages && (
          <section aria-labelledby="papeis">
            <h2 id="papeis">Papéis</h2>
            <form method="post" action={officeMemberRolesPath(agent.id)}>
              <RoleBoxes checked={(role) => agent.roles.some((own) => own === role)} errors={errors} />
              <Button kind="secondary">Guardar</Button>
            </form>
          </section>
        )}
        <AccessSection frame={frame} agent={agent} access={access} />
      </div>
    </OfficePage>
  );
}

type SiteTick = { site: Site; receives: boolean };

/** Where this person receives people: at those sites the same hours are sold as attendance in person. */
function SitesSection({ sites, manages, action }: { sites: SiteTick[]; manages: boolean; action: string }) {
  const own = sites.filter(({ receives }) => receives).map(({ site }) => site.name);
  return (
    <section aria-labelledby="postos">
      <h2 id="postos">Postos em que recebe pessoas</h2>
      {sites.length === 0 && (
        <p class="hint">
          A AR não tem posto presencial. <a href={officeSitesPath()}>Postos</a>
        </p>
      )}
      {!manages && sites.length > 0 && <p>{own.join(", ") || "Nenhum: só por vídeo."}</p>}
      {manages && sites.length > 0 && (
        <form method="post" action={action}>
          <fieldset class="field">
            <legend class="visually-hidden">Postos em que recebe pessoas</legend>
            {sites.map(({ site, receives }) => (
              <label class="choice" key={site.id}>
                <input type="checkbox" name={`posto-${site.id}`} value="sim" checked={receives} />
                <span>
                  {site.name}
                  <span class="hint">{site.address}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <p class="hint">
            Quem não pode ser atendido por vídeo marca nestes postos, nas horas livres da semana ao lado. O que já está
            marcado continua.
          </p>
          <Button kind="secondary">Guardar os postos</Button>
        </form>
      )}
    </section>
  );
}

function WeekForm({ action, errors, values }: Back & { action: string }) {
  return (
    <form method="post" action={action}>
      <p class="hint">Escreva assim: 08:00 às 12:00, 13:00 às 18:00. Vazio = não atende nesse dia.</p>
      {weekdayNames.map((name, weekday) => (
        <Field key={name} name={`dia-${weekday}`} label={name} value={values?.[`dia-${weekday}`]} errors={errors} />
      ))}
      <div class="field">
        <label for="zone">Fuso</label>
        <select id="zone" name="zone">
          {zones.map(([zone, name]) => (
            <option key={zone} value={zone} selected={values?.["zone"] === zone}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <Button>Guardar a semana</Button>
    </form>
  );
}
