import { inPlainLetters } from "../../pki/names/icp-text.ts";

/** What a certificate says beside name and number; each only with a document that proves it. */
export type CertificateFields = {
  /** Of a company: ST and L. */
  seat?: { state: string; city: string };
  identity?: { number: string; issuer: string; state: string };
  nis?: { number: string };
  "voter-title"?: { number: string; zone: string; section: string; municipality: string; state: string };
  cei?: { number: string };
};
export type FieldKind = keyof CertificateFields;

/** Which fields a person's and a company's certificate has room for (DOC-ICP-04 7.1.2.3 a, b). */
export const fieldsOfPerson: Record<"natural" | "legal", readonly FieldKind[]> = {
  natural: ["identity", "nis", "voter-title", "cei"],
  legal: ["seat", "identity", "nis", "cei"],
};

export const brazilianStates = [
  ..."AC AL AP AM BA CE DF ES GO MA MT MS MG PA PB PR PE PI RJ RN RS RO RR SC SP SE TO".split(" "),
] as const;

/** What the agent typed of one field, by the parts of the field. */
type Typed = Record<string, string | undefined>;
type FieldFaults = Record<string, string>;

/** The field as the certificate holds it, or what is wrong with each part in the agent's words. */
export function parseField(kind: FieldKind, typed: Typed): { content: object } | { faults: FieldFaults } {
  const faults: FieldFaults = {};
  const part = (name: string, value: string | undefined, words: string): string => {
    if (value === undefined) faults[name] = words;
    return value ?? "";
  };
  const content = readers[kind](typed, part);
  return Object.keys(faults).length > 0 ? { faults } : { content };
}

type Part = (name: string, value: string | undefined, words: string) => string;

const readers: { [K in FieldKind]: (typed: Typed, part: Part) => NonNullable<CertificateFields[K]> } = {
  seat: (typed, part) => ({
    state: part("state", stateOf(typed["state"]), "Escolha o estado."),
    city: part("city", townOf(typed["city"], 64), "Escreva a cidade como no cartão do CNPJ."),
  }),
  identity: (typed, part) => ({
    number: part(
      "number",
      figures(typed["number"], /^[0-9A-Z]{3,15}$/),
      "O número tem de 3 a 15 algarismos ou letras.",
    ),
    issuer: part(
      "issuer",
      figures(typed["issuer"], /^[A-Z]{2,8}$/),
      "Escreva a sigla do órgão, como SSP (até 8 letras).",
    ),
    state: part("state", stateOf(typed["state"]), "Escolha o estado."),
  }),
  nis: (typed, part) => ({
    number: part(
      "number",
      nisOf(typed["number"]),
      "O NIS (PIS, PASEP) tem 11 algarismos, e o último confere os outros.",
    ),
  }),
  "voter-title": (typed, part) => ({
    number: part("number", figures(typed["number"], /^\d{12}$/), "O título tem 12 algarismos."),
    zone: part("zone", figures(typed["zone"], /^\d{1,3}$/), "A zona tem até 3 algarismos."),
    section: part("section", figures(typed["section"], /^\d{1,4}$/), "A seção tem até 4 algarismos."),
    // Town and state share 22 positions; a longer name is cut there, as the norm has it.
    municipality: part("municipality", townOf(typed["municipality"], 60), "Escreva o município do título."),
    state: part("state", stateOf(typed["state"]), "Escolha o estado."),
  }),
  cei: (typed, part) => ({
    number: part("number", figures(typed["number"], /^\d{12}$/), "O CEI ou CAEPF tem 12 algarismos."),
  }),
};

function figures(typed: string | undefined, shape: RegExp): string | undefined {
  const bare = (typed ?? "").toUpperCase().replace(/[\s.\-/]/g, "");
  return shape.test(bare) ? bare : undefined;
}

const stateOf = (typed: string | undefined): string | undefined =>
  brazilianStates.find((state) => state === typed?.trim().toUpperCase());

function townOf(typed: string | undefined, longest: number): string | undefined {
  const { text, left } = inPlainLetters(typed ?? "");
  return left.length === 0 && text.length <= longest && /^[A-Z][A-Z '.-]+$/.test(text) ? text : undefined;
}

/** Modulo 11 with weights 3, 2, 9 … 2 (PIS/PASEP/NIS/NIT). */
function nisOf(typed: string | undefined): string | undefined {
  const bare = figures(typed, /^\d{11}$/);
  if (!bare || /^(\d)\1+$/.test(bare)) return undefined;
  const sum = [...bare.slice(0, 10)].reduce(
    (total, figure, at) => total + Number(figure) * [3, 2, 9, 8, 7, 6, 5, 4, 3, 2][at]!,
    0,
  );
  const check = 11 - (sum % 11);
  return (check > 9 ? 0 : check) === Number(bare[10]) ? bare : undefined;
}
