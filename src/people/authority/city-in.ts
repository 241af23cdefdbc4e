const states = "AC AL AP AM BA CE DF ES GO MA MT MS MG PA PB PR PE PI RJ RN RS RO RR SC SP SE TO".split(" ");
const stateNames =
  /^(acre|alagoas|amapá|amazonas|bahia|ceará|distrito federal|espírito santo|goiás|maranhão|mato grosso( do sul)?|minas gerais|pará|paraíba|paraná|pernambuco|piauí|rio grande do (norte|sul)|rondônia|roraima|santa catarina|sergipe|tocantins|brasil|brazil|br)$/i;
/** What stands where a city would, in an address that names none. */
const noCity =
  /^(r\.|(rua|avenida|av\.?|travessa|praça|alameda|rodovia|estrada|centro|sala|andar|loja|bloco|conj|conjunto|apto|térreo|s\/?n|cep|edifício|ed|km|lote|quadra)\b)/i;

const isState = (text: string) => states.includes(text.replace(/\.$/, "").toUpperCase());

/**
 * The city that a Brazilian address in one line names: what stands before the state, else its last words without figures.
 * "Av. Paulista, 1000 - Bela Vista, São Paulo - SP, 01310-100" -> "São Paulo". Undefined where it names none.
 */
export function cityIn(address: string): string | undefined {
  const parts = address
    .normalize("NFC")
    .replace(/(?:\bCEP\b\s*:?\s*)?\b\d{2}\.?\d{3}[-\s]?\d{3}\b/gi, ",")
    // A hyphen without spaces belongs to the name ("Embu-Guaçu"), unless a state follows it.
    .replace(/\s*[-‐‑]\s*([A-Z]{2})\b(?=[\s,.;/)]|$)/g, (all, state: string) => (isState(state) ? `,${state}` : all))
    .split(/[,;/|()\n\t–—]|\s+[-‐‑]\s*|[-‐‑]\s+/)
    .map((part) => part.trim().replace(/\.$/, ""))
    .filter(Boolean);
  // A state that is written as one says where the city ends, wherever it stands.
  const state = parts.findLastIndex((part, at) => at > 0 && /^[A-Z]{2}$/.test(part) && isState(part));
  if (state > 0) parts.length = state;
  while (parts.length > 0 && (stateNames.test(parts.at(-1) ?? "") || isState(parts.at(-1) ?? ""))) parts.pop();
  const [last = "", ...before] = parts.reverse();
  // "Campinas SP": the state in capitals, with nothing between.
  const [, named = last] = new RegExp(`^(.{3,}?)\\.?\\s+(?:${states.join("|")})$`).exec(last) ?? [];
  return [named, ...before].find((part) => /\p{L}{2}/u.test(part) && !/\d/.test(part) && !noCity.test(part));
}
