import type { ProofingProgress } from "../../../proofing/proofing-reads.ts";
import { lostHold } from "../../../scheduling/appointments/appointment.ts";
import { sittingWords } from "../../sitting-outcome.ts";
import { formatDayAndTime } from "../../ui/dates.ts";
import { isExamined } from "./closed-order.ts";
import type { NextStep, OrderFacts } from "./order-facts.ts";

const undecidedWords =
  "A videoconferência terminou e a AR não registrou o resultado. A falha foi nossa. Escolha outro horário, sem custo.";

/** The call is over and its time still stands: the agent has not said what came of it, or it ended before it began. */
export const hasEnded = ({ proofing, open, room }: Pick<OrderFacts, "proofing" | "open" | "room">) =>
  proofing.state === "undecided" ||
  (["none", "running"].includes(proofing.state) &&
    open !== undefined &&
    room?.appointmentId === open.id &&
    room.closedAt !== null);

export function endedStep({ proofing }: Pick<OrderFacts, "proofing">): NextStep {
  return {
    title: "A videoconferência terminou",
    words:
      proofing.state === "undecided"
        ? "A AR está registrando o resultado, e ele chega por e-mail. Se não houver resultado até lá, você escolhe outro horário, sem custo."
        : "Se ela não chegou ao fim, avisamos em alguns minutos, e você escolhe outro horário, sem custo.",
    owner: "A AR",
    ...(proofing.state === "undecided" && { until: formatDayAndTime(proofing.lapsesAt) }),
  };
}

/** Why the sitting is to be held again and what to do before; "" where it is not. */
export function cureWords(proofing: ProofingProgress): string {
  if (proofing.state === "lapsed") return `${undecidedWords} `;
  if (proofing.state !== "decided" || proofing.outcome === "approved") return "";
  return `${proofing.words} ${proofing.cure} `;
}

/** Why the newest time came to nothing; undefined where it did not. */
export function lostWords(
  { last, appointments, payment }: Pick<OrderFacts, "last" | "appointments" | "payment">,
  now: Date,
): string | undefined {
  const lost = lostHold(appointments, now);
  const what = payment
    ? "antes do pagamento, que está confirmado. Escolha outro horário, sem custo"
    : "e nada foi cobrado";
  if (lost) return `A reserva de ${formatDayAndTime(lost.startsAt)} terminou ${what}.`;
  if (last?.releasedReason === "applicant-no-show") return "Você não entrou na sala. Escolha outro horário, sem custo.";
  if (last?.releasedReason === "agent-no-show")
    return "O agente não apareceu. Desculpe. Escolha outro horário, sem custo.";
  if (last?.releasedReason === "undecided") return undecidedWords;
  return undefined;
}

/** The time of an order that has nothing to choose any more. What was decided stands in the row of the call. */
export function heldTime({
  order,
  site,
  proofing,
  inquiry,
  issuance,
}: Pick<OrderFacts, "order" | "site" | "proofing" | "inquiry" | "issuance">): {
  status: string;
  tone: "idle";
} {
  const isHeld = proofing.state === "decided" || proofing.state === "awaiting-verification";
  const special = isExamined({ inquiry, issuance })
    ? sittingWords.irregular.holder
    : site
      ? sittingWords.visited.holder
      : proofing.state === "undecided"
        ? sittingWords.undecided.holder
        : undefined;
  const status = order.cancelledAt ? "Cancelado" : (special ?? (isHeld ? "Realizado" : "Em andamento"));
  return { status, tone: "idle" };
}
