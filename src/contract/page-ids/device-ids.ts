/** The reader's own camera and microphone, on every page that opens them. */

export const notice = "aparelho-aviso";
export const words = "aparelho-palavras";
export const steps = "aparelho-passos";
export const reopen = "aparelho-abrir";
export const choice = "aparelhos";
export const unlisted = "aparelhos-sem-lista";
export const search = "aparelhos-procurar";
export const choiceState = "aparelhos-estado";
export const inApp = "dentro-de-app";
export const inAppText = "dentro-de-app-texto";
export const inAppOut = "dentro-de-app-sair";

/** The list of cameras, of microphones, and the field it stands in. */
export const select = (kind: "video" | "audio") => `aparelho-${kind}` as const;
export const selectField = (kind: "video" | "audio") => `aparelho-${kind}-campo` as const;

/** What stands in a page's box of why no device opened. */
export const troubleTitle = <B extends string>(box: B) => `${box}-titulo` as const;
export const troubleText = <B extends string>(box: B) => `${box}-texto` as const;
export const troubleSteps = <B extends string>(box: B) => `${box}-passos` as const;
