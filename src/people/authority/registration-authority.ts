import type { Cnpj } from "../../platform/taxpayer-id.ts";

/** An AR (autoridade de registro): owns its agents, hours, mailbox, phone, rules and look. */
export type RegistrationAuthority = {
  id: string;
  /** Part of addresses: "ar-exemplo". */
  slug: string;
  name: string;
  cnpj: Cnpj;
  phone: string;
  email: string;
  /** Words for the holder: "segunda a sexta, 8h às 18h". */
  openingHours: string;
  address: string;
  /** Goes into the Pix code; "" where neither the AR nor its address says it. */
  city: string;
  /** IBGE, 7 digits; goes into the proofing's metadata (IN 20/2021). */
  municipalityCode: string;
  /** Where holders mail their papers. */
  papersAddress: string;
  /** Design tokens that this AR overrides: {"brand": "#123456"}. */
  look: Record<string, string>;
};

/** What a manager types; `slug` and `papersAddress` are unique in the installation. Without a city: the address's. */
export type RegistrationAuthorityDraft = Omit<RegistrationAuthority, "id" | "city"> & { city?: string };

/** "AR Exemplo Ltda." -> "ar-exemplo-ltda": the slug a new AR gets when none is given. */
export function slugOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  const slug = plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return slug.slice(0, 40).replace(/-+$/, "");
}
