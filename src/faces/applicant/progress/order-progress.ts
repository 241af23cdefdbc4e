import {
  orderLatenessPath,
  orderNowPath,
  orderPapersPath,
  orderPaymentPath,
  orderReadinessPath,
  orderRoomPath,
  orderSlotPath,
} from "../../../contract/holder-addresses.ts";
import { stillToCome } from "../../../documents/papers/paper.ts";
import { type Room, roomState } from "../../../rooms/room.ts";
import { inLanguage } from "../../../scheduling/agenda/language.ts";
import { lostHold } from "../../../scheduling/appointments/appointment.ts";
import { isWaiting } from "../../../scheduling/line/walk-in.ts";
import { lobbyChoices } from "../../../watch/lateness/lateness.ts";
import type { Task } from "../../ui/components.tsx";
import { formatDayAndTime, formatTime } from "../../ui/dates.ts";
import { scoreWords } from "../../ui/readiness-words.ts";
import { timeWords } from "../time-words.ts";
import { cureWords, endedStep, hasEnded, heldTime, lostWords } from "./call-without-result.ts";
import { closedStep, isExamined, revokedWords } from "./closed-order.ts";
import { issuanceStep, issuanceTask } from "./issuance-progress.ts";
import type { NextStep, OrderFacts } from "./order-facts.ts";
import { cureStep, firstWaiting, papersAgain, papersStep, waitsWords } from "./papers-step.ts";
import { checkingWords } from "./proofing-words.ts";
import { isVisited, visitStep, visitTask } from "./visit-progress.ts";
import { waitStep } from "./wait-step.ts";

const you = "Você";
const agent = "O agente da AR";

const missing = ({ papers }: OrderFacts) => stillToCome(papers);
/** A "no" with a cure, or no answer in time: the sitting is to be held again. */
const decidedNo = ({ proofing }: Pick<OrderFacts, "proofing">) =>
  proofing.state === "lapsed" || (proofing.state === "decided" && proofing.outcome !== "approved");
const isEnterable = (room: Room, now: Date) => ["open", "in-session"].includes(roomState(room, now));
const approved = ({ proofing }: OrderFacts) => proofing.state === "decided" && proofing.outcome === "approved";
/** A new sitting is wanted after a "no" with a cure, until it is booked. */
const again = (facts: OrderFacts) => decidedNo(facts) && facts.issuance !== "closed" && facts.open?.status !== "booked";
/** Identification is under way or done: no more choosing of times. */
export const isSitting = (facts: Pick<OrderFacts, "site" | "last" | "open" | "issuance" | "proofing">) =>
  isVisited(facts) || facts.issuance === "closed" || (facts.proofing.state !== "none" && !decidedNo(facts));

export function orderTasks(facts: OrderFacts, now: Date): Task[] {
  if (facts.site) return [visitTask(facts, facts.site)];
  return [payment(facts), time(facts, now), papers(facts), device(facts), call(facts, now), issuanceTask(facts)];
}

function payment(facts: OrderFacts): Task {
  const title = "Pagamento";
  if (facts.payment)
    return { title, href: undefined, status: "Pago", tone: "ok", hint: formatDayAndTime(facts.payment.paidAt) };
  if (facts.order.cancelledAt) return { title, status: "Cancelado", tone: "idle" };
  const hint = facts.paysOnline ? "Pix, cai na hora" : "Combinado com a AR";
  return { title, href: orderPaymentPath(facts.order.number), status: "A pagar", tone: "warn", hint };
}

function time(facts: OrderFacts, now: Date): Task {
  const title = "Horário";
  const { open } = facts;
  if (!facts.payment && !facts.paysOnline && !facts.order.cancelledAt)
    return { title, status: "Depois do pagamento", tone: "idle" };
  const href = facts.order.cancelledAt || isSitting(facts) ? undefined : orderSlotPath(facts.order.number);
  if (open?.status === "booked") return { title, href, status: "Marcado", tone: "ok", hint: timeWords(open) };
  if (open) {
    const hint = `${formatDayAndTime(open.startsAt)}${inLanguage(open.language)}${facts.payment ? "" : ". Pague para confirmar."}`;
    return { title, href, status: facts.payment ? "Confirmando" : "Reservado", tone: "warn", hint };
  }
  if (!href) return { title, ...heldTime(facts) };
  if (facts.wait && isWaiting(facts.wait, now))
    return { title, href: orderNowPath(facts.order.number), status: "Na fila", tone: "info", hint: "Atender agora" };
  if (facts.wished && !facts.payment)
    return { title, href, status: "Atender agora", tone: "info", hint: "Depois de pagar" };
  return { title, href, status: "A escolher", tone: "warn", hint: lostWords(facts, now) };
}

function papers(facts: OrderFacts): Task {
  const title = "Documentos";
  const href = facts.order.cancelledAt ? undefined : orderPapersPath(facts.order.number);
  const lacking = missing(facts);
  if (lacking.length > 0)
    return { title, href, status: "Falta enviar", tone: "warn", hint: lacking.map((paper) => paper.title).join("; ") };
  if (!facts.order.cancelledAt && facts.issuance !== "closed" && papersAgain(facts)?.isOpen)
    return { title, href, status: "Envie de novo", tone: "warn", hint: "Abra para ver o motivo e enviar" };
  const waits = firstWaiting(facts.papers);
  if (waits) return { title, href, status: "Recebidos", tone: "info", hint: waitsWords(waits) };
  const seen = facts.papers.every(({ state }) => state === "accepted");
  return { title, href, status: seen ? "Conferidos" : "Recebidos", tone: "ok" };
}

function device(facts: OrderFacts): Task {
  const title = "Teste do aparelho";
  const { readiness } = facts;
  const href = orderReadinessPath(facts.order.number);
  if (isSitting(facts) || facts.order.cancelledAt) return { title, status: readiness ? "Feito" : "–", tone: "idle" };
  if (!readiness) return { title, href, status: "A fazer", tone: "warn", hint: "Câmera, som, documento e internet" };
  const { words, tone } = scoreWords(readiness.score);
  return { title, href, status: words, tone, hint: `Nota ${readiness.score} de 100. Repita quando quiser` };
}

function call(facts: OrderFacts, now: Date): Task {
  const title = "Videoconferência";
  const { proofing, open, room } = facts;
  if (approved(facts)) return { title, status: "Aprovada", tone: "ok" };
  if (proofing.state === "awaiting-verification")
    return {
      title,
      status: "Em conferência",
      tone: "info",
      hint: checkingWords(proofing),
    };
  if (hasEnded(facts)) return { title, status: "Esperando o resultado", tone: "info", hint: "Chega por e-mail" };
  if (again(facts)) return { title, status: "Refazer", tone: "warn", hint: "Veja acima o que mudar" };
  if (isExamined(facts)) return { title, status: "Em análise", tone: "info", hint: "A AR responde por e-mail" };
  if (facts.issuance === "closed" && decidedNo(facts)) return { title, status: "Não aprovada", tone: "error" };
  if (open?.status !== "booked") return { title, status: "Ainda não dá para começar", tone: "idle" };
  const isOpen = room && room.appointmentId === open.id && !room.closedAt && roomState(room, now) !== "early";
  const hint = missing(facts).length > 0 ? "Envie os documentos antes, ou dentro dela" : "Entre agora";
  if (isOpen) return { title, href: orderRoomPath(facts.order.number), status: "Sala aberta", tone: "ok", hint };
  const opens = room && roomState(room, now) === "early" ? `A sala abre às ${formatTime(room.opensAt)}` : undefined;
  const where = room?.elsewhere ? `Pelo ${room.elsewhere.title}` : undefined;
  return { title, href: orderRoomPath(facts.order.number), status: "Marcada", tone: "idle", hint: opens ?? where };
}

export function nextStep(facts: OrderFacts, now: Date): NextStep {
  if (facts.site && !facts.order.cancelledAt) return visitStep(facts, facts.site, now);
  return closedStep(facts) ?? identified(facts) ?? beforeCall(facts, now);
}

function identified(facts: OrderFacts): NextStep | undefined {
  const { proofing } = facts;
  const emission = issuanceStep(facts);
  if (emission) return emission;
  if (hasEnded(facts)) return endedStep(facts);
  const toRoom = { owner: you, href: orderRoomPath(facts.order.number) };
  if (proofing.state === "running" && facts.room?.admission?.outcome !== "admitted")
    return {
      ...toRoom,
      title: "O agente abriu o seu atendimento",
      words: "Entre na sala e espere: ele chama você.",
      button: "Entrar na sala",
    };
  if (proofing.state === "running")
    return {
      ...toRoom,
      title: "Atendimento em andamento",
      words: "Se a conexão caiu, volte à sala: continua do mesmo passo.",
      button: "Voltar à sala",
    };
  return undefined;
}

function beforeCall(facts: OrderFacts, now: Date): NextStep {
  const { open, proofing, charge } = facts;
  if (!facts.payment && !facts.paysOnline) {
    const until = facts.deadlines.find(({ kind }) => kind === "payment");
    return {
      title: "Combine o pagamento com a AR",
      words:
        "Esta AR ainda não recebe pagamentos pelo site. Quando ela registrar que recebeu, você é avisado e escolhe o horário.",
      owner: you,
      href: orderPaymentPath(facts.order.number),
      button: "Ver como pagar",
      ...(until ? { until: formatDayAndTime(until.dueAt) } : {}),
    };
  }
  if (!facts.payment && !open && !facts.wished && lostHold(facts.appointments, now))
    return {
      title: "A reserva do horário terminou",
      words: `${lostWords(facts, now)} Escolha outro horário e depois pague com Pix.`,
      owner: you,
      href: orderSlotPath(facts.order.number),
      button: "Escolher outro horário",
      ...(charge ? { until: formatDayAndTime(charge.expiresAt) } : {}),
    };
  if (!facts.payment) {
    const until = open?.holdExpiresAt
      ? `${formatTime(open.holdExpiresAt)}, para não perder o horário`
      : charge && formatDayAndTime(charge.expiresAt);
    return {
      title: "Pague com Pix",
      words: facts.wished
        ? "Assim que o pagamento cair, você entra na fila do Atender agora."
        : "O resto do pedido anda sozinho assim que o pagamento cair.",
      owner: you,
      href: orderPaymentPath(facts.order.number),
      button: "Pagar agora",
      ...(until ? { until } : {}),
    };
  }
  const cure = revokedWords(facts) ?? cureWords(proofing);
  const first = !open && cureStep(facts, cure);
  if (first) return first;
  const waited = !open && waitStep(facts, now, cure);
  if (waited) return waited;
  const chooseTime = { owner: you, href: orderSlotPath(facts.order.number), button: "Escolher horário" };
  if (!open) {
    if (cure) return { ...chooseTime, title: "Falta refazer a videoconferência", words: cure.trim() };
    return {
      ...chooseTime,
      title: "Escolha o horário",
      words: lostWords(facts, now) ?? "Há horários livres a partir de agora.",
    };
  }
  if (facts.declinedAt && now < open.startsAt)
    return {
      ...chooseTime,
      title: "Seu calendário respondeu que este horário não serve. Quer outro?",
      words: `Escolha outro, sem custo. Se foi engano, não faça nada: ${formatDayAndTime(open.startsAt)} continua marcado.`,
      button: "Escolher outro horário",
    };
  const isOpen = facts.room?.appointmentId === open.id && isEnterable(facts.room, now);
  const waits = lobbyChoices(facts.latenesses.at(-1), now);
  const lacking = papersStep(facts, isOpen ? "A sala já está aberta: envie por aqui ou dentro dela." : "");
  if (isOpen && waits)
    return {
      title: lacking
        ? "O agente se atrasou. Enquanto isso, envie os documentos"
        : "O agente se atrasou. Você não precisa fazer nada",
      words: `Seu lugar na sala está guardado. Se preferir, escolha outro horário, sem custo.${lacking ? ` ${papersStep(facts, "")?.words}` : ""}`,
      owner: agent,
      href: orderLatenessPath(facts.order.number),
      button: "Ver o que posso escolher",
    };
  const resend = lacking ?? (papersAgain(facts)?.isOpen ? cureStep(facts, cure) : undefined);
  if (resend) return { ...resend, until: formatDayAndTime(open.startsAt > now ? open.startsAt : open.endsAt) };
  if (isOpen)
    return {
      title: "A sala está aberta",
      words: "Tenha o documento original na mão e entre.",
      owner: you,
      until: formatTime(facts.room?.diesAt ?? open.endsAt),
      href: orderRoomPath(facts.order.number),
      button: "Entrar na sala",
    };
  return {
    title: `Videoconferência ${formatDayAndTime(open.startsAt)}`,
    words: "Enviamos o link por e-mail perto da hora. Você também entra por aqui.",
    owner: you,
    until: formatTime(open.startsAt),
    href: orderReadinessPath(facts.order.number),
    button: "Testar câmera e microfone",
  };
}
