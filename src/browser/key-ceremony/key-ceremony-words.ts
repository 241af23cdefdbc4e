import { Refused } from "../tab/refused.ts";
import { type StoreFault, StoreTrouble } from "./key-ceremony-store.ts";

/** The server was not reached, or not heard, or something between answered in its place. */
export class LineTrouble extends Error {
  readonly kind: "cut" | "slow" | "strange";

  constructor(kind: LineTrouble["kind"], cause: unknown) {
    super(kind, { cause });
    this.name = "LineTrouble";
    this.kind = kind;
  }
}

const line = {
  cut: "A conexão caiu. Nada se perdeu: tente de novo.",
  slow: "A resposta demorou demais. Nada se perdeu: tente de novo.",
  strange: "O servidor não respondeu como devia. Nada se perdeu: espere um minuto e tente de novo.",
} as const;

/** Why this window keeps no key, and what to do; said before anything is made. */
export const storeWords: Record<StoreFault, { title: string; words: string }> = {
  refused: {
    title: "Esta janela não consegue guardar a chave",
    words:
      "Isso acontece em janela anônima ou privada, dentro de outro aplicativo (WhatsApp, e-mail, redes sociais) ou com os dados de sites bloqueados. Abra esta página numa janela normal do Chrome, Edge, Firefox ou Safari.",
  },
  full: {
    title: "Não há espaço para guardar a chave",
    words: "A memória deste aparelho está cheia. Libere espaço e tente de novo, ou use outro aparelho.",
  },
  silent: {
    title: "O navegador não respondeu",
    words:
      "A parte dele que guarda a chave está parada. Feche as outras abas deste site e tente de novo. Se não mudar, feche o navegador por completo e volte, ou abra esta página em outro navegador ou aparelho.",
  },
};

/** What went wrong, for the reader. A browser's own errors are in English and say little: none of them is shown. */
export function wordsFor(error: unknown): string {
  if (error instanceof Refused) return error.message;
  if (error instanceof LineTrouble) return line[error.kind];
  if (error instanceof StoreTrouble) return `${storeWords[error.fault].title}. ${storeWords[error.fault].words}`;
  return "Não deu certo neste navegador. Recarregue a página e tente de novo. Se repetir, atualize o navegador ou use outro, e fale com a AR.";
}

const shortest = 8;
const longest = 64;

/**
 * Why a password does not serve, or undefined. ASCII that every keyboard has: Java refuses anything else, with words that
 * blame the password. The field cuts nothing, so that a long one is refused and never silently another.
 */
export function passwordFault(password: string): string | undefined {
  const letters = [...password];
  if (letters.length > longest)
    return `A senha tem ${letters.length} caracteres e o máximo é ${longest}. Escolha uma mais curta.`;
  const strange = [...new Set(letters.filter((letter) => !/[\x20-\x7e]/.test(letter)))];
  const shown = strange.filter((letter) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(letter)).map((letter) => `“${letter}”`);
  if (strange.length > 0)
    return `A senha tem ${shown.length > 0 ? shown.join(", ") : "um sinal que não se vê"}. Use letras sem acento, números ou sinais do teclado: outros programas recusam o resto.`;
  if (letters.length < shortest) return `A senha precisa de pelo menos ${shortest} letras, números ou sinais.`;
  return undefined;
}
