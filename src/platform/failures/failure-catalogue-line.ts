/** Refusals of "Atender agora": the line, and who may call from it. See failure-catalogue.ts. */
export const lineFailures = {
  "agent-away": {
    status: 409,
    title: "Você está em pausa.",
    advice: "Para chamar quem espera, volte a receber: botão “Voltar agora” no alto da fila.",
  },
  "next-too-near": {
    status: 409,
    title: "Seu atendimento das {time} está perto demais para chamar alguém antes.",
    advice: "Quem espera continua na fila; outro agente pode chamar, ou você depois desse atendimento.",
  },
  "already-waiting": {
    status: 409,
    title: "Este pedido já está na fila.",
    advice: "Fique nesta página: você será chamado.",
  },
  "nobody-at-desk": {
    status: 409,
    title: "Nenhum agente está atendendo agora.",
    advice: "Escolha um horário, ou volte mais tarde para ser atendido na hora.",
  },
  "not-waiting": {
    status: 409,
    title: "Ninguém está esperando na fila.",
    advice: "Recarregue a página para ver a fila.",
  },
} as const;
