import { clockWords, dayInBrazil } from "../../platform/time/brasilia.ts";
import { hourMs } from "../../platform/time/durations.ts";
import type { Room } from "../../rooms/room.ts";
import { inLanguage } from "../../scheduling/agenda/language.ts";
import type { ReleaseReason } from "../../scheduling/appointments/appointment.ts";
import type { Letter } from "../outbox/letter.ts";
import { calendarPart } from "./invitation-part.ts";
import { type AppointmentFacts, type OrderFacts, orderUrl } from "./order-facts.ts";
import { whenWords } from "./when.ts";

/** Letters about the videoconference's hour; the calendar entry travels with those that change it. */

function calendar(method: "REQUEST" | "CANCEL", facts: OrderFacts, visit: AppointmentFacts, site: string, stamp: Date) {
  const url = orderUrl(site, facts.number, "sala");
  const summary = `Videoconferência do certificado digital (${facts.number})${inLanguage(visit.language)}`;
  const description = `Entre por ${url}\nTenha em mãos o documento de identidade original.\n${facts.ra.name}: ${facts.ra.phone}`;
  return calendarPart(method, facts, visit, { summary, description, url, location: url }, stamp);
}

export const prepare = [
  "Documento de identidade original, o mesmo que você enviou.",
  "Lugar claro e silencioso, sem outra pessoa na imagem.",
  "Computador ou celular com câmera e microfone, bateria carregada.",
  "Sem chapéu, boné ou óculos escuros.",
];

/** " do e-CNPJ A1 de Padaria Sol", where the holder has several in a row. */
function which({ isOneOfSeveral, productName, companyName }: OrderFacts): string {
  if (!isOneOfSeveral) return "";
  return companyName ? ` do ${productName} de ${companyName}` : ` do ${productName}`;
}

/** Where the letter leads: within the hour the link of the room, before that the order's page. */
function leadsTo(facts: OrderFacts, visit: AppointmentFacts, site: string, now: Date) {
  const soon = visit.startsAt.getTime() - now.getTime() <= hourMs;
  return soon
    ? { soon, action: { label: "Entrar na sala", url: orderUrl(site, facts.number, "sala") } }
    : { soon, action: { label: "Ver meu pedido", url: orderUrl(site, facts.number) } };
}

export function appointmentBooked(facts: OrderFacts, visit: AppointmentFacts, site: string, now: Date): Letter {
  const { soon, action } = leadsTo(facts, visit, site, now);
  // Called from the line "Atender agora": it begins this minute.
  if (visit.startsAt <= now)
    return {
      template: "appointment-booked",
      appointmentId: visit.id,
      isUrgent: true,
      subject: "Chegou a sua vez: entre na sala agora",
      paragraphs: ["Um agente chamou você e espera na sala. Prepare:"],
      list: prepare,
      action,
      calendar: calendar("REQUEST", facts, visit, site, now),
    };
  return {
    template: "appointment-booked",
    appointmentId: visit.id,
    ...(soon && { isUrgent: true }),
    subject: `Videoconferência marcada: ${whenWords(visit.startsAt)}`,
    paragraphs: [
      `Sua videoconferência${which(facts)} está marcada para ${whenWords(visit.startsAt)}${inLanguage(visit.language)}. Ela leva de 15 a 30 minutos.`,
      soon
        ? "É daqui a pouco: o link da sala está aqui embaixo. Prepare:"
        : "Perto da hora você recebe o link. Prepare:",
    ],
    list: prepare,
    after: [
      `Teste o aparelho quando quiser, de preferência hoje: ${orderUrl(site, facts.number, "teste")}`,
      "Não pode nesse horário? Remarque pela página do pedido.",
    ],
    action,
    calendar: calendar("REQUEST", facts, visit, site, now),
  };
}

export function appointmentMoved(facts: OrderFacts, visit: AppointmentFacts, site: string, now: Date): Letter {
  const { soon, action } = leadsTo(facts, visit, site, now);
  return {
    template: "appointment-moved",
    ...(soon && { isUrgent: true }),
    appointmentId: visit.id,
    subject: `Novo horário da videoconferência: ${whenWords(visit.startsAt)}`,
    paragraphs: [
      `Sua videoconferência mudou para ${whenWords(visit.startsAt)}${inLanguage(visit.language)}. O horário anterior não vale mais.`,
      "Se você não pediu a mudança e não pode nesse horário, remarque pela página do pedido.",
    ],
    action,
    calendar: calendar("REQUEST", facts, visit, site, now),
  };
}

type Ended = Pick<Letter, "subject" | "paragraphs">;

/** What the holder hears when an appointment ends without having been attended; undefined: nothing to say. */
function endedWords(reason: ReleaseReason, visit: AppointmentFacts): Ended | undefined {
  const hour = whenWords(visit.startsAt);
  switch (reason) {
    case "cancelled":
    case "order-cancelled":
      return {
        subject: "Videoconferência desmarcada",
        paragraphs: [`A videoconferência de ${hour} foi desmarcada. Se o pedido continua, escolha outro horário.`],
      };
    case "applicant-no-show":
      return {
        subject: "Sentimos a sua falta na videoconferência",
        paragraphs: [`Esperamos por você em ${hour}. Escolha outro horário; seus dados e documentos continuam aqui.`],
      };
    case "agent-no-show":
      return {
        subject: "Desculpe: ninguém atendeu a sua videoconferência",
        paragraphs: [
          `Em ${hour} você estava pronto e não foi atendido. A falha foi nossa.`,
          "A AR vai procurar você. Se preferir, escolha agora outro horário, sem custo.",
        ],
      };
    case "undecided":
      return {
        subject: "Desculpe: sua videoconferência ficou sem resultado",
        paragraphs: [
          `A videoconferência de ${hour} terminou e a AR não registrou o resultado. A falha foi nossa.`,
          "Escolha outro horário, sem custo. Seus dados e documentos continuam aqui.",
        ],
      };
    default:
      return undefined;
  }
}

export function appointmentEnded(
  facts: OrderFacts,
  visit: AppointmentFacts,
  reason: ReleaseReason,
  site: string,
  now: Date,
): Letter | undefined {
  const words = endedWords(reason, visit);
  if (!words) return undefined;
  const takeOut = reason === "cancelled" || reason === "order-cancelled";
  return {
    template: "appointment-ended",
    ...words,
    action: { label: "Escolher horário", url: orderUrl(site, facts.number, "horario") },
    ...(takeOut && { calendar: calendar("CANCEL", facts, visit, site, now) }),
  };
}

export function dayBefore(facts: OrderFacts, visit: AppointmentFacts, site: string, missing: string[]): Letter {
  return {
    template: "day-before",
    appointmentId: visit.id,
    subject: `Amanhã, às ${clockWords(visit.startsAt)}: sua videoconferência`,
    paragraphs: [`Sua videoconferência é ${whenWords(visit.startsAt)}. Deixe pronto:`],
    list: prepare,
    after: [
      ...(missing.length > 0 ? [`Atenção, ainda falta enviar: ${missing.join("; ")}.`] : []),
      `Teste hoje a câmera, o microfone e a conexão: ${orderUrl(site, facts.number, "teste")}`,
    ],
    action: {
      label: missing.length > 0 ? "Enviar documentos" : "Testar câmera e microfone",
      url: orderUrl(site, facts.number, missing.length > 0 ? "documentos" : "teste"),
    },
  };
}

/** The room does not wait for papers, and an approval does. */
function lackingWords(missing: string[]): string[] {
  if (missing.length === 0) return [];
  return [`Atenção, ainda falta enviar: ${missing.join("; ")}. Envie pela página do pedido ou dentro da sala.`];
}

/** `elsewhere`: the meeting is at this provider; the link is of our door to it all the same. */
export function hourBefore(
  facts: OrderFacts,
  visit: AppointmentFacts,
  site: string,
  missing: string[],
  elsewhere?: string,
): Letter {
  return {
    template: "hour-before",
    appointmentId: visit.id,
    subject: `Hoje, às ${clockWords(visit.startsAt)}: link da sua videoconferência`,
    paragraphs: [
      elsewhere
        ? `Sua videoconferência é hoje, às ${clockWords(visit.startsAt)}, pelo ${elsewhere}. Este link mostra o caminho até lá. Abra uns minutos antes.`
        : `Sua videoconferência é hoje, às ${clockWords(visit.startsAt)}. Este é o link da sala. Entre uns minutos antes para testar câmera e microfone.`,
      ...lackingWords(missing),
      "Perdeu esta mensagem? Na página do pedido você entra com o número do pedido e o CPF.",
    ],
    action: { label: "Entrar na sala", url: orderUrl(site, facts.number, "sala") },
  };
}

/** What the holder's calendar answered: no (RFC 5546 REPLY), or another time (COUNTER). */
export type CalendarWish = "decline" | "other-time";

export const wishWords: Record<CalendarWish, { subject: string; did: string }> = {
  decline: { subject: "Você recusou o convite. Quer outro horário?", did: "recusou no calendário" },
  "other-time": {
    subject: "Você pediu outro horário. Escolha o novo",
    did: "pediu no calendário para mudar",
  },
};

/** The time that their calendar proposed, and its day among the free ones; nothing where it named none that is to come. */
export function proposalWords(proposedAt: Date | undefined, now: Date): { paragraphs: string[]; page: string } {
  if (!proposedAt || proposedAt <= now) return { paragraphs: [], page: "horario" };
  return {
    paragraphs: [`Você propôs ${whenWords(proposedAt)}. O botão abre os horários livres desse dia.`],
    page: `horario?dia=${dayInBrazil(proposedAt)}`,
  };
}

/** Perhaps they want another time, perhaps it was a slip; the time stays theirs. */
export function invitationDeclined(
  facts: OrderFacts,
  visit: AppointmentFacts,
  site: string,
  wish: CalendarWish,
  proposal: ReturnType<typeof proposalWords>,
): Letter {
  const { subject, did } = wishWords[wish];
  return {
    template: "invitation-declined",
    appointmentId: visit.id,
    subject,
    paragraphs: [
      `Você ${did} a videoconferência de ${whenWords(visit.startsAt)}. Escolha outro horário, sem custo.`,
      ...proposal.paragraphs,
      "Foi engano? Não faça nada: o horário continua marcado para você.",
    ],
    action: { label: "Escolher outro horário", url: orderUrl(site, facts.number, proposal.page) },
  };
}

export function roomOpen(
  facts: OrderFacts,
  site: string,
  { appointmentId, elsewhere }: Pick<Room, "appointmentId" | "elsewhere">,
  missing: string[],
): Letter {
  return {
    template: "room-open",
    appointmentId,
    subject: `A sala da sua videoconferência${which(facts)} está aberta`,
    paragraphs: [
      elsewhere
        ? `Sua videoconferência é pelo ${elsewhere.title}. Abra o link, diga que chegou e entre por ele. O agente chama você na hora marcada.`
        : "A sala está aberta. Entre, teste câmera e microfone e clique em “Ingressar agora”. O agente chama você na hora marcada.",
      ...lackingWords(missing),
    ],
    action: { label: "Entrar na sala", url: orderUrl(site, facts.number, "sala") },
  };
}
