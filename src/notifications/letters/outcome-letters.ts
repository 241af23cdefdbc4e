import { revocationEntryPath } from "../../contract/holder-addresses.ts";
import type { Letter } from "../outbox/letter.ts";
import { type OrderFacts, orderUrl } from "./order-facts.ts";
import { dayWords, whenWords } from "./when.ts";

/** Letters after the videoconference. */

export function identityConfirmed(facts: OrderFacts, site: string): Letter {
  const ready =
    facts.certificateType === "A1"
      ? [
          "Emita agora, no aparelho em que vai guardar o certificado. Você escolhe uma senha que só você conhece.",
          "Guarde o arquivo e a senha em lugar seguro: sem eles é preciso comprar outro certificado.",
        ]
      : [
          "Seu certificado fica num cartão ou token. A AR envia a mídia; avisamos quando ela sair, com o código de rastreio.",
          "A emissão na mídia é feita com um assistente no seu computador. A AR vai orientar você.",
        ];
  const now = facts.certificateType === "A1";
  return {
    template: "identity-confirmed",
    subject: `Pedido ${facts.number}: identidade confirmada, ${now ? "emita o certificado" : "a mídia será enviada"}`,
    paragraphs: [
      now
        ? `Sua identidade foi confirmada. Seu ${facts.productName} já pode ser emitido.`
        : `Sua identidade foi confirmada para o ${facts.productName}.`,
      ...ready,
    ],
    action: { label: now ? "Emitir o certificado" : "Ver o pedido", url: orderUrl(site, facts.number, "emissao") },
  };
}

/** What the cure begins with: the letter's button. */
const firstAct = {
  papers: ["Enviar documentos", "documentos"],
  device: ["Testar câmera e microfone", "teste"],
  time: ["Escolher outro horário", "horario"],
} as const;

export function notApproved(
  facts: OrderFacts,
  site: string,
  outcome: "refused" | "pending",
  reason: { holder: string; cure: string; first?: "papers" | "device" },
): Letter {
  const [label, page] = firstAct[reason.first ?? "time"];
  return {
    template: `proofing-${outcome}`,
    subject: `Pedido ${facts.number}: ${outcome === "pending" ? "falta um passo" : "identificação não concluída"}`,
    paragraphs: [reason.holder, reason.cure],
    action: { label, url: orderUrl(site, facts.number, page) },
  };
}

export function decisionMissing(facts: OrderFacts, site: string, lapsesAt: Date): Letter {
  return {
    template: "decision-missing",
    subject: `Pedido ${facts.number}: a AR ainda registra o resultado`,
    paragraphs: [
      "A videoconferência terminou e a AR ainda não registrou o resultado. Já pedimos a uma pessoa da AR que faça isso.",
      `Você não precisa fazer nada. Se não houver resultado até ${whenWords(lapsesAt)}, avisamos, e você escolhe outro horário, sem custo.`,
    ],
    action: { label: "Ver meu pedido", url: orderUrl(site, facts.number) },
  };
}

export function certificateIssued(facts: OrderFacts, site: string, serial: string): Letter {
  return {
    template: "certificate-issued",
    subject: `Pedido ${facts.number}: certificado emitido`,
    paragraphs: [
      `Seu ${facts.productName} foi emitido (número de série ${serial}).`,
      ...(facts.certificateType === "A1"
        ? ["Faça uma cópia do arquivo em outro lugar seguro. Nós não temos o arquivo nem a senha."]
        : []),
      `Se perder a mídia ou a senha, ou se alguém tiver acesso a elas, revogue o certificado a qualquer hora em ${site}${revocationEntryPath()}, ou peça à AR.`,
    ],
    action: { label: "Ver o certificado", url: orderUrl(site, facts.number, "emissao") },
  };
}

/** `paidUntil`: the order may have another certificate until then; undefined: its time is over. */
export function certificateRevoked(
  facts: OrderFacts,
  site: string,
  revoked: { serial: string; at: Date; reason: string; byHolder: boolean; paidUntil: Date | undefined },
): Letter {
  const { serial, at, reason, byHolder, paidUntil } = revoked;
  return {
    template: "certificate-revoked",
    subject: `Pedido ${facts.number}: certificado revogado`,
    paragraphs: [
      `Seu ${facts.productName} (número de série ${serial}) foi revogado ${whenWords(at)}, ${byHolder ? "a seu pedido, pela página do pedido" : `por ${facts.ra.name}`}. Motivo: ${reason}.`,
      "Ele não vale mais, e isso não se desfaz. O que você assinou antes continua valendo.",
      ...(paidUntil
        ? [
            `Este pedido dá direito a outro certificado, sem pagar de novo, que vale até ${dayWords(paidUntil)}. A chave é nova, e a norma pede outra videoconferência.`,
          ]
        : []),
      "Se você não pediu isto nem esperava, fale com a AR pelo telefone abaixo.",
    ],
    action: paidUntil
      ? { label: "Marcar a videoconferência", url: orderUrl(site, facts.number, "horario") }
      : { label: "Ver meu pedido", url: orderUrl(site, facts.number) },
  };
}
