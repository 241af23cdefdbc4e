import type { Shipment } from "../../shipping/shipment.ts";
import type { Letter } from "../outbox/letter.ts";
import { type OrderFacts, orderUrl } from "./order-facts.ts";

/** Letters about the card or token. */

export function deviceShipped(facts: OrderFacts, site: string, shipment: Shipment): Letter {
  return {
    template: "device-shipped",
    subject: `Pedido ${facts.number}: sua mídia foi enviada`,
    paragraphs: [
      `O cartão ou token do seu ${facts.productName} saiu da AR.`,
      `Transportadora: ${shipment.carrier}. Código de rastreio: ${shipment.trackingCode}.`,
      "Guarde a embalagem fechada até receber a orientação da AR para emitir o certificado.",
    ],
    action: { label: "Acompanhar o pedido", url: orderUrl(site, facts.number) },
  };
}

export function deviceDelivered(facts: OrderFacts, site: string): Letter {
  return {
    template: "device-delivered",
    subject: `Pedido ${facts.number}: mídia entregue`,
    paragraphs: [
      "A AR registrou que o cartão ou token chegou até você.",
      "A emissão na mídia é feita com um assistente no seu computador. A AR vai orientar você.",
      "Se a mídia não chegou, responda a este e-mail ou ligue para a AR.",
    ],
    action: { label: "Ver o pedido", url: orderUrl(site, facts.number, "emissao") },
  };
}
