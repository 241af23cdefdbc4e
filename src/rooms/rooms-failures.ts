import { defineFailures } from "../platform/failures/failure.ts";

/** Refusals of the room: its doors and passes, the call and its recording, handing it over. */
export const RoomsFailure = defineFailures({
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
});
