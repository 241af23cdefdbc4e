import type { Appointment, ReleaseReason } from "../../../scheduling/appointments/appointment.ts";
import type { Lateness, LatenessOutcome } from "../../../watch/lateness/lateness.ts";
import { formatDayAndTime, formatTime } from "../../ui/dates.ts";
import { shipmentWords } from "./device-words.ts";
import type { OrderFacts } from "./order-facts.ts";

type PastStep = { at: Date; words: string };

const visitEndings: typeof endings = {
  attended: () => "Você compareceu ao posto",
  "applicant-no-show": ({ startsAt }) => `Você não veio ao posto às ${formatTime(startsAt)}`,
};

const endings: Partial<Record<ReleaseReason, (appointment: Appointment) => string>> = {
  rescheduled: ({ startsAt }) => `Horário de ${formatDayAndTime(startsAt)} trocado`,
  cancelled: ({ startsAt }) => `Horário de ${formatDayAndTime(startsAt)} desmarcado`,
  "applicant-no-show": ({ startsAt }) => `Você não entrou na sala das ${formatTime(startsAt)}`,
  "agent-no-show": ({ startsAt }) => `Ninguém atendeu você às ${formatTime(startsAt)}. A falha foi nossa`,
  undecided: ({ startsAt }) => `A videoconferência das ${formatTime(startsAt)} ficou sem resultado. A falha foi nossa`,
};

function visits(appointments: readonly Appointment[], calledTo: string | null | undefined): PastStep[] {
  return [...appointments].reverse().flatMap(({ bookedAt, releasedAt, releasedReason, ...rest }) => {
    if (!bookedAt && releasedAt && releasedReason === "hold-expired")
      return [{ at: releasedAt, words: `A reserva de ${formatDayAndTime(rest.startsAt)} terminou sem pagamento` }];
    if (!bookedAt) return [];
    const called = rest.id === calledTo;
    const words = called ? "Um agente chamou você" : `Horário marcado: ${formatDayAndTime(rest.startsAt)}`;
    const booked = { at: bookedAt, words };
    const isVisit = rest.attendance === "in-person";
    const known = isVisit ? { ...endings, ...visitEndings } : endings;
    const ending = releasedReason && known[releasedReason];
    const appointment = { ...rest, bookedAt, releasedAt, releasedReason };
    return releasedAt && ending ? [booked, { at: releasedAt, words: ending(appointment) }] : [booked];
  });
}

const outcomes: Record<LatenessOutcome, string | undefined> = {
  "agent-came": "O agente chegou",
  "handed-over": "Outro agente assumiu o atendimento",
  rebooked: "Você escolheu outro horário",
  phone: "A AR vai ligar para você",
  left: undefined,
};

function waits(latenesses: readonly Lateness[]): PastStep[] {
  return latenesses.flatMap(({ noticedAt, offeredAt, offers, settledAt, outcome }) => {
    const steps = [{ at: noticedAt, words: "O agente se atrasou" }];
    if (offeredAt && offers.length > 0) steps.push({ at: offeredAt, words: "Oferecemos outros horários" });
    const words = outcome && outcomes[outcome];
    if (settledAt && words) steps.push({ at: settledAt, words });
    return steps;
  });
}

const approvedWords = "Identidade confirmada por dois agentes";

/** What has happened, oldest first. */
export function pastSteps(facts: OrderFacts): PastStep[] {
  const { order, payment, proofing } = facts;
  const steps: PastStep[] = [{ at: order.placedAt, words: "Pedido feito" }];
  if (payment) steps.push({ at: payment.paidAt, words: "Pagamento recebido" });
  if (facts.wait) steps.push({ at: facts.wait.joinedAt, words: "Você entrou na fila do Atender agora" });
  steps.push(...waits(facts.latenesses), ...visits(facts.appointments, facts.wait?.appointmentId));
  for (const before of facts.earlier)
    if (before.state === "decided")
      steps.push({ at: before.at, words: before.outcome === "approved" ? approvedWords : before.words });
  if (proofing.state === "awaiting-verification")
    steps.push({ at: proofing.validatedAt, words: "Videoconferência feita" });
  if (proofing.state === "undecided") steps.push({ at: proofing.endedAt, words: "A videoconferência terminou" });
  if (proofing.state === "decided")
    steps.push({
      at: proofing.at,
      words: proofing.outcome === "approved" ? approvedWords : proofing.words,
    });
  const { shipment } = facts;
  if (shipment) steps.push({ at: shipment.shippedAt, words: `Mídia enviada: ${shipmentWords(shipment)}` });
  if (shipment?.deliveredAt) steps.push({ at: shipment.deliveredAt, words: "Mídia entregue" });
  for (const { issuedAt, revokedAt } of facts.certificates) {
    steps.push({ at: issuedAt, words: "Certificado emitido" });
    if (revokedAt) steps.push({ at: revokedAt, words: "Certificado revogado" });
  }
  if (order.cancelledAt) steps.push({ at: order.cancelledAt, words: "Pedido cancelado" });
  return steps.sort((a, b) => a.at.getTime() - b.at.getTime());
}
