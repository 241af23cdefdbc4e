import { type AgentPrincipal, mayVerify } from "../../people/agent.ts";
import { inBrasilia } from "../../platform/time/brasilia.ts";
import { awaitsVerification, type Person, type Proofing } from "../proofing.ts";
import { ProofingFailure } from "../proofing-failures.ts";

/** Why this person is no second pair of eyes; undefined where nothing speaks against it. `boundUntil` null: attended. */
export function barredBy(
  who: Pick<AgentPrincipal, "id" | "cpf">,
  attendants: readonly Person[],
  now: Date,
): { boundUntil: Date | null } | undefined {
  const same = attendants.filter(({ id, cpf }) => who.id === id || who.cpf === cpf);
  if (same.some(({ boundUntil }) => !boundUntil)) return { boundUntil: null };
  const ends = same.flatMap(({ boundUntil }) => (boundUntil && boundUntil > now ? [boundUntil.getTime()] : []));
  return ends.length > 0 ? { boundUntil: new Date(Math.max(...ends)) } : undefined;
}

/**
 * DOC-ICP-05 3.2.8.2: verified by another person than those who attended (person: same CPF is the same person), and by
 * none whose access one of them made a short while ago, or who made theirs: one hand would hold both keys.
 */
export function isAnotherPerson(who: AgentPrincipal, attendants: readonly Person[], now: Date): boolean {
  return barredBy(who, attendants, now) === undefined;
}

/** Failures: verifier-is-validator, verifier-not-independent {when}. */
export function requireAnotherPerson(who: AgentPrincipal, attendants: readonly Person[], now: Date): void {
  requireIndependence(who, attendants, now);
  if (barredBy(who, attendants, now)) throw new ProofingFailure("verifier-is-validator");
}

/** Failures: verifier-not-independent {when}. Whether they attended is judged elsewhere. */
export function requireIndependence(who: AgentPrincipal, attendants: readonly Person[], now: Date): void {
  const boundUntil = barredBy(who, attendants, now)?.boundUntil;
  if (!boundUntil) return;
  const until = inBrasilia({ dateStyle: "short", timeStyle: "short" });
  throw new ProofingFailure("verifier-not-independent", { when: until.format(boundUntil) });
}

/** Whose case it is at its second look: who attended, who may verify it now, and who did. */
export function maySeeCase(who: AgentPrincipal, proofing: Proofing, now: Date): boolean {
  const barred = barredBy(who, proofing.attendants, now);
  if (barred) return barred.boundUntil === null;
  return mayVerify(who, proofing.raId) && (awaitsVerification(proofing) || proofing.verification?.agentId === who.id);
}

/** The second person's list: what this one may decide; the rest waits for somebody else (DOC-ICP-05 3.2.8.2). */
export function mayTakeUp(
  who: AgentPrincipal,
  task: { raId: string; holderCpf: string; attendants: readonly Person[] },
  now: Date,
): boolean {
  return mayVerify(who, task.raId) && who.cpf !== task.holderCpf && isAnotherPerson(who, task.attendants, now);
}
