import { stillToCome } from "../../documents/paper.ts";
import type { NextStep, OrderFacts } from "./order-facts.ts";

const owner = "Você";
const button = "Enviar documentos";

/** Nobody can be approved without them (VC-07): while papers lack they come before the room and before a wait. */
export function papersStep(facts: OrderFacts, words: string): NextStep | undefined {
  const titles = stillToCome(facts.papers).map((paper) => paper.title);
  if (titles.length === 0) return undefined;
  return {
    title: "Envie os documentos",
    words: `Falta: ${titles.join("; ")}. Sem isso o agente não pode aprovar. ${words}`.trim(),
    owner,
    href: `/pedido/${facts.order.number}/documentos`,
    button,
  };
}

/** After a "no": what its cure begins with, until it was done after the decision; a new time comes then. */
export function cureStep(facts: OrderFacts, cure: string): NextStep | undefined {
  const { proofing, lastPaperAt, readiness } = facts;
  if (!cure) return undefined;
  const { first, at } = proofing.state === "decided" ? proofing : {};
  const isDone = (done: Date | undefined) => at !== undefined && done !== undefined && done > at;
  const lacking = papersStep(facts, "");
  if (lacking || (first === "papers" && !isDone(lastPaperAt))) {
    const words = `${cure}${lacking ? lacking.words : ""}`.trim();
    const step = { title: "Envie os documentos de novo", owner, button };
    return { ...step, words, href: `/pedido/${facts.order.number}/documentos` };
  }
  if (first !== "device" || isDone(readiness?.takenAt)) return undefined;
  const step = { title: "Teste o aparelho antes de remarcar", owner, button: "Testar câmera e microfone" };
  return { ...step, words: cure.trim(), href: `/pedido/${facts.order.number}/teste` };
}
