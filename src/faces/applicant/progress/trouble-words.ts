import type { Trouble } from "../../../watch/troubles/trouble.ts";
import { formatDayAndTime } from "../../ui/dates.ts";
import type { NextStep, OrderFacts } from "./order-facts.ts";

export const troubleTitle = "Houve um problema nosso. A AR já sabe";

const undone: [RegExp, string][] = [
  [/>dossiers$/, "fechar o seu dossiê"],
  [/store-recordings|recordings/, "guardar a gravação do seu atendimento"],
  [/^issuance\./, "emitir o seu certificado"],
  [/>scheduling$|^scheduling\./, "confirmar o seu horário"],
  [/>rooms$|^rooms\./, "preparar a sua sala"],
  [/^documents\./, "receber os seus documentos"],
];

/** What a holder reads while something of ours fails: no promise of seconds, and nothing for them to do. */
export function troubleWords({ name, beganAt }: Pick<Trouble, "name" | "beganAt">): string {
  const what = undone.find(([pattern]) => pattern.test(name))?.[1] ?? "continuar o seu pedido";
  return `Não conseguimos ${what} desde ${formatDayAndTime(beganAt)}. A falha é nossa: uma pessoa da AR foi chamada, o que você já fez está guardado e o pedido continua sozinho assim que for resolvido.`;
}

/** In the place of a step that waits for the AR, while it is our failure that holds it up. */
export function stalledStep({ trouble, issuance }: Pick<OrderFacts, "trouble" | "issuance">): NextStep | undefined {
  if (!trouble || (issuance !== "waiting-verification" && issuance !== "waiting-seal")) return undefined;
  return { title: troubleTitle, words: troubleWords(trouble), owner: "A AR e quem cuida do sistema" };
}
