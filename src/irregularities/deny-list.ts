import type { Secrets } from "../platform/secrets.ts";
import type { IrregularityKind } from "./irregularity.ts";

export type DenySubject = "cpf" | "cnpj";

/** Who stands on the list: never by value, only by the installation's keyed hash. */
export type DenyEntry = {
  id: string;
  caseId: string;
  raId: string;
  subject: DenySubject;
  kind: IrregularityKind;
  addedAt: Date;
  /** null: as long as its case is open. */
  until: Date | null;
  confirmedAt: Date | null;
  liftedAt: Date | null;
};

/** What a search says to an agent: why, since when, by which AR; provisional while its case is open. */
export type DenyHit = {
  entryId: string;
  subject: DenySubject;
  kind: IrregularityKind;
  addedAt: Date;
  until: Date | null;
  raName: string;
  isProvisional: boolean;
};

type Holder = { cpf: string | null; cnpj: string | null };

/** The person, and the company where there is one, as the list knows them. */
export function denySubjects(secrets: Secrets, { cpf, cnpj }: Holder): { subject: DenySubject; hash: string }[] {
  const hash = (subject: DenySubject, value: string) => ({
    subject,
    hash: secrets.hmac(`deny-list/${subject}`, value),
  });
  return [...(cpf ? [hash("cpf", cpf)] : []), ...(cnpj ? [hash("cnpj", cnpj)] : [])];
}

/** Fewest letters of the note in which whoever approves in spite of a hit says how the identity was made sure of. */
export const hitNoteLetters = 20;
