/** Refusals of irregularities and the deny list. See failure-catalogue.ts. */
export const caseFailures = {
  "evidence-not-yours": {
    status: 403,
    title: "Este caso não está com você.",
    advice:
      "Documentos, fotos e gravações abrem só para quem atende ou confere o caso. Gestor ou auditor: abra o dossiê em “Dossiês” e diga o motivo.",
  },
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
  "deny-list-hit": {
    status: 422,
    title: "Há registro na lista negativa.",
    advice:
      "Para aprovar, escreva na observação como você teve certeza da identidade. Na dúvida, abra uma irregularidade.",
  },
} as const;
