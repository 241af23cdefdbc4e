/** The key ceremony: making the key, the agreement, the file. */

export const page = "emissao";
export const trouble = "erro";
export const troubleWords = "erro-palavras";
export const progress = "andamento";
export const cannotTitle = "nao-guarda-titulo";
export const cannotWords = "nao-guarda-palavras";
export const cannotAddress = "nao-guarda-endereco";
export const cannotAgain = "nao-guarda-de-novo";
export const keySteps = "passos-chave";
export const beginForm = "form-comecar";
export const agreement = "termo-texto";
export const agreementForm = "form-termo";
export const agreed = "concordo";
export const downloaded = "ja-baixou";
export const downloadedWhen = "ja-baixou-quando";
export const haveIt = "ja-tenho";
export const passwordForm = "form-senha";
export const password = "senha";
export const passwordAgain = "senha-de-novo";
export const fileSteps = "passos-arquivo";
export const download = "baixar";
export const downloadCompatible = "baixar-compativel";
export const forgetForm = "form-apagar";
export const kept = "guardei";
