// What the desk says of its own call and devices, and of a picture that did not come.
import type { StillFailure, StillKind } from "../../contract/room-wire.ts";

export const callWords = {
  idle: "Sua câmera está desligada.",
  opening: "Abrindo… Se o navegador perguntar, escolha “Permitir”.",
  ready: "Câmera ligada. Admita o titular para começar.",
  connecting: "Conectando…",
  connected: "",
  lost: "A conexão caiu. Voltando sozinha…",
} as const;
/** Where the bar says how the recording stands. */
export const elsewhereWords = {
  "passed-on": "Outro agente atende",
  "other-window": "A gravação segue na outra janela",
} as const;
export const endedWords = "A chamada terminou. Sua câmera e seu microfone estão desligados.";

/** Taken away when the line is back: what was pressed is sent then. */
export const offlineWords = "Sem conexão com a sala. O pedido segue sozinho quando ela voltar.";

/** The interpreter has opened their page, which is not yet the call. */
export const guestAwaitedWords = (name: string) =>
  `${name} está na página do intérprete, sem imagem nem som na chamada.`;

const pictures: Record<StillKind, string> = {
  face: "A foto do rosto",
  "document-front": "A foto da frente do documento",
  "document-back": "A foto do verso do documento",
};
const failures: Record<StillFailure, string> = {
  "camera-off": "não saiu: a câmera do titular está desligada. Peça que ele a ligue e capture de novo.",
  "camera-stopped": "não saiu: a câmera do titular parou. Peça que ele a abra de novo e capture outra vez.",
  "not-taken": "não saiu. Capture de novo.",
  late: "não veio em um minuto. Veja se o titular continua na página da sala e capture de novo.",
};

/** Why the picture that the agent asked for is not there, and what to do. */
export function stillFailedWords(kind: StillKind, why: StillFailure): string {
  return `${pictures[kind]} ${failures[why]}`;
}
