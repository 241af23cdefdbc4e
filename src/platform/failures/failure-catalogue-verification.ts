/** Refusals of the second person's acts and of what goes back to the agent. See failure-catalogue.ts. */
export const verificationFailures = {
  "verifier-is-validator": {
    status: 403,
    title: "Quem atendeu não pode verificar.",
    advice: "Outra pessoa precisa fazer a verificação.",
  },
  "verifier-not-independent": {
    status: 403,
    title: "Você não pode verificar este atendimento antes de {when}.",
    advice:
      "O seu acesso foi criado ou refeito há pouco por quem atendeu, ou o de quem atendeu por você. Peça a outra pessoa da AR, ou espere até lá.",
  },
  "verification-not-due": {
    status: 409,
    title: "Este atendimento não espera verificação.",
    advice: "Volte à fila de verificação.",
  },
  "verification-returned": {
    status: 409,
    title: "Este atendimento está com o agente.",
    advice: "Espere a resposta dele; enquanto isso só é possível recusar.",
  },
  "returns-used-up": {
    status: 409,
    title: "Este atendimento já foi devolvido as vezes permitidas.",
    advice: "Decida agora: aprove ou recuse com o motivo que o titular vai ler.",
  },
  "return-words-missing": {
    status: 422,
    title: "Faltam as palavras.",
    advice: "Escreva em poucas palavras: a outra pessoa vai ler.",
  },
  "return-answered": {
    status: 409,
    title: "Esta devolução já foi respondida ou o caso já foi decidido.",
    advice: "Volte à fila e veja como ficou.",
  },
  "replay-insufficient": {
    status: 422,
    title: "Falta assistir a partes da gravação.",
    advice: "Assista às perguntas, às capturas, ao consentimento e ao mínimo exigido; a página mostra o que falta.",
  },
  "replay-unbelievable": {
    status: 422,
    title: "Este trecho não foi contado.",
    advice: "Ele não cabe no tempo que passou. Assista de novo, numa só aba e na velocidade da página.",
  },
  "verification-checks-missing": {
    status: 422,
    title: "Falta marcar itens da sua conferência.",
    advice: "Marque cada item que você mesmo conferiu; se um não confere, recuse ou devolva ao agente.",
  },
} as const;
