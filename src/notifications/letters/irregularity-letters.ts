import type { Letter } from "../outbox/letter.ts";
import { type OrderFacts, orderUrl } from "./order-facts.ts";
import { whenWords } from "./when.ts";

/** Letters while a case of an order is open and when it is closed: true, and no accusation. */

export function orderExamined(facts: OrderFacts, site: string, until: Date): Letter {
  return {
    template: "order-examined",
    subject: `Pedido ${facts.number}: em análise na AR`,
    paragraphs: [
      "Seu pedido está em análise na AR. Enquanto isso ele fica parado: você não precisa fazer nem remarcar nada.",
      `A AR responde até ${whenWords(until)}. Se precisar falar antes, use os contatos dela.`,
    ],
    action: { label: "Ver meu pedido", url: orderUrl(site, facts.number) },
  };
}

export function orderGoesOn(facts: OrderFacts, site: string): Letter {
  return {
    template: "order-goes-on",
    subject: `Pedido ${facts.number}: a análise terminou, o pedido segue`,
    paragraphs: [
      "A análise do seu pedido terminou e ele segue. Desculpe a espera.",
      "O próximo passo está na página do pedido. Se for preciso outra videoconferência, ela é sem custo.",
    ],
    action: { label: "Continuar o pedido", url: orderUrl(site, facts.number) },
  };
}

export function orderEndedByCase(facts: OrderFacts, site: string): Letter {
  return {
    template: "order-ended-by-case",
    subject: `Pedido ${facts.number}: encerrado pela AR`,
    paragraphs: [
      "A análise do seu pedido terminou e a AR o encerrou: não foi possível confirmar a identidade pelas regras. Ele não segue, e nada mais será cobrado.",
      "Para saber o motivo, ou sobre o valor pago, fale com a AR.",
    ],
    action: { label: "Ver meu pedido", url: orderUrl(site, facts.number) },
  };
}
