import { isAt } from "../../contract/address.ts";
import {
  deskAgendaPath,
  deskPath,
  deskSignInPath,
  deskTasksPath,
  deskVerificationsPath,
} from "../../contract/desk-addresses.ts";
import { officeAgendaPath, officeDossiersPath, officePath, officeTeamPath } from "../../contract/office-addresses.ts";
import type { AgentPrincipal } from "../../people/agent.ts";
import type { Failure } from "../../platform/failures/failure.ts";
import type { FailureCode } from "../failure-catalogue.ts";
import { LinkButton } from "../ui/components.tsx";
import { DeskLayout, type NavLink } from "../ui/layout.tsx";
import { deskNav } from "./desk-nav.ts";

/** Advice for the AR's own people, in place of what the catalogue says to the holder. */
const staffAdvice: Partial<Record<FailureCode, string>> = {
  "not-found": "O endereço mudou, ou isto é de outra AR. Volte e abra pela lista.",
  "not-allowed": "O seu papel nesta AR não abre isto. Quem muda papéis é o gestor, em Equipe.",
  "room-not-found": "Volte à fila do dia e abra o atendimento por lá.",
  "room-early": "A sala abre alguns minutos antes do horário marcado.",
  "room-ended": "Volte à fila do dia; se faltou decidir, o caso ainda abre por lá.",
};

/** Where each part of the desk and the office begins: the way back from a page that was refused. */
const beginnings: [string, string][] = [
  [deskVerificationsPath(), "Voltar à verificação"],
  [deskTasksPath(), "Voltar às tarefas"],
  [deskAgendaPath(), "Voltar à minha agenda"],
  [deskPath(), "Voltar à fila do dia"],
  [officeAgendaPath(), "Voltar à agenda"],
  [officeDossiersPath(), "Voltar aos dossiês"],
  [officeTeamPath(), "Voltar à equipe"],
  [officePath(), "Voltar ao dia da AR"],
];

/** The way back, by what this person may open: where the part itself is closed to them, the first place that is not. */
function wayBack(path: string, nav: NavLink[]): { href: string; words: string } {
  const [href, words] = beginnings.find(([beginning]) => isAt(path, beginning)) ?? [deskPath(), "Voltar à mesa"];
  const [first] = nav;
  if (!first || nav.some((link) => link.href === href || (link.href === officePath() && href.startsWith(officePath()))))
    return { href, words };
  return { href: first.href, words: `Ir para: ${first.text}` };
}

/** A page of the desk or the office that was refused or broke: their own dress, whose it is, and a way back. */
export function StaffFailurePage(props: {
  failure: Failure | undefined;
  requestId: string;
  path: string;
  agent: AgentPrincipal | undefined;
}) {
  const { failure, requestId, path, agent } = props;
  const title = failure?.code === "not-found" ? "Não encontramos isto aqui." : failure?.title;
  const nav = agent ? deskNav(agent) : [];
  // The files of a dossier have addresses of the desk, but a dossier is opened in the office.
  const { href, words } = wayBack(failure?.code === "dossier-closed" ? officeDossiersPath() : path, nav);
  const advice = failure && (staffAdvice[failure.code as FailureCode] ?? failure.advice);
  return (
    <DeskLayout
      title={title ?? "Algo falhou do nosso lado"}
      home={href.startsWith(officePath()) ? officePath() : deskPath()}
      nav={nav}
      signedIn={agent && { name: agent.name }}
      attends={agent?.roles.includes("agent") ?? false}
      sheets={["call-desk.css"]}
    >
      <div class="narrow">
        <h1>{title ?? "Algo falhou do nosso lado."}</h1>
        <p class="lead">{advice ?? "Nada do que você já fez foi perdido. Tente de novo em instantes."}</p>
        {!failure && (
          <p class="hint">
            Se continuar, informe este código a quem cuida do servidor: <code>{requestId}</code>
          </p>
        )}
        <div class="actions">
          <LinkButton href={href}>{words}</LinkButton>
          {!agent && (
            <LinkButton href={deskSignInPath()} kind="secondary">
              Entrar na mesa
            </LinkButton>
          )}
        </div>
      </div>
    </DeskLayout>
  );
}
