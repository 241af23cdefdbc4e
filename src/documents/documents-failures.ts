import { type CodeOf, defineFailures } from "../platform/failures/failure.ts";

/** Refusals of papers and of the mail that brings them. */
export const DocumentsFailure = defineFailures({
  "paper-reviewed": {
    status: 409,
    title: "O agente já conferiu este arquivo.",
    advice: "Se ainda falta um lado do documento, envie-o em outro arquivo.",
  },
  "paper-empty": {
    status: 422,
    title: "O arquivo está vazio.",
    advice: "Abra o arquivo no seu aparelho para conferir e envie de novo.",
  },
  "paper-too-big": {
    status: 422,
    title: "O arquivo passa de 20 MB.",
    advice: "Digitalize com menos resolução ou divida em dois arquivos.",
  },
  "paper-not-pdf": {
    status: 422,
    title: "O arquivo não é um PDF nem uma foto.",
    advice: "Envie o documento em PDF, JPG ou PNG.",
  },
  "paper-is-archive": {
    status: 422,
    title: "O arquivo é um pacote compactado (ZIP ou parecido).",
    advice: "Tire os documentos do pacote e envie cada um em PDF.",
  },
  "paper-is-heic": {
    status: 422,
    title: "A foto está no formato HEIC, e não conseguimos abri-la.",
    advice: "Envie a foto em JPG ou o documento em PDF.",
  },
  "paper-locked": {
    status: 422,
    title: "O PDF pede senha para abrir.",
    advice: "Salve uma cópia sem senha e envie essa cópia.",
  },
  "paper-broken": {
    status: 422,
    title: "O arquivo está danificado ou incompleto.",
    advice: "Gere o PDF de novo, ou tire a foto de novo, e envie.",
  },
  "paper-too-many-pages": {
    status: 422,
    title: "O PDF tem mais de 50 páginas.",
    advice: "Envie só as páginas pedidas.",
  },
  "paper-too-slow": {
    status: 422,
    title: "O arquivo é complexo demais para abrir.",
    advice: "Imprima em um PDF novo, mais simples, e envie.",
  },
  "paper-none": { status: 422, title: "Nenhum arquivo chegou.", advice: "Escolha um arquivo e envie de novo." },
  "paper-too-many": {
    status: 422,
    title: "O pedido já tem 40 arquivos.",
    advice: "Fale com a AR antes de enviar mais.",
  },
  "paper-note-missing": {
    status: 422,
    title: "Falta dizer por que o documento não serve.",
    advice: "Escreva em uma frase o que o titular precisa mandar.",
  },
  "mail-already-handled": { status: 409, title: "Outra pessoa já cuidou deste e-mail.", advice: "Recarregue a lista." },
  "paper-of-another": {
    status: 403,
    title: "Quem confere este documento é o agente que atende o pedido.",
    advice: "Nada foi mudado. Se o atendimento passou para você, abra-o de novo pela fila.",
  },
});

/** Why a file is no paper. */
export type PaperRefusal = Extract<CodeOf<typeof DocumentsFailure>, `paper-${string}`>;
