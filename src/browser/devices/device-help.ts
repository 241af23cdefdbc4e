import { type BrowserKind, permissionSteps, systemSteps } from "./browser-kind.ts";
import type { Kind } from "./device-list.ts";

/**
 * Why no device opened. "dismissed": the browser's question was closed; "blocked": answered with no, now or earlier;
 * "system": the browser itself may not use it; "unanswered": the question still stands; "stuck": allowed, but nothing came.
 */
export type DeviceTrouble =
  | "dismissed"
  | "blocked"
  | "system"
  | "unanswered"
  | "stuck"
  | "busy"
  | "missing"
  | "no-camera"
  | "no-microphone"
  | "insecure";

/** A person or the system refused, or the question was not answered: asking again without a press would pester. */
export function isRefusal(why: DeviceTrouble | undefined): boolean {
  return why !== undefined && ["dismissed", "blocked", "system", "unanswered"].includes(why);
}

/**
 * `error` as getUserMedia rejects it; Chromium alone tells who refused, in its message. `wanted` = what was asked for,
 * `present` = what the browser lists (all, where it did not say).
 */
export function troubleOf(
  error: { name: string; message: string },
  wanted: readonly Kind[],
  present: Record<Kind, boolean>,
): DeviceTrouble {
  const { name, message } = error;
  if (name === "NotAllowedError" || name === "SecurityError" || name === "PermissionDeniedError") {
    if (/by system/i.test(message)) return "system";
    return /dismiss/i.test(message) ? "dismissed" : "blocked";
  }
  if (name !== "NotFoundError" && name !== "OverconstrainedError") return "busy";
  const lacking = wanted.filter((kind) => !present[kind]);
  // Firefox's words where all that was asked for is there and the system keeps it from the browser.
  if (lacking.length === 0 && /object can not be found/i.test(message)) return "system";
  const [first, second] = lacking.length > 0 ? lacking : wanted;
  return second ? "missing" : one(first!);
}

const one = (kind: Kind) => (kind === "video" ? "no-camera" : "no-microphone");

type Help = { title: string; text: string; steps: string[] };

export function helpOf(why: DeviceTrouble, kind: BrowserKind): Help {
  const steps = why === "blocked" ? permissionSteps(kind) : why === "system" ? systemSteps(kind) : [];
  return { ...helps[why], steps };
}

const helps: Record<DeviceTrouble, { title: string; text: string }> = {
  dismissed: {
    title: "A pergunta do navegador foi fechada",
    text: "Ele perguntou se esta página pode usar a câmera e o microfone. Aperte o botão de novo e escolha “Permitir”.",
  },
  blocked: {
    title: "A câmera e o microfone estão bloqueados",
    text: "O navegador guarda um “não” para esta página. Para mudar:",
  },
  system: {
    title: "O aparelho não deixa o navegador usar a câmera",
    text: "Nesta página está permitido; quem bloqueia é o sistema do aparelho. Para mudar:",
  },
  unanswered: {
    title: "O navegador espera a sua resposta",
    text: "Procure a pergunta dele, no alto ou embaixo na tela, e escolha “Permitir”. Se ela não aparece, recarregue a página e aperte o botão de novo.",
  },
  stuck: {
    title: "A câmera ou o microfone não respondeu",
    text: "Feche outros programas que usam a câmera, desligue e ligue a câmera ou reinicie o aparelho. Depois aperte o botão de novo.",
  },
  busy: {
    title: "A câmera ou o microfone não abriu",
    text: "Feche outros programas e outras abas que usam a câmera e aperte o botão de novo.",
  },
  missing: {
    title: "Não encontramos câmera ou microfone",
    text: "Ligue a câmera e o microfone neste aparelho, ou abra esta página no celular.",
  },
  "no-camera": {
    title: "Não encontramos câmera",
    text: "Ligue uma câmera neste aparelho, ou abra esta página no celular.",
  },
  "no-microphone": {
    title: "Não encontramos microfone",
    text: "Ligue um microfone ou um fone com microfone, ou abra esta página no celular.",
  },
  insecure: {
    title: "Este navegador não deixa usar a câmera aqui",
    text: "Abra esta página no Chrome, no Safari ou no Firefox, fora de outros aplicativos.",
  },
};

/** In one paragraph, where there is no room for a list. */
export function helpLine(why: DeviceTrouble, kind: BrowserKind): string {
  const { title, text, steps } = helpOf(why, kind);
  return [`${title}.`, text, ...steps].join(" ");
}
