import { type AgentPrincipal, mayAttend, mayManage, mayVerify } from "../../people/agent.ts";
import type { MailKind } from "./mail-kind.ts";

/** matched: papers are on an order. unmatched, ambiguous, unreadable: for a person, who makes it handled. */
export type MailOutcome = "matched" | "unmatched" | "ambiguous" | "automatic" | "unreadable" | "handled";

/** One message as it came in. What is inside is known once it has been opened (`outcome` not null). */
export type InboundMail = {
  id: string;
  rawHash: string;
  bytes: number;
  envelopeFrom: string;
  envelopeTo: string[];
  receivedAt: Date;
  /** As in its header, with angle brackets. */
  messageId: string | null;
  subject: string | null;
  /** Bare lower-case address of the From line; anybody can write it. */
  sender: string | null;
  kind: MailKind | null;
  documents: number | null;
  warnings: string[];
  /** Names of files that were not taken: the order holds as many as it may. */
  leftOut: string[];
  /** What the sender wrote themselves, at most 4000 characters. */
  words: string;
  /** Something in it only a person can answer. */
  asks: boolean;
  outcome: MailOutcome | null;
  orderId: string | null;
  openedAt: Date | null;
};

/** Outcomes that wait for a person. */
export const openOutcomes = ["unmatched", "ambiguous", "unreadable"] as const satisfies MailOutcome[];

/** Who says which order a mail belongs to: those who attend or verify, and the manager of the AR. */
export function mayPlaceMail(who: AgentPrincipal, raId: string): boolean {
  return mayAttend(who, raId) || mayVerify(who, raId) || mayManage(who, raId);
}

/** What the agent reads beside a mail that no machine could place. */
export const outcomeWords: Record<MailOutcome, string> = {
  matched: "Entrou no pedido",
  unmatched: "Sem número de pedido conhecido",
  ambiguous: "Cita mais de um pedido",
  automatic: "Resposta automática ou devolução",
  unreadable: "Não foi possível abrir",
  handled: "Resolvido por uma pessoa",
};

export const warningWords: Record<string, string> = {
  "too-many-attachments": "Tem mais de 60 anexos; só os primeiros foram lidos.",
  "too-deep": "Tem e-mails dentro de e-mails além do limite.",
  uuencoded: "Tem anexo em formato antigo (uuencode) no corpo do texto.",
  winmail: "Tem um anexo winmail.dat, do Outlook, que não pôde ser aberto por inteiro.",
  sealed: "Tem um envelope de assinatura (smime.p7m) que não pôde ser aberto.",
  encrypted: "Veio criptografado: só quem tem a chave do destinatário abre o que está dentro.",
  "cloud-link": "Traz um link de nuvem em vez do arquivo.",
};
