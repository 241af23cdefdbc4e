import type { Product } from "../../catalog/product.ts";
import type { AgentRole } from "../../people/agent.ts";
import type { RegistrationAuthorityDraft } from "../../people/authority/registration-authority.ts";
import { type Cnpj, type Cpf, parseCnpj, parseCpf } from "../../platform/taxpayer-id.ts";

/** The AR of the demonstration: fictitious in every field (the CNPJ is Receita's published alphanumeric sample). */
export const demoRa: RegistrationAuthorityDraft = {
  slug: "ar-horizonte",
  name: "AR Horizonte",
  cnpj: parseCnpj("12.ABC.345/01DE-35") as Cnpj,
  phone: "(11) 4002-0000",
  email: "contato@ar-horizonte.example",
  openingHours: "todos os dias, 24 horas (demonstração)",
  address: "Rua da Demonstração, 100, São Paulo/SP",
  municipalityCode: "3550308",
  papersAddress: "documentos@ar-horizonte.example",
  look: {},
};

/** Valid numbers that no example shows: who tries the purchase with a well-known one is not taken for an agent of the house. */
export const demoAgents: { name: string; email: string; cpf: Cpf; roles: AgentRole[] }[] = [
  {
    name: "Ana Souza",
    email: "ana@ar-horizonte.example",
    cpf: parseCpf("608.341.297-87") as Cpf,
    roles: ["agent", "verifier"],
  },
  {
    name: "Bruno Lima",
    email: "bruno@ar-horizonte.example",
    cpf: parseCpf("493.170.865-00") as Cpf,
    roles: ["agent", "verifier"],
  },
  {
    name: "Carla Dias",
    email: "carla@ar-horizonte.example",
    cpf: parseCpf("752.069.418-67") as Cpf,
    roles: ["manager", "auditor"],
  },
];

type Shelf = Omit<Product, "id" | "raId" | "active" | "position" | "slotMinutes">;

const ecpf = { person: "natural" } as const;
const ecnpj = { person: "legal" } as const;
const a1 = { certificateType: "A1", device: "none", validityMonths: 12 } as const;
const a3 = (validityMonths: number) => ({ certificateType: "A3", device: "token", validityMonths }) as const;
const months = (count: number) => `e-CPF e e-CNPJ guardados em token USB, por ${count} meses.`;

export const demoProducts: Shelf[] = [
  {
    ...ecpf,
    ...a1,
    code: "e-cpf-a1-12",
    name: "e-CPF A1",
    priceCentavos: 15990,
    summary: "Para você assinar e acessar serviços. Arquivo no computador, pronto no mesmo dia.",
  },
  {
    ...ecnpj,
    ...a1,
    code: "e-cnpj-a1-12",
    name: "e-CNPJ A1",
    priceCentavos: 22990,
    summary: "Para a empresa emitir notas e declarar. Arquivo que o contador pode instalar.",
  },
  ...[12, 24, 36].flatMap((validity, index): Shelf[] => [
    {
      ...ecpf,
      ...a3(validity),
      code: `e-cpf-a3-${validity}`,
      name: "e-CPF A3",
      priceCentavos: [26990, 32990, 38990][index]!,
      summary: months(validity).replace("e-CPF e e-CNPJ guardados", "e-CPF guardado"),
    },
    {
      ...ecnpj,
      ...a3(validity),
      code: `e-cnpj-a3-${validity}`,
      name: "e-CNPJ A3",
      priceCentavos: [36990, 44990, 52990][index]!,
      summary: months(validity).replace("e-CPF e e-CNPJ guardados", "e-CNPJ guardado"),
    },
  ]),
];
