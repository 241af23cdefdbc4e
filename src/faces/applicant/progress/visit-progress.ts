import { orderSlotPath } from "../../../contract/holder-addresses.ts";
import type { Site } from "../../../people/authority/site.ts";
import type { Task } from "../../ui/components.tsx";
import { formatDayAndTime } from "../../ui/dates.ts";
import { whatToBring } from "../sites-card.tsx";
import { timeWords } from "../time-words.ts";
import type { NextStep, OrderFacts } from "./order-facts.ts";

/** How an order in person goes on: only its time is kept here; all else is done and recorded at the site. */

/** The holder came, as the desk recorded. */
export const isVisited = ({ site, last, open }: Pick<OrderFacts, "site" | "last" | "open">): boolean =>
  site !== undefined && !open && last?.releasedReason === "attended";

const missedWords = ({ last }: OrderFacts) =>
  last?.releasedReason === "applicant-no-show"
    ? "Você não veio ao posto. Escolha outro horário, sem custo."
    : undefined;

export function visitTask(facts: OrderFacts, site: Site): Task {
  const title = "Atendimento presencial";
  const place = `${site.name}, ${site.address}`;
  const { order, open } = facts;
  if (order.cancelledAt) return { title, status: "Cancelado", tone: "idle" };
  if (isVisited(facts)) return { title, status: "Você compareceu", tone: "ok", hint: place };
  const href = orderSlotPath(order.number);
  if (!open) return { title, href, status: "A escolher", tone: "warn", hint: missedWords(facts) ?? place };
  const hint = `${timeWords(open)}, ${place}`;
  return { title, href, status: "Marcado", tone: "ok", hint };
}

export function visitStep(facts: OrderFacts, site: Site, now: Date): NextStep {
  const { open, order } = facts;
  const choose = { owner: "Você", href: orderSlotPath(order.number) };
  if (isVisited(facts))
    return {
      title: "O resto é com o posto",
      words: `O posto registrou que você compareceu. Pagamento, identificação e emissão são no sistema da AR: para saber como estão, fale com ela.`,
      owner: "A AR",
    };
  if (!open)
    return {
      ...choose,
      title: "Escolha o horário",
      words: missedWords(facts) ?? site.name,
      button: "Escolher horário",
    };
  const when = formatDayAndTime(open.startsAt);
  if (facts.declinedAt && now < open.startsAt)
    return {
      ...choose,
      title: "Seu calendário respondeu que este horário não serve. Quer outro?",
      words: `Escolha outro, sem custo. Se foi engano, não faça nada: ${when} continua marcado.`,
      button: "Escolher outro horário",
    };
  return {
    title: `Atendimento presencial ${when}`,
    words: `${site.name}: ${site.address}. Leve ${whatToBring}. Você paga no posto.`,
    owner: "Você",
    until: when,
  };
}
