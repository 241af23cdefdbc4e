import type { Product } from "../../catalog/product.ts";
import type { PlacedOrder } from "../../orders/order.ts";
import type { CompanyHolder, NaturalHolder } from "../../pki/names/other-names.ts";
import type { CertificateFields } from "../../proofing/fields/certificate-fields.ts";

/**
 * Whom the certificate of an order names: what was bought and, of what the agents copied from papers, what its kind has room for.
 * An Error where a company's order lacks its company: nothing can be issued.
 */
export function holderInCertificate(
  order: PlacedOrder & { birthDate: string },
  product: Pick<Product, "person">,
  fields: CertificateFields,
): NaturalHolder | CompanyHolder {
  const { nis, identity, seat, cei } = fields;
  const person = {
    birthDate: order.birthDate,
    cpf: order.cpf,
    ...(nis && { nis: nis.number }),
    ...(identity && {
      identityNumber: identity.number,
      identityIssuer: identity.issuer,
      identityState: identity.state,
    }),
  };
  const natural = { person, name: order.applicantName, email: order.email };
  const ceiNumber = cei ? { cei: cei.number } : {};
  if (product.person === "natural")
    return { ...natural, ...ceiNumber, ...(fields["voter-title"] && { voterTitle: fields["voter-title"] }) };
  const { cnpj, companyName } = order;
  if (!cnpj || !companyName) throw new Error(`order ${order.id} lacks its company`);
  return { responsible: natural, companyName, cnpj, seat, ...ceiNumber };
}
