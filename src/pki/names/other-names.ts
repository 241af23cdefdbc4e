import { ascii, type Bytes, isAscii, octetString, oid, sequence, tagged, taggedPrimitive } from "../der/der.ts";
import { oids } from "../der/oids.ts";
import { fixedField, plainName, plainUpper } from "./icp-text.ts";

/** What ICP-Brasil records of a natural person. `birthDate` is ISO "1990-12-31"; absent numbers become zeros. */
type PersonData = {
  birthDate: string;
  cpf: string;
  nis?: string;
  identityNumber?: string;
  /** Issuer and state of the identity card, e.g. "SSP" and "SP". */
  identityIssuer?: string;
  identityState?: string;
};
type VoterTitle = { number: string; zone: string; section: string; municipality: string; state: string };
export type NaturalHolder = { person: PersonData; name: string; email?: string; cei?: string; voterTitle?: VoterTitle };
/** Where a company has its seat: ST and L of its certificate (DOC-ICP-04 item 7.1.4). `state` in two letters. */
type CompanySeat = { state: string; city: string };
export type CompanyHolder = {
  responsible: NaturalHolder;
  companyName: string;
  cnpj: string;
  cei?: string;
  seat?: CompanySeat | undefined;
};

/** Fields .1 and .4: 45 positions, plus issuer and state as long as needed when there is an identity number. */
export function personField(person: PersonData): string {
  const [year = "", month = "", day = ""] = person.birthDate.split("-");
  const issuer = person.identityNumber ? plainUpper(`${person.identityIssuer ?? ""}${person.identityState ?? ""}`) : "";
  return (
    fixedField(day + month + year, 8) +
    fixedField(person.cpf, 11) +
    fixedField(person.nis, 11) +
    fixedField(person.identityNumber, 15) +
    issuer.replace(/[^A-Z0-9]/g, "").slice(0, 10)
  );
}

/** Field .5: 19 positions, plus town and state up to 22 when there is a title. */
export function voterField(title: VoterTitle | undefined): string {
  if (!title) return "0".repeat(19);
  const town = plainUpper(`${title.municipality}${title.state}`).slice(0, 22);
  return fixedField(title.number, 12) + fixedField(title.zone, 3) + fixedField(title.section, 4) + town;
}

/** OCTET STRING, as every real certificate has it; the norm's other choice is PrintableString, never UTF8String. */
const otherName = (type: string, value: string): Bytes => tagged(0, oid(type), tagged(0, octetString(ascii(value))));
/**
 * rfc822Name is an IA5String (RFC 5280 §4.2.1.6) and optional: an order of the days when a mailbox with an accent was
 * taken gets its certificate without one. No such address passes the form any more.
 */
const mail = (email: string | undefined): Bytes[] =>
  email && isAscii(email) ? [taggedPrimitive(1, ascii(email))] : [];

/** GeneralNames of an e-CPF in the norm's order: .1, .6, .5 (DOC-ICP-04 item 7.1.2.3 a). */
export function naturalAltNames(holder: NaturalHolder): Bytes {
  return sequence(
    otherName(oids.personData, personField(holder.person)),
    otherName(oids.personCei, fixedField(holder.cei, 12)),
    otherName(oids.voterTitle, voterField(holder.voterTitle)),
    ...mail(holder.email),
  );
}

/** GeneralNames of an e-CNPJ in the norm's order: .4, .2, .3, .7 (DOC-ICP-04 item 7.1.2.3 b). */
export function companyAltNames(holder: CompanyHolder): Bytes {
  return sequence(
    otherName(oids.responsibleData, personField(holder.responsible.person)),
    otherName(oids.responsibleName, plainName(holder.responsible.name)),
    otherName(oids.companyCnpj, fixedField(holder.cnpj, 14)),
    otherName(oids.companyCei, fixedField(holder.cei, 12)),
    ...mail(holder.responsible.email),
  );
}

/** GeneralNames of an electronic seal: the CNPJ alone, no person behind it (Res. CG 211/2024). */
export const sealAltNames = (cnpj: string): Bytes => sequence(otherName(oids.companyCnpj, fixedField(cnpj, 14)));
