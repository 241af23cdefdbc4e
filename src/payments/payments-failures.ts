import { defineFailures } from "../platform/failures/failure.ts";

/** Refusals of paying. */
export const PaymentsFailure = defineFailures({
  "charge-unknown": { status: 422, title: "Não conhecemos essa cobrança.", advice: "Confira o txid." },
  "payment-amount-differs": {
    status: 422,
    title: "O valor pago não é o valor da cobrança.",
    advice: "O valor precisa ser devolvido e pago de novo pelo código certo.",
  },
  "order-already-paid": {
    status: 409,
    title: "Este pedido já está pago.",
    advice: "Não pague de novo. Siga no painel.",
  },
  "payment-reason-missing": {
    status: 422,
    title: "Escreva como você sabe que o dinheiro chegou.",
    advice: "Uma frase basta: o extrato, o recibo, quem conferiu. Fica no pedido e no dossiê.",
  },
  "payment-unavailable": {
    status: 503,
    title: "O banco não respondeu agora.",
    advice: "Seu pedido está guardado. Tente pagar de novo em alguns minutos.",
  },
  "order-not-paid": {
    status: 409,
    title: "Este pedido ainda não foi pago.",
    advice: "Pague para confirmar o horário.",
  },
});
