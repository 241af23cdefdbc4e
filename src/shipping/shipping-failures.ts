import { defineFailures } from "../platform/failures/failure.ts";

/** Refusals of sending a card or a token. */
export const ShippingFailure = defineFailures({
  "device-not-needed": {
    status: 409,
    title: "Este certificado não usa cartão nem token.",
    advice: "Confira o número do pedido.",
  },
  "device-not-due": {
    status: 409,
    title: "A identidade do titular ainda não foi confirmada.",
    advice: "Envie a mídia depois que o segundo agente conferir.",
  },
  "device-not-shipped": {
    status: 409,
    title: "O envio desta mídia ainda não foi registrado.",
    advice: "Registre primeiro a transportadora e o código.",
  },
  "device-already-shipped": {
    status: 409,
    title: "Este envio já está registrado com este código.",
    advice: "Se enviou de novo, use o código novo.",
  },
  "device-already-delivered": {
    status: 409,
    title: "Esta mídia já foi entregue.",
    advice: "Nada mais precisa ser registrado.",
  },
});
