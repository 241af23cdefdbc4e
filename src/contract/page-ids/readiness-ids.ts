/** The device test of an order. */

export const page = "teste";
export const title = "teste-titulo";
export const polite = "teste-polido";
export const voiceAsked = "voz-pedido";
export const preview = "teste-previa";
export const level = "teste-nivel";
export const soundAnswer = "som-resposta";
export const documentPreview = "documento-previa";
export const documentWords = "documento-fala";
export const endWords = "fim-palavras";
export const trouble = "teste-problema";
export const opening = "teste-abrindo";

/** The line of one thing that is tested. */
export const finding = (check: string) => `achado-${check}` as const;
