import { deskAgendaPath, deskPath, deskTasksPath, deskVerificationsPath } from "../../contract/desk-addresses.ts";
import { officePath } from "../../contract/office-addresses.ts";
import type { AgentPrincipal } from "../../people/agent.ts";
import type { NavLink } from "../ui/layout.tsx";

export type DeskSection = "queue" | "verification" | "tasks" | "calendar" | "account";

/** The places this person may go to. */
export function deskNav({ roles }: AgentPrincipal, current?: DeskSection): NavLink[] {
  const links: NavLink[] = [];
  if (roles.includes("agent")) links.push({ href: deskPath(), text: "Fila do dia", current: current === "queue" });
  if (roles.includes("verifier"))
    links.push({ href: deskVerificationsPath(), text: "Verificação", current: current === "verification" });
  if (roles.includes("agent"))
    links.push({ href: deskAgendaPath(), text: "Minha agenda", current: current === "calendar" });
  links.push({ href: deskTasksPath(), text: "Tarefas", current: current === "tasks" });
  if (roles.includes("manager") || roles.includes("auditor")) links.push({ href: officePath(), text: "Gestão" });
  return links;
}
