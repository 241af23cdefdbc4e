import { type AgentPrincipal, mayManage } from "../../people/agent.ts";
import type { RevocationReason } from "../../pki/certificates/revocation-list.ts";

declare module "../../platform/jobs/jobs.ts" {
  interface EventPayloads {
    "agreement.signed": { orderId: string; serial: string };
    "certificate.issued": { orderId: string; serial: string };
    /** A paid order whose name no certificate may hold; a person must set it right. `letters` as in a sentence. */
    "issuance.name-refused": { orderId: string; letters: string };
    /** The authority outside will never issue what was asked; a person must set it right. */
    "issuance.refused": { orderId: string; why: string };
    "certificate.revoked": { orderId: string; serial: string; reason: RevocationReason };
  }
  interface JobPayloads {
    "issuance.complete": { serial: string };
    /** Tells the authority of a serial that was revoked or given up. */
    "issuance.revoke": { serial: string };
    /** The lists that are due, at once; `keepCrls` looks every half minute anyway. */
    "issuance.publish-crls": Record<string, never>;
  }
}

/** Everything that decides whether a certificate may be issued; read from the facts of the domains to the left. */
export type IssuanceFacts = {
  paid: boolean;
  cancelled: boolean;
  /** An irregularity stopped the order. */
  frozen: boolean;
  keyOrigin: "software" | "device";
  /** By the agent who attended, and nobody refused it or took it back since. */
  validated: boolean;
  /** By another person than the validator. */
  verified: boolean;
  dossierSealed: boolean;
  /** An authority outside was asked for the certificate and has not decided. */
  asked: boolean;
  certificateIssued: boolean;
  agreementSigned: boolean;
  /** The newest certificate is. `validated`, `verified` and `dossierSealed` are then of an identification after it. */
  revoked: boolean;
  /** The time that was paid for still runs: a revoked certificate may have a successor. */
  paidTimeRuns: boolean;
};

/** Where an order stands on the way to its certificate. */
export type IssuanceStage =
  | "closed"
  | "waiting-payment"
  | "waiting-validation"
  | "waiting-verification"
  | "waiting-seal"
  | "waiting-device"
  | "waiting-authority"
  | "ready"
  | "agreement"
  | "done"
  | "revoked";

export function issuanceStage(facts: IssuanceFacts): IssuanceStage {
  if (facts.revoked && !facts.paidTimeRuns) return "revoked";
  if (facts.certificateIssued && !facts.revoked) return facts.agreementSigned ? "done" : "agreement";
  if (facts.cancelled || facts.frozen) return "closed";
  if (!facts.paid) return "waiting-payment";
  if (!facts.validated) return "waiting-validation";
  if (!facts.verified) return "waiting-verification";
  if (!facts.dossierSealed) return "waiting-seal";
  if (facts.asked) return "waiting-authority";
  return facts.keyOrigin === "device" ? "waiting-device" : "ready";
}

/** DOC-ICP-05 3.2.8.2: only after validation, verification by another person, and with the dossier sealed. */
export const mayIssue = (facts: IssuanceFacts): boolean => issuanceStage(facts) === "ready";

/** There is a certificate, and it lives. */
export const isRevocable = (facts: Pick<IssuanceFacts, "certificateIssued" | "revoked">): boolean =>
  facts.certificateIssued && !facts.revoked;

/** Who asks for a revocation (DOC-ICP-05 4.9.2): each has reasons of their own. */
export type SaidBy = "holder" | "authority";
/** A reason that may be given today, in the words of the page. */
export type OfferedReason = { code: RevocationReason; words: string };

/** Letters in which the AR's manager says what happened. */
export const shortestRevocationNote = 10;

/** The AR's manager revokes on the holder's request or by the rules; its holder, whoever proved to read their e-mail. */
export const mayRevoke = (who: AgentPrincipal, raId: string): boolean => mayManage(who, raId);
