/** Refusals of papers, rooms, proofing and dossiers. See failure-catalogue.ts. */
export const proofFailures = {
  // documents
  // proofing
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
  // rooms
  "room-not-found": {
    status: 404,
    title: "Esta sala não existe.",
    advice: "Abra a sala pela página do seu pedido.",
  },
  "room-early": {
    status: 409,
    title: "A sala ainda não abriu.",
    advice: "Volte no horário que aparece na página do seu pedido.",
  },
  "room-ended": {
    status: 409,
    title: "Esta videoconferência já terminou.",
    advice: "O próximo passo está na página do pedido.",
  },
  "room-not-admitted": {
    status: 403,
    title: "O titular ainda não foi admitido.",
    advice: "A chamada começa quando o agente admite quem está na sala de espera.",
  },
  "room-occupied": {
    status: 409,
    title: "A sala foi aberta em outro aparelho ou em outra aba.",
    advice: "Continue por lá. Para voltar a este, recarregue a página.",
  },
  "room-passed-on": {
    status: 409,
    title: "Este atendimento passou a outro agente.",
    advice: "Volte à fila para ver o próximo.",
  },
  "sitting-early": {
    status: 409,
    title: "Ainda não é hora deste atendimento.",
    advice: "A sala abre às {time}. Até lá não há o que iniciar nem encerrar.",
  },
  "room-not-reopenable": {
    status: 409,
    title: "Esta sala não pode mais ser reaberta.",
    advice: "O horário dela passou, já há decisão ou a gravação foi guardada. Combine outro horário com o titular.",
  },
  "case-of-another": {
    status: 403,
    title: "Este caso é de {agent}.",
    advice: "Só quem atende abre a tela do atendimento. Peça um repasse, ou volte à fila do dia.",
  },
  "hand-over-over": {
    status: 409,
    title: "Este repasse não vale mais.",
    advice: "O tempo passou, alguém já respondeu ou o atendimento terminou. Nada se perdeu: ele segue com quem atende.",
  },
  "agent-in-call": {
    status: 409,
    title: "Você está em outra chamada.",
    advice: "Encerre ou passe essa chamada antes de aceitar outra.",
  },
  "room-nobody-waiting": {
    status: 409,
    title: "Não há ninguém esperando por esta decisão.",
    advice: "A situação mudou; confira a sala de espera.",
  },
  "room-version-unknown": {
    status: 409,
    title: "Esta página está desatualizada.",
    advice: "Recarregue a página.",
  },
  "room-message-invalid": {
    status: 422,
    title: "A sala recebeu algo que não entendeu.",
    advice: "Recarregue a página; se continuar, atualize o navegador.",
  },
  "room-flood": {
    status: 429,
    title: "Mensagens demais em pouco tempo.",
    advice: "Espere alguns segundos e recarregue a página.",
  },
  "room-offer-unusable": {
    status: 422,
    title: "Este navegador não consegue fazer a chamada.",
    advice: "Atualize o navegador ou abra a sala no Chrome, no Safari ou no Firefox.",
  },
  "room-media-unavailable": {
    status: 503,
    title: "A chamada não pôde começar agora.",
    advice: "Espere: tentamos de novo sozinhos em alguns segundos.",
  },
  "guest-pass-used": {
    status: 404,
    title: "Este convite já foi usado ou venceu.",
    advice: "Peça outro convite ao agente que atende.",
  },
  "camera-pass-used": {
    status: 404,
    title: "Este código já foi usado ou venceu.",
    advice: "No computador, peça outro código para usar o celular como câmera.",
  },
  "recording-not-ready": {
    status: 409,
    title: "A gravação ainda não está pronta.",
    advice: "Espere o fim da videoconferência e tente de novo em um minuto.",
  },
  "still-nonce-unknown": {
    status: 409,
    title: "O pedido desta foto venceu ou já foi usado.",
    advice: "O agente pode pedir outra foto.",
  },
  "still-not-a-picture": {
    status: 422,
    title: "A foto não pôde ser lida.",
    advice: "Tente de novo com mais luz e a câmera parada.",
  },

  "push-refused": {
    status: 422,
    title: "Este navegador não pode receber o aviso.",
    advice: "Deixe a página da sala aberta: ela toca quando o agente chamar.",
  },
  // dossiers
  "dossier-closed": {
    status: 403,
    title: "Diga antes por que você abre este dossiê.",
    advice: "Volte ao dossiê, escreva o motivo e abra de novo. A abertura vale por uma hora.",
  },
  "video-copy-unavailable": {
    status: 501,
    title: "Este servidor não faz cópias em MP4.",
    advice:
      "Baixe a gravação em WebM, que é a prova. Para ter cópias, peça a quem cuida do servidor que instale o ffmpeg.",
  },
  "video-copy-busy": {
    status: 503,
    title: "Outras cópias estão sendo feitas agora.",
    advice: "Espere alguns minutos e aperte de novo.",
  },
  "purpose-missing": {
    status: 422,
    title: "Diga para que vai abrir o dossiê.",
    advice: "Escreva o motivo em poucas palavras; ele fica registrado.",
  },
} as const;
