import { defineFailures } from "../platform/failures/failure.ts";

/** Refusals of cases of irregularity. */
export const IrregularitiesFailure = defineFailures({
  "irregularity-open": {
    status: 409,
    title: "Já há um caso de irregularidade aberto neste pedido.",
    advice: "O gestor da AR já sabe. Diga a ele o que mais você viu: ele anota no caso.",
  },
  "irregularity-closed": {
    status: 409,
    title: "Este caso já foi encerrado.",
    advice: "Recarregue a página para ver como ficou.",
  },
  "irregularity-reported": {
    status: 409,
    title: "O relatório deste caso já foi marcado como enviado.",
    advice: "Recarregue a página para ver quem enviou e quando.",
  },
  "irregularity-report-missing": {
    status: 409,
    title: "Falta enviar o relatório à AC.",
    advice: "Baixe o relatório, envie à AC e marque como enviado; depois encerre o caso como procedente.",
  },
  "irregularity-certificate-lives": {
    status: 409,
    title: "Este pedido tem um certificado que ainda vale.",
    advice: "Revogue o certificado primeiro; depois encerre o caso.",
  },
});
