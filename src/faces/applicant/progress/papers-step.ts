import { orderPapersPath, orderReadinessPath } from "../../../contract/holder-addresses.ts";
import { type RequirementState, stillToCome, type WaitingFile } from "../../../documents/papers/paper.ts";
import { formatTime } from "../../ui/dates.ts";
import { cureWords } from "./call-without-result.ts";
import type { NextStep, OrderFacts } from "./order-facts.ts";

const owner = "Você";
const button = "Enviar documentos";

/** A file is here that nobody has opened yet: how it came, and when that is done. */
export function waitsWords({ source, waitsUntil }: WaitingFile): string {
  const came = source === "mail" ? "Recebido por e-mail" : "Recebido";
  return waitsUntil ? `${came}, será conferido às ${formatTime(waitsUntil)}` : `${came}, conferindo agora`;
}

/** The first that waits, for the lists in which a document has one line. */
export const firstWaiting = (states: readonly RequirementState[]): WaitingFile | undefined =>
  states.find(({ state }) => state === "waiting")?.waits;

/**
 * Nobody can be approved without the papers (VC-07): while some are missing they come before the room and before a
 * wait.
 */
export function papersStep(facts: OrderFacts, words: string): NextStep | undefined {
  const titles = stillToCome(facts.papers).map((paper) => paper.title);
  if (titles.length === 0) return undefined;
  return {
    title: "Envie os documentos",
    words: `Falta: ${titles.join("; ")}. Sem isso o agente não pode aprovar. ${words}`.trim(),
    owner,
    href: orderPapersPath(facts.order.number),
    button,
  };
}

/** What a "no" wants sent once more; `isOpen` until something came after it. */
export type PapersAgain = { words: string; isOpen: boolean };

/**
 * After a "no" whose cure begins with papers, every paper may be sent again, whatever was said of the earlier files;
 * undefined where nothing is asked for. This code does not know which of them was wrong: the words of the decision say
 * it.
 */
export function papersAgain({
  proofing,
  lastPaperAt,
}: Pick<OrderFacts, "proofing" | "lastPaperAt">): PapersAgain | undefined {
  if (proofing.state !== "decided" || proofing.outcome === "approved" || proofing.first !== "papers") return undefined;
  return { words: cureWords(proofing).trim(), isOpen: lastPaperAt === undefined || lastPaperAt <= proofing.at };
}

/** After a "no": what its cure begins with, until it was done after the decision; a new time comes then. */
export function cureStep(facts: OrderFacts, cure: string): NextStep | undefined {
  const { proofing, readiness } = facts;
  if (!cure) return undefined;
  const { first, at } = proofing.state === "decided" ? proofing : {};
  const isDone = (done: Date | undefined) => at !== undefined && done !== undefined && done > at;
  const lacking = papersStep(facts, "");
  if (lacking || papersAgain(facts)?.isOpen) {
    const words = `${cure}${lacking ? lacking.words : ""}`.trim();
    const step = { title: "Envie os documentos de novo", owner, button };
    return { ...step, words, href: orderPapersPath(facts.order.number) };
  }
  if (first !== "device" || isDone(readiness?.takenAt)) return undefined;
  const step = { title: "Teste o aparelho antes de remarcar", owner, button: "Testar câmera e microfone" };
  return { ...step, words: cure.trim(), href: orderReadinessPath(facts.order.number) };
}
