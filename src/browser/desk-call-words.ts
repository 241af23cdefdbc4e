// What the desk says of its own call and devices.

export const callWords = {
  idle: "Sua câmera está desligada.",
  ready: "Câmera ligada. Admita o titular para começar.",
  connecting: "Conectando…",
  connected: "",
  lost: "A conexão caiu. Voltando sozinha…",
} as const;
export const endedWords = "A chamada terminou. Sua câmera e seu microfone estão desligados.";
export const deviceTroubles = {
  blocked: "O navegador não deixou usar a câmera. Libere no cadeado da barra de endereço.",
  busy: "A câmera não abriu. Feche outros programas que a usam e tente de novo.",
  missing: "Não há câmera ou microfone neste computador.",
  insecure: "A câmera só abre em endereço seguro (https) ou em localhost.",
} as const;

/** Taken away when the line is back: what was pressed is sent then. */
export const offlineWords = "Sem conexão com a sala. O pedido segue sozinho quando ela voltar.";
