/** Refusals of the shelf and of times held while buying. See failure-catalogue.ts. */
export const shelfFailures = {
  "hold-over": { status: 409, title: "A reserva do horário terminou.", advice: "Escolha o horário de novo." },
  "hold-lost": {
    status: 409,
    title: "A reserva terminou, e o horário não está mais livre.",
    advice: "Nada foi cobrado. Escolha outro horário.",
  },
  "hold-already-extended": {
    status: 409,
    title: "A reserva já ganhou mais tempo uma vez.",
    advice: "Pague antes que ela termine. Se terminar, você escolhe outro horário e não perde o pedido.",
  },
} as const;
