import { defineFailures } from "../platform/failures/failure.ts";

/** Refusals of issuing, revoking and keeping proofs. */
export const IssuanceFailure = defineFailures({
  "issuance-not-due": {
    status: 409,
    title: "Ainda não é hora de emitir este certificado.",
    advice: "Veja na página do pedido o que falta e de quem é o próximo passo.",
  },
  "issuance-not-confirmed": {
    status: 403,
    title: "Falta confirmar que é você.",
    advice: "Recarregue a página e digite o código enviado ao seu e-mail.",
  },
  "issuance-under-way": {
    status: 409,
    title: "A emissão deste pedido já começou em outra janela ou aparelho.",
    advice: "Continue naquela janela, ou espere um minuto e tente de novo aqui.",
  },
  "issuance-pending": {
    status: 409,
    title: "A autoridade certificadora ainda não respondeu.",
    advice: "O pedido está guardado e segue sozinho. Recarregue a página daqui a um minuto, neste mesmo navegador.",
  },
  "issuance-refused": {
    status: 409,
    title: "A autoridade certificadora não aceitou o pedido do certificado.",
    advice: "Nada foi emitido. A AR já foi avisada do motivo e vai falar com você.",
  },
  "request-unusable": {
    status: 422,
    title: "A chave criada neste navegador não serve para o certificado: {why}.",
    advice:
      "Nada foi emitido. Atualize o navegador, recarregue a página e tente de novo: uma chave nova será criada. Se repetir, use outro aparelho.",
  },
  "key-already-used": {
    status: 409,
    title: "Esta chave já foi usada em uma emissão, e cada certificado tem a sua.",
    advice: "Recarregue a página para criar uma chave nova.",
  },
  "certificate-already-issued": {
    status: 409,
    title: "O certificado deste pedido já foi emitido, com a chave de outro navegador ou aparelho.",
    advice: "Abra esta página onde a emissão começou. Se não puder mais, fale com a AR: só ela pode revogar e refazer.",
  },
  "certificate-type-closed": {
    status: 409,
    title: "Este tipo de certificado não pode mais ser emitido pela regra de hoje.",
    advice: "Fale com a AR: ela troca o produto sem novo pagamento.",
  },
  "agreement-signature-wrong": {
    status: 422,
    title: "A assinatura do termo não confere.",
    advice: "Recarregue a página e assine de novo no aparelho em que a chave foi criada.",
  },
  "timestamp-unreachable": {
    status: 503,
    title: "O carimbo do tempo não respondeu, e sem ele a assinatura não é guardada.",
    advice: "Nada se perdeu. Espere um minuto e tente de novo; se continuar, avise a AR.",
  },
  "order-name-not-writable": {
    status: 409,
    title:
      "O nome deste pedido tem letras que um certificado não pode levar: {letters}. Ele não foi emitido com o nome errado.",
    advice:
      "Fale com a AR: ela cancela este pedido, devolve o valor e faz outro com o nome certo. A AR já vê este aviso.",
  },
  "hold-reason-missing": {
    status: 422,
    title: "Escreva quem pediu e por quê.",
    advice: "Uma frase basta: o ofício, o processo, a auditoria. Fica no pedido, com o seu nome.",
  },
  "hold-stands": {
    status: 409,
    title: "As provas deste pedido já estão guardadas além do prazo.",
    advice: "Veja na página do certificado quem pediu. Para mudar o motivo, libere e guarde de novo.",
  },
  "hold-missing": {
    status: 409,
    title: "Nada guarda estas provas além do prazo.",
    advice: "Outra pessoa já liberou. Abra de novo a página do certificado.",
  },
  "evidence-destroyed": {
    status: 409,
    title: "As provas deste pedido já foram destruídas.",
    advice: "O prazo de guarda terminou. O termo assinado está na página do certificado.",
  },
  "revocation-not-due": {
    status: 409,
    title: "Este pedido não tem certificado para revogar.",
    advice: "Ele ainda não foi emitido, ou já está revogado. Veja o painel do pedido.",
  },
  "revocation-not-confirmed": {
    status: 403,
    title: "Falta confirmar que é você.",
    advice: "Volte à página da revogação e digite o código que enviamos ao seu e-mail.",
  },
  "revocation-reason-unfit": {
    status: 422,
    title: "Escolha o motivo da revogação.",
    advice: "Ele fica na lista de revogados e não muda depois.",
  },
  "revocation-note-missing": {
    status: 422,
    title: "Escreva o que aconteceu e quem pediu.",
    advice: "Uma frase basta. Fica no pedido e no dossiê, com o seu nome.",
  },
  "certificate-already-revoked": {
    status: 409,
    title: "Este certificado já estava revogado.",
    advice: "Nada mais precisa ser feito: ele já está na lista de revogados.",
  },
});
