import type { AgentPrincipal } from "../people/agent.ts";

export type TaskKind =
  | "call-holder"
  | "verification-late"
  | "validation-ended"
  | "issue-ended"
  | "media-late"
  | "decision-missing"
  | "verifier-missing"
  | "irregularity-report"
  | "irregularity-close"
  | "sitting-returned"
  | "mail-question"
  | "money-back";

/** One thing that a person of the AR must do: what, by when, whose. */
export type Task = {
  id: string;
  raId: string;
  orderId: string;
  kind: TaskKind;
  /** The lateness, the deadline, the room, the case … it comes from: one task of each kind. */
  subjectId: string;
  words: string;
  dueAt: Date;
  ownerId: string | null;
  createdAt: Date;
  doneAt: Date | null;
  doneBy: string | null;
  result: string | null;
};

export const taskTitles: Record<TaskKind, string> = {
  "call-holder": "Ligar para o titular",
  "verification-late": "Conferir atendimento atrasado",
  "validation-ended": "Resolver pedido sem validação",
  "issue-ended": "Resolver certificado não emitido",
  "media-late": "Resolver mídia não entregue",
  "decision-missing": "Decidir atendimento encerrado",
  "verifier-missing": "Chamar um verificador",
  "irregularity-report": "Relatar irregularidade à AC",
  "irregularity-close": "Decidir caso de irregularidade",
  "sitting-returned": "Responder atendimento devolvido",
  "mail-question": "Responder e-mail do titular",
  "money-back": "Devolver pagamento a mais",
};

/** Everybody who attends, verifies or runs the AR shares one list; an auditor reads and changes nothing. */
export function mayWorkOn(who: AgentPrincipal, raId: string): boolean {
  return who.raId === raId && who.roles.some((role) => role !== "auditor");
}
