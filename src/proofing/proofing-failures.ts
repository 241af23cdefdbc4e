import { defineFailures } from "../platform/failures/failure.ts";

/** Refusals of the script, the two decisions, and what goes back to the agent. */
export const ProofingFailure = defineFailures({
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
  "proofing-not-started": {
    status: 409,
    title: "O atendimento ainda não começou.",
    advice: "Toque em “Iniciar atendimento”.",
  },
  "proofing-room-closed": { status: 409, title: "Esta sala já foi encerrada.", advice: "Volte à fila do dia." },
  "proofing-already-approved": {
    status: 409,
    title: "Este pedido já foi aprovado.",
    advice: "Não é preciso atender de novo.",
  },
  "proofing-decided": {
    status: 409,
    title: "Este atendimento já tem decisão.",
    advice: "A decisão não muda. Se for preciso, remarque um novo atendimento.",
  },
  "proofing-lapsed": {
    status: 409,
    title: "O prazo para decidir este atendimento acabou.",
    advice: "O titular já foi avisado de que pode escolher outro horário, sem custo. Atenda de novo no horário dele.",
  },
  "decision-still-possible": {
    status: 409,
    title: "Este atendimento não está parado.",
    advice: "A chamada ainda corre ou já tem decisão. Recarregue a página.",
  },
  "hand-over-leaves-nobody": {
    status: 409,
    title: "Depois deste repasse, ninguém da AR poderá fazer a segunda conferência.",
    advice: "Escolha outra pessoa, ou marque que está ciente: o gestor é avisado para chamar um verificador.",
  },
  "field-unproven": {
    status: 409,
    title: "Este dado só entra no certificado com um documento que o prova.",
    advice: "Abra o documento, marque “Serve” e copie o dado abaixo dele.",
  },
  "proofing-incomplete": {
    status: 422,
    title: "Ainda não dá para aprovar.",
    advice: "Conclua os itens da lista do que falta.",
    tells: ["lacks"],
  },
  "order-frozen": {
    status: 409,
    title: "Este pedido está parado.",
    advice: "Houve cancelamento ou irregularidade. Fale com o gestor da AR.",
  },
  "step-unknown": {
    status: 404,
    title: "Este passo não existe no roteiro.",
    advice: "Recarregue a página do atendimento.",
  },
  "consent-missing": {
    status: 422,
    title: "Falta o consentimento.",
    advice: "O titular precisa tocar em “Concordo com a gravação” e dizer em voz alta; depois marque a caixa.",
  },
  "still-missing": {
    status: 422,
    title: "Falta a captura deste passo.",
    advice: "Peça a captura e escolha a que ficou boa.",
  },
  "checks-missing": { status: 422, title: "Falta marcar itens da lista.", advice: "Confira cada item e marque todos." },
  "questions-too-few": {
    status: 409,
    title: "Faltam dados confirmados para as perguntas.",
    advice: "Encerre como pendente e peça à AR que complete os dados do pedido.",
  },
  "question-unknown": {
    status: 404,
    title: "Esta pergunta não foi sorteada.",
    advice: "Recarregue a página do atendimento.",
  },
  "question-answered": {
    status: 409,
    title: "Esta pergunta já foi respondida.",
    advice: "Certo e errado não mudam. Siga para a próxima.",
  },
  "reason-unfit": {
    status: 422,
    title: "Escolha o motivo.",
    advice: "Recusa e pendência precisam de um motivo da lista; aprovação não tem motivo.",
  },
  "deny-list-hit": {
    status: 422,
    title: "Há registro na lista negativa.",
    advice:
      "Para aprovar, escreva na observação como você teve certeza da identidade. Na dúvida, abra uma irregularidade.",
  },
});
