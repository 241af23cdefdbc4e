import { lettersNotWritable } from "../../people/authority/certificate-name.ts";
import { holderCommonName } from "../../pki/names/icp-text.ts";
import type { Order } from "../order.ts";

/**
 * The common name exactly as the certificate of this order will bear it ("MARIA D'AVILA:52998224725", of a company its
 * own with its CNPJ), or the letters of a name that no certificate may hold. Undefined while the name is not known.
 */
export function nameInCertificate(
  order: Pick<Order, "applicantName" | "cpf" | "companyName" | "cnpj">,
): { commonName: string } | { letters: string } | undefined {
  const { applicantName, cpf, companyName, cnpj } = order;
  if (!applicantName || !cpf || (cnpj && !companyName)) return undefined;
  // A company's certificate names its responsible too (field .2).
  const letters = lettersNotWritable(applicantName) ?? lettersNotWritable(companyName ?? "");
  if (letters) return { letters };
  return { commonName: cnpj ? holderCommonName(companyName ?? "", cnpj) : holderCommonName(applicantName, cpf) };
}
