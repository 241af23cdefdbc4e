import { orderNowPath, orderSlotPath } from "../../../contract/holder-addresses.ts";
import { hasLapsed, isWaiting } from "../../../scheduling/line/walk-in.ts";
import { formatTime } from "../../ui/dates.ts";
import { outlookWords } from "../walk-in-outlook.ts";
import type { NextStep, OrderFacts } from "./order-facts.ts";
import { papersStep } from "./papers-step.ts";

const you = "Você";
const agent = "O agente da AR";

/** What became of the wish to be attended at once, where it came to nothing. */
function toldOf({ wait, wished, outlook }: OrderFacts, now: Date): string {
  if (wished && outlook?.agents === 0) return "Você pediu para ser atendido agora, mas nenhum agente está na mesa. ";
  return wait && hasLapsed(wait, now) ? "A espera terminou sem atendimento. Desculpe. " : "";
}

/** "Atender agora": in the line, or with an agent at the desk who could take the holder in now. */
export function waitStep(facts: OrderFacts, now: Date, cure: string): NextStep | undefined {
  const { wait, outlook, order } = facts;
  const href = orderNowPath(order.number);
  const words = outlook ? outlookWords(outlook) : "";
  const lacking = papersStep(facts, "Você está na fila do Atender agora, e o seu lugar fica guardado.");
  if (wait && isWaiting(wait, now))
    return (
      lacking ?? {
        title: "Você está na fila do Atender agora",
        words: `${words} Seu lugar fica guardado.`,
        owner: agent,
        until: formatTime(wait.lapsesAt),
        href,
        button: "Ver meu lugar na fila",
      }
    );
  const lapsed = toldOf(facts, now);
  if (!outlook || outlook.agents === 0) {
    if (!lapsed) return undefined;
    const words = `${cure}${lapsed}Escolha um horário, sem custo.`;
    return {
      title: "Escolha o horário",
      words,
      owner: you,
      href: orderSlotPath(order.number),
      button: "Escolher horário",
    };
  }
  const button = "Atender agora ou marcar";
  return {
    title: cure ? "Falta refazer a videoconferência" : "Seja atendido agora ou escolha o horário",
    words: `${cure}${lapsed}${words}`,
    owner: you,
    href,
    button,
  };
}
