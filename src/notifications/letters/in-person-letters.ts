import { clockWords } from "../../platform/time/brasilia.ts";
import { inLanguage } from "../../scheduling/agenda/language.ts";
import type { ReleaseReason } from "../../scheduling/appointments/appointment.ts";
import type { Letter } from "../outbox/letter.ts";
import { calendarPart } from "./invitation-part.ts";
import { type AppointmentFacts, type OrderFacts, orderUrl } from "./order-facts.ts";
import { type CalendarWish, type proposalWords, wishWords } from "./visit-letters.ts";
import { whenWords } from "./when.ts";

/** Letters about a visit to a site: the address where those of a videoconference have the link; pure. */

type VisitFacts = OrderFacts & { site: NonNullable<OrderFacts["site"]> };

export const isVisit = (facts: OrderFacts): facts is VisitFacts => facts.site !== null;

const place = ({ site }: VisitFacts) => `${site.name}, ${site.address}`;
const whereWords = (facts: VisitFacts) => `Endereço: ${place(facts)}.${facts.site.notes && ` ${facts.site.notes}.`}`;

const bring = [
  "Documento de identidade original, com foto.",
  "Para empresa, o contrato social ou o documento que mostra quem responde por ela.",
  "O pagamento, que é feito no posto.",
];

function calendar(
  method: "REQUEST" | "CANCEL",
  facts: VisitFacts,
  visit: AppointmentFacts,
  publicUrl: string,
  stamp: Date,
) {
  const words = {
    summary: `Certificado digital no ${facts.site.name} (${facts.number})`,
    description: `${whereWords(facts)}\nLeve o documento de identidade original. O pagamento é no posto.\n${facts.ra.name}: ${facts.ra.phone}`,
    url: orderUrl(publicUrl, facts.number),
    location: place(facts),
  };
  return calendarPart(method, facts, visit, words, stamp);
}

const panel = (facts: VisitFacts, publicUrl: string) => ({
  label: "Ver meu pedido",
  url: orderUrl(publicUrl, facts.number),
});
const times = (facts: VisitFacts, publicUrl: string, label: string) => ({
  label,
  url: orderUrl(publicUrl, facts.number, "horario"),
});

export function visitBooked(facts: VisitFacts, visit: AppointmentFacts, publicUrl: string, now: Date): Letter {
  return {
    template: "appointment-booked",
    appointmentId: visit.id,
    subject: `Atendimento presencial marcado: ${whenWords(visit.startsAt)}`,
    paragraphs: [
      `Seu atendimento presencial para o ${facts.productName} está marcado para ${whenWords(visit.startsAt)}${inLanguage(visit.language)}.`,
      whereWords(facts),
      "Nada foi cobrado: o pagamento, a identificação e a emissão são feitos no posto. Leve:",
    ],
    list: bring,
    after: ["Não pode nesse horário? Remarque ou cancele pela página do pedido."],
    action: panel(facts, publicUrl),
    calendar: calendar("REQUEST", facts, visit, publicUrl, now),
  };
}

export function visitMoved(facts: VisitFacts, visit: AppointmentFacts, publicUrl: string, now: Date): Letter {
  return {
    template: "appointment-moved",
    appointmentId: visit.id,
    subject: `Novo horário do atendimento presencial: ${whenWords(visit.startsAt)}`,
    paragraphs: [
      `Seu atendimento presencial mudou para ${whenWords(visit.startsAt)}${inLanguage(visit.language)}. O horário anterior não vale mais.`,
      whereWords(facts),
      "Se você não pediu a mudança e não pode nesse horário, remarque pela página do pedido.",
    ],
    action: panel(facts, publicUrl),
    calendar: calendar("REQUEST", facts, visit, publicUrl, now),
  };
}

/** undefined where the holder came or the visit was moved: there is nothing to say. */
export function visitEnded(
  facts: VisitFacts,
  visit: AppointmentFacts,
  reason: ReleaseReason,
  publicUrl: string,
  now: Date,
): Letter | undefined {
  const hour = whenWords(visit.startsAt);
  const action = times(facts, publicUrl, "Escolher horário");
  if (reason === "applicant-no-show")
    return {
      template: "appointment-ended",
      subject: "Sentimos a sua falta no posto",
      paragraphs: [`Esperamos por você em ${hour}. Escolha outro horário; seus dados continuam aqui.`],
      action,
    };
  if (reason !== "cancelled" && reason !== "order-cancelled") return undefined;
  return {
    template: "appointment-ended",
    subject: "Atendimento presencial desmarcado",
    paragraphs: [`O atendimento presencial de ${hour} foi desmarcado. Se o pedido continua, escolha outro horário.`],
    action,
    calendar: calendar("CANCEL", facts, visit, publicUrl, now),
  };
}

export function visitDayBefore(facts: VisitFacts, visit: AppointmentFacts): Letter {
  return {
    template: "day-before",
    appointmentId: visit.id,
    subject: `Amanhã, às ${clockWords(visit.startsAt)}: seu atendimento presencial`,
    paragraphs: [`Seu atendimento presencial é ${whenWords(visit.startsAt)}.`, whereWords(facts), "Leve:"],
    list: bring,
    after: ["Não pode? Remarque hoje pela página do pedido, sem custo."],
  };
}

export function visitHourBefore(facts: VisitFacts, visit: AppointmentFacts): Letter {
  return {
    template: "hour-before",
    appointmentId: visit.id,
    subject: `Hoje, às ${clockWords(visit.startsAt)}: seu atendimento presencial`,
    paragraphs: [`Seu atendimento presencial é hoje, às ${clockWords(visit.startsAt)}.`, whereWords(facts), "Leve:"],
    list: bring,
  };
}

/** As `invitationDeclined`: perhaps another time, perhaps a slip; the time stays theirs. */
export function visitDeclined(
  facts: VisitFacts,
  visit: AppointmentFacts,
  publicUrl: string,
  wish: CalendarWish,
  proposal: ReturnType<typeof proposalWords>,
): Letter {
  const { subject, did } = wishWords[wish];
  return {
    template: "invitation-declined",
    appointmentId: visit.id,
    subject,
    paragraphs: [
      `Você ${did} o atendimento presencial de ${whenWords(visit.startsAt)}. Escolha outro horário, sem custo.`,
      ...proposal.paragraphs,
      "Foi engano? Não faça nada: o horário continua marcado para você.",
    ],
    action: { label: "Escolher outro horário", url: orderUrl(publicUrl, facts.number, proposal.page) },
  };
}
