import { type AgentPrincipal, mayAttend, mayAudit, mayManage, mayVerify } from "../people/agent.ts";

declare module "../platform/jobs/jobs.ts" {
  interface JobPayloads {
    "irregularities.cancel-order": { caseId: string; orderId: string };
  }
  interface EventPayloads {
    "irregularity.opened": { caseId: string; orderId: string };
    "irregularity.reported": { caseId: string; orderId: string };
    "irregularity.closed": { caseId: string; orderId: string; goesOn: boolean };
  }
}

/** What may be wrong; the agent picks, the AC reads it. The holder never does. */
export const irregularityKinds = [
  { code: "forged-document", label: "Documento falso ou adulterado" },
  { code: "another-person", label: "Outra pessoa se passou pelo titular" },
  { code: "tampered-picture", label: "Imagem manipulada, gravada ou de câmera virtual" },
  { code: "coercion", label: "Sinais de coação ou de que alguém dita as respostas" },
  { code: "false-data", label: "Dados falsos ou de terceiros no pedido" },
  { code: "other", label: "Outra irregularidade" },
] as const;
export type IrregularityKind = (typeof irregularityKinds)[number]["code"];
export const irregularityCodes = irregularityKinds.map(({ code }) => code) as [IrregularityKind, ...IrregularityKind[]];

export function kindLabel(code: string): string {
  return irregularityKinds.find((kind) => kind.code === code)?.label ?? code;
}

export type CaseOutcome = "founded" | "unfounded";

/** One irregularity of one order (DOC-ICP-05.05 item 6; DOC-ICP-05.02 item 3): the order stands still while it is open. */
export type IrregularityCase = {
  id: string;
  raId: string;
  orderId: string;
  roomId: string | null;
  kind: IrregularityKind;
  reportedBy: string;
  openedAt: Date;
  /** Until when the AC has the report, and the AR its answer. */
  reportDueAt: Date;
  closeDueAt: Date;
  ownerId: string | null;
  reportedAt: Date | null;
  reportSentBy: string | null;
  reportReference: string | null;
  closedAt: Date | null;
  closedBy: string | null;
  outcome: CaseOutcome | null;
  /** Whether the order was thawed; null while open. */
  orderGoesOn: boolean | null;
};

/** The clock that runs: first the report, then the end. */
export function caseDueAt(one: Pick<IrregularityCase, "reportedAt" | "reportDueAt" | "closeDueAt">): Date {
  return one.reportedAt ? one.closeDueAt : one.reportDueAt;
}

/** Who may say that something is wrong: who attends it, and whoever answers for the AR. Never the holder themselves. */
export function mayReport(
  who: AgentPrincipal,
  sitting: { raId: string; agentId: string | null },
  holderCpf: string,
): boolean {
  if (who.cpf === holderCpf) return false;
  const attends = mayAttend(who, sitting.raId) && who.id === sitting.agentId;
  return attends || mayVerify(who, sitting.raId) || mayManage(who, sitting.raId);
}

/** Cases are the managers' work; no manager works on a case about themselves. */
export function mayConductCase(who: AgentPrincipal, raId: string, holderCpf: string): boolean {
  return mayManage(who, raId) && who.cpf !== holderCpf;
}

export function mayReadCases(who: AgentPrincipal, raId: string): boolean {
  return mayAudit(who, raId);
}

/** Why an order was cancelled, where a case of it was closed so; its holder hears it by the case's own letter. */
export const cancelledByCase = "análise da AR";
