/** Why no act of the script, and no consent, is possible at this instant. See failure-catalogue.ts. */
export const actFailures = {
  "act-call-over": {
    status: 409,
    title: "A chamada já terminou: o roteiro só vale dentro dela.",
    advice: "Decida pelo que foi feito e gravado; se faltou algo, deixe pendente e o titular remarca sem custo.",
  },
  "act-holder-waiting": {
    status: 409,
    title: "O titular está na sala de espera.",
    advice: "Admita o titular para seguir o roteiro.",
  },
  "act-holder-away": {
    status: 409,
    title: "O titular não está na sala.",
    advice: "O roteiro segue quando ele entrar e você o admitir.",
  },
  "act-holder-unrecorded": {
    status: 409,
    title: "O titular não está sendo gravado agora.",
    advice: "Espere a imagem e o som dele voltarem; o roteiro só vale dentro da gravação.",
  },
  "act-agent-unrecorded": {
    status: 409,
    title: "O seu lado não está sendo gravado agora.",
    advice: "Ligue sua câmera e seu microfone e espere a gravação voltar.",
  },
  "act-recording-begins": {
    status: 409,
    title: "A gravação dos dois lados está começando.",
    advice: "Espere um instante e repita.",
  },
  "consent-unrecorded": {
    status: 409,
    title: "A gravação dos dois lados ainda não começou.",
    advice: "Espere um instante e toque de novo em “Concordo com a gravação”.",
  },
} as const;
