import { defineFailures } from "../platform/failures/failure.ts";

/** Refusals of buying: the purchase, its holder, their contact, the order. */
export const OrdersFailure = defineFailures({
  "product-not-on-sale": {
    status: 409,
    title: "Este certificado não está mais à venda.",
    advice: "Volte ao início e escolha outro.",
  },
  "certificate-not-on-sale": {
    status: 409,
    title: "{name} não está mais à venda.",
    advice: "Tire-o da compra e siga com os outros. Nada foi cobrado.",
  },
  "purchase-full": {
    status: 409,
    title: "Uma compra leva no máximo {limit} certificados.",
    advice: "Conclua esta e compre os outros em seguida.",
  },
  "order-already-placed": {
    status: 409,
    title: "Este pedido já foi feito: {number}.",
    advice: "Abra o painel do pedido para continuar.",
  },
  "order-is-cancelled": {
    status: 409,
    title: "Este pedido foi cancelado.",
    advice: "Se ainda precisar, compre de novo.",
  },
  "order-is-paid": {
    status: 409,
    title: "Este pedido já foi pago.",
    advice: "Para desistir e receber o valor de volta, fale com a AR pelo telefone ou e-mail desta página.",
  },
  "order-is-attended": {
    status: 409,
    title: "Você já foi atendido neste pedido.",
    advice: "Para desistir, fale com a AR pelo telefone ou e-mail desta página.",
  },
  "birth-date-impossible": {
    status: 422,
    title: "Esta data de nascimento não é possível.",
    advice: "Confira o ano: ele ainda não chegou, ou passou há mais de 130 anos.",
  },
  "applicant-too-young": {
    status: 422,
    title: "A compra pelo site é para maiores de {years} anos.",
    advice: "Para emitir para um menor, fale com a AR: é preciso o responsável legal.",
  },
  "company-missing": {
    status: 422,
    title: "Informe o CNPJ e o nome da empresa.",
    advice: "Eles vão dentro do certificado.",
  },
  "email-not-writable": {
    status: 422,
    title: "O e-mail que vai no certificado não pode levar {letters}.",
    advice: "Confira se digitou certo, ou use outro endereço: antes do @, só letras sem acento, números e sinais.",
  },
  "contact-missing": { status: 409, title: "Ainda não sabemos seu contato.", advice: "Preencha seus dados primeiro." },
  "contact-codes-exhausted": {
    status: 409,
    title: "Já enviamos vários códigos.",
    advice: "Espere {minutes} minutos para pedir outro, ou use o último que chegou.",
  },
  "contact-code-wrong": {
    status: 422,
    title: "O código não confere.",
    advice: "Copie os 6 números da última mensagem que enviamos.",
  },
  "contact-code-expired": { status: 422, title: "O código venceu.", advice: "Peça um novo código e use-o em seguida." },
  "contact-code-worn-out": {
    status: 422,
    title: "Este código já foi errado vezes demais.",
    advice: "Peça um novo código.",
  },
  "purchase-incomplete": {
    status: 409,
    title: "Falta completar a compra.",
    advice: "Volte e complete os passos marcados.",
  },
  "not-eligible": {
    status: 409,
    title: "Este certificado não pode ser feito por videoconferência com as suas respostas.",
    advice: "Escolha um de 12 meses ou vá a um posto de atendimento. Nada foi cobrado.",
  },
  "in-person-alone": {
    status: 409,
    title: "O atendimento presencial é marcado num pedido só dele.",
    advice: "Tire este certificado da compra e compre-o sozinho. Nada foi cobrado.",
  },
  "order-in-person": {
    status: 409,
    title: "Este pedido é de atendimento presencial.",
    advice: "Ele é pago e feito no posto. O painel do pedido mostra o horário e o endereço.",
  },
  "order-not-matched": {
    status: 422,
    title: "Não encontramos um pedido com esse número e esse CPF ou CNPJ.",
    advice: "Confira os dois. O número está no e-mail do pedido e começa com CERTI ou 17.",
  },
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
});
