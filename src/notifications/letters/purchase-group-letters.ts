import { formatBrl } from "../../platform/money.ts";
import { clockWords } from "../../platform/time/brasilia.ts";
import type { Letter } from "../outbox/letter.ts";
import { type AppointmentFacts, type OrderFacts, orderUrl, type PaidOrder } from "./order-facts.ts";
import { payTheAuthority } from "./purchase-letters.ts";
import { whenWords } from "./when.ts";

/** Letters that speak of several orders bought in one act, in place of one each; pure. The first order is the head. */

type Visit = { facts: OrderFacts; visit: Pick<AppointmentFacts, "id" | "startsAt"> };
type Group<T> = readonly [T, ...T[]];

const titleOf = ({ productName, companyName }: OrderFacts) =>
  companyName ? `${productName} de ${companyName}` : productName;

export function purchasePlaced(orders: Group<OrderFacts>, site: string, paysOnline: boolean): Letter {
  const [first] = orders;
  const total = orders.reduce((sum, { priceCentavos }) => sum + priceCentavos, 0);
  return {
    template: "purchase-placed",
    purchaseId: first.purchaseId,
    subject: `${orders.length} pedidos: falta o pagamento`,
    paragraphs: ["Recebemos os seus pedidos:"],
    list: orders.map((facts) => `${facts.number}: ${titleOf(facts)}, ${formatBrl(facts.priceCentavos)}`),
    after: [
      paysOnline
        ? `Um Pix só, de ${formatBrl(total)}, paga todos. Se você escolheu os horários, eles ficam guardados por pouco tempo.`
        : `São ${formatBrl(total)} ao todo. ${payTheAuthority(first)}`,
    ],
    action: { label: paysOnline ? "Pagar agora" : "Ver como pagar", url: orderUrl(site, first.number, "pagamento") },
  };
}

export function purchasePaid(orders: Group<PaidOrder>, site: string): Letter {
  const { facts: first } = orders[0];
  const lost = orders.filter(({ lostAt }) => lostAt);
  const lostWords = lost.map(({ facts, lostAt }) => `${whenWords(lostAt!)} (${facts.number})`).join("; ");
  return {
    template: "purchase-paid",
    purchaseId: first.purchaseId,
    subject: `Pagamento confirmado: ${lost.length > 0 ? "escolha outros horários para os" : "envie os documentos dos"} ${orders.length} pedidos`,
    paragraphs: [
      "O pagamento da sua compra foi confirmado.",
      ...(lost.length > 0
        ? [
            `As reservas terminaram antes do pagamento, e estes horários não estão marcados: ${lostWords}. Escolha outros, sem custo, pelo botão abaixo.`,
          ]
        : []),
      "Agora envie os documentos de cada pedido, de preferência em PDF. O agente precisa deles antes da videoconferência:",
    ],
    list: orders.map(
      ({ facts, missing }) => `${facts.number}, ${titleOf(facts)}: ${missing.join("; ") || "nada falta"}`,
    ),
    after: [
      "O documento de identidade vale para todos: envie uma vez só, em qualquer um deles.",
      `Você pode enviar pela página de cada pedido ou por e-mail para ${first.ra.papersAddress}: um e-mail para cada pedido, com o assunto Documentos videoconferência + o número do pedido.`,
      "Cada horário marcado chega num convite próprio, para o seu calendário.",
    ],
    action:
      lost.length > 0
        ? { label: "Escolher outros horários", url: orderUrl(site, lost[0]!.facts.number, "horario") }
        : { label: "Enviar documentos", url: orderUrl(site, first.number, "documentos") },
  };
}

/** One reminder for sittings in a row: three letters half an hour apart would only confuse. */
export function runDayBefore(run: Group<Visit & { missing: string[] }>, site: string, prepare: string[]): Letter {
  const [first] = run;
  const lacking = run.find(({ missing }) => missing.length > 0)?.facts;
  return {
    template: "day-before",
    appointmentId: first.visit.id,
    purchaseId: first.facts.purchaseId,
    subject: `Amanhã, às ${clockWords(first.visit.startsAt)}: suas ${run.length} videoconferências`,
    paragraphs: [
      `Suas ${run.length} videoconferências são em seguida, a partir de ${whenWords(first.visit.startsAt)}: ${timesOf(run)}.`,
      "Deixe pronto:",
    ],
    list: prepare,
    after: [
      ...run
        .filter(({ missing }) => missing.length > 0)
        .map(({ facts, missing }) => `Atenção, no pedido ${facts.number} ainda falta enviar: ${missing.join("; ")}.`),
      `Teste hoje a câmera, o microfone e a conexão: ${orderUrl(site, first.facts.number, "teste")}`,
    ],
    action: lacking
      ? { label: "Enviar documentos", url: orderUrl(site, lacking.number, "documentos") }
      : { label: "Testar câmera e microfone", url: orderUrl(site, first.facts.number, "teste") },
  };
}

export function runHourBefore(run: Group<Visit>, site: string): Letter {
  const [first] = run;
  return {
    template: "hour-before",
    appointmentId: first.visit.id,
    purchaseId: first.facts.purchaseId,
    subject: `Hoje, às ${clockWords(first.visit.startsAt)}: links das suas ${run.length} videoconferências`,
    paragraphs: [
      `Suas ${run.length} videoconferências são hoje, uma depois da outra: ${timesOf(run)}. Cada uma tem a sua sala. Entre na primeira uns minutos antes para testar câmera e microfone.`,
    ],
    choices: run.map(({ facts, visit }) => ({
      label: `Sala das ${clockWords(visit.startsAt)}: ${titleOf(facts)}`,
      url: orderUrl(site, facts.number, "sala"),
    })),
    after: ["Perdeu esta mensagem? Na página do pedido você entra com o número do pedido e o CPF."],
  };
}

function timesOf(run: Group<Visit>): string {
  return run.map(({ facts, visit }) => `${clockWords(visit.startsAt)} (${titleOf(facts)})`).join(", ");
}
