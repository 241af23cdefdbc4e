import { formatDayAndTime, formatShortDay } from "../../ui/dates.ts";
import type { NextStep, OrderFacts } from "./order-facts.ts";

const nobody = "Ninguém precisa fazer nada";

type Facts = Pick<OrderFacts, "order" | "proofing" | "inquiry" | "issuance">;

/** A case is open and nothing goes on: the holder hears that, and until when; never what somebody suspects. */
export const isExamined = ({ inquiry, issuance }: Pick<Facts, "inquiry" | "issuance">) =>
  issuance === "closed" && inquiry?.closedAt === null;

/** What an order that stands still says; undefined where it goes on. */
export function closedStep(facts: Facts): NextStep | undefined {
  const { order, proofing, inquiry, issuance } = facts;
  if (order.cancelledAt && inquiry?.closedAt)
    return {
      title: "A AR encerrou este pedido",
      words:
        "A análise terminou e ele não segue. Nada mais será cobrado. Para saber o motivo, ou sobre o valor pago, fale com a AR.",
      owner: nobody,
    };
  if (order.cancelledAt)
    return {
      title: "Pedido cancelado",
      words: "Nada mais será cobrado. Para comprar de novo, volte ao início.",
      owner: nobody,
    };
  if (isExamined(facts) && inquiry)
    return {
      title: "Seu pedido está em análise na AR",
      words: "Enquanto isso ele fica parado. Você não precisa fazer nem remarcar nada: a resposta chega por e-mail.",
      owner: "A AR",
      until: formatDayAndTime(inquiry.closeDueAt),
    };
  if (issuance === "closed" && proofing.state === "decided")
    return { title: "A AR vai falar com você", words: `${proofing.words} ${proofing.cure}`, owner: "A AR" };
  return undefined;
}

/** The newest certificate, where it is revoked and the order may have another. */
export const revokedOf = ({ certificates: [newest], issuance }: Pick<OrderFacts, "certificates" | "issuance">) =>
  newest?.revokedAt && issuance !== "revoked" ? newest : undefined;

/** Why a sitting is held again after a revocation (DOC-ICP-05 3.3.2). */
export function revokedWords(facts: OrderFacts): string | undefined {
  const revoked = revokedOf(facts);
  if (!revoked || facts.proofing.state !== "none") return undefined;
  const until = facts.paidUntil ? `, que vale até ${formatShortDay(facts.paidUntil)}` : "";
  return `Seu certificado foi revogado em ${formatDayAndTime(revoked.revokedAt!)}. Este pedido dá direito a outro${until}, sem pagar de novo: a chave é nova, e a norma pede outra videoconferência. `;
}
