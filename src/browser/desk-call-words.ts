// What the desk says of its own call and devices.

export const callWords = {
  idle: "Sua câmera está desligada.",
  opening: "Abrindo… Se o navegador perguntar, escolha “Permitir”.",
  ready: "Câmera ligada. Admita o titular para começar.",
  connecting: "Conectando…",
  connected: "",
  lost: "A conexão caiu. Voltando sozinha…",
} as const;
export const endedWords = "A chamada terminou. Sua câmera e seu microfone estão desligados.";

/** Taken away when the line is back: what was pressed is sent then. */
export const offlineWords = "Sem conexão com a sala. O pedido segue sozinho quando ela voltar.";
