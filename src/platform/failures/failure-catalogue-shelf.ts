/** Refusals of the shelf, of times held while buying, and of papers once looked at. See failure-catalogue.ts. */
export const shelfFailures = {
  "draft-not-here": {
    status: 404,
    title: "Esta compra não está aberta neste aparelho.",
    advice:
      "Ela começou em outro aparelho ou navegador, ou há mais de 7 dias. Se foi em outro, continue por lá. Se você já recebeu o número do pedido, abra por ele com o CPF. Senão, comece de novo: leva poucos minutos, e antes do número nada é cobrado.",
  },
  "certificate-not-issued": {
    status: 409,
    title: "O certificado {type} ainda não está à venda.",
    advice:
      "A emissão em cartão ou token ainda não funciona aqui. Escolha um A1, que fica em arquivo. Nada foi cobrado.",
  },
  "shop-not-attended": {
    status: 409,
    title: "Esta AR ainda não está atendendo este certificado.",
    advice: "Nada foi cobrado. Fale com a AR ou volte em breve.",
  },
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
