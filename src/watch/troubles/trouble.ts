import { type AgentPrincipal, mayManage } from "../../people/agent.ts";
import type { JobOutcome } from "../../platform/jobs/job-troubles.ts";

/** A job that failed so often that the people of an AR are told (see `job.stalled`). */
export type Trouble = {
  jobId: string;
  /** The job's stored name. */
  name: string;
  orderId: string | null;
  /** null: of the installation. */
  raId: string | null;
  attempts: number;
  lastError: string;
  beganAt: Date;
  failedAt: Date;
  givenUpAt: Date | null;
  settledAt: Date | null;
  outcome: JobOutcome | "by-hand" | null;
  settledBy: string | null;
  note: string | null;
};

/** Trying again and setting aside is for a manager: of the AR, or of any where the installation itself is concerned. */
export const mayRetryJob = (who: AgentPrincipal, raId: string | null): boolean => mayManage(who, raId ?? who.raId);

const jobWords: Record<string, string> = {
  "event:agreement.signed>issuance": "Lacrar o dossiê com o certificado",
  "issuance.complete": "Emitir o certificado",
  "rooms.make-meeting": "Criar a reunião no provedor da AR",
  "rooms.cancel-meeting": "Cancelar a reunião no provedor da AR",
  "issuance.revoke": "Avisar a autoridade certificadora da revogação",
  "issuance.publish-crls": "Publicar as listas de certificados revogados",
  "notifications.deliver": "Entregar uma mensagem ao titular",
  "notifications.remind": "Lembrar o titular do horário",
  "documents.open-mail": "Abrir um e-mail recebido",
  "documents.judge-paper": "Conferir um arquivo recebido",
  "documents.forget-batch": "Apagar a cópia de arquivos já conferidos",
  "scheduling.read-calendar": "Ler a agenda externa de um agente",
  "scheduling.expire-hold": "Soltar um horário reservado que venceu",
  "rooms.open": "Abrir a sala na hora",
  "rooms.expire": "Fechar a sala depois da hora",
  "rooms.store-recordings": "Guardar a gravação do atendimento",
  "payments.withdraw": "Retirar a cobrança no banco",
  "payments.reconcile": "Perguntar ao banco se a cobrança foi paga",
  "proofing.end-appointment": "Encerrar o horário atendido",
};

/** What a job is for by its domain, where it follows an event or has no words of its own. */
const domainWords: Record<string, string> = {
  payments: "Retirar a cobrança",
  scheduling: "Confirmar ou soltar o horário",
  documents: "Receber documentos",
  rooms: "Preparar ou fechar a sala",
  irregularities: "Cancelar o pedido de um caso encerrado",
  proofing: "Encerrar o horário atendido",
  dossiers: "Lacrar o dossiê",
  shipping: "Cuidar do envio da mídia",
  issuance: "Emitir o certificado",
  watch: "Cuidar dos prazos e das faltas",
  push: "Avisar no aparelho do titular",
  notifications: "Escrever ao titular",
};

/** "dossiers" of "event:proofing.verified>dossiers", "rooms" of "rooms.open"; undefined for an event not dealt out. */
function domainOf(name: string): string | undefined {
  if (name.startsWith("event:")) return name.split(">")[1];
  return name.split(".")[0];
}

/** What the job is for, in the reader's words; undefined where nothing is known of it. */
export function knownWordsOf(name: string): string | undefined {
  return jobWords[name] ?? domainWords[domainOf(name) ?? ""];
}

export const wordsOf = (name: string): string => knownWordsOf(name) ?? "Passar um fato adiante no sistema";

/** Whether a holder waits until this is done. Letters and dates go late without stopping anybody. */
export function stopsHolder(name: string): boolean {
  if (
    [
      "scheduling.read-calendar",
      "documents.forget-batch",
      "issuance.publish-crls",
      "event:agreement.signed>issuance",
    ].includes(name)
  )
    return false;
  return !mayBeDoneByHand(name);
}

/**
 * What a person can do in the program's place: tell somebody, see to it, or look at the bank's own pages whether a charge was
 * paid and take it down there. No word of theirs is a seal or a certificate,
 * and a reading or a list that plans its own next run would never run again.
 */
export function mayBeDoneByHand(name: string): boolean {
  if (name === "payments.withdraw" || name === "payments.reconcile") return true;
  return ["notifications", "push", "watch"].includes(domainOf(name) ?? "");
}
