import { homePath, orderIssuancePath } from "../../../contract/holder-addresses.ts";
import type { Task } from "../../ui/components.tsx";
import { revokedOf } from "./closed-order.ts";
import { deviceState, deviceStep } from "./device-words.ts";
import type { NextStep, OrderFacts } from "./order-facts.ts";
import { checkingWords } from "./proofing-words.ts";

const you = "Você";
const agent = "O agente da AR";
const nobody = "Ninguém precisa fazer nada";

/** The panel's row of the certificate. */
export function issuanceTask(facts: OrderFacts): Task {
  const title = "Emissão";
  const href = orderIssuancePath(facts.order.number);
  if (facts.issuance === "done")
    return { title, href, status: "Emitido", tone: "ok", hint: "Baixar de novo ou ver as instruções" };
  if (facts.issuance === "revoked") return { title, href, status: "Revogado", tone: "error" };
  if (facts.issuance === "ready") return { title, href, status: "Pronto para emitir", tone: "ok" };
  if (facts.issuance === "agreement") return { title, href, status: "Falta assinar", tone: "warn" };
  if (facts.issuance === "waiting-authority")
    return { title, href, status: "Com a autoridade certificadora", tone: "info", hint: "Avisamos por e-mail" };
  if (facts.issuance === "waiting-device") return { title, href, ...deviceState(facts.shipment) };
  if (revokedOf(facts))
    return { title, href, status: "Revogado", tone: "error", hint: "Outro, depois da videoconferência" };
  return { title, status: "Ainda não dá para começar", tone: "idle" };
}

/** What comes next once the sitting was approved; undefined before. */
export function issuanceStep(facts: OrderFacts): NextStep | undefined {
  const href = orderIssuancePath(facts.order.number);
  switch (facts.issuance) {
    case "done":
      return {
        title: "Seu certificado está pronto",
        words: "Guarde o arquivo e a senha em lugar seguro.",
        owner: nobody,
        href,
        button: "Ver o certificado",
      };
    case "revoked":
      return {
        title: "Certificado revogado",
        words: "Ele não vale mais, e o tempo comprado neste pedido acabou. Para usar de novo, compre outro.",
        owner: nobody,
        href: homePath(),
        button: "Comprar outro",
      };
    case "agreement":
      return {
        title: "Assine o termo de titularidade",
        words: "É o último passo. Leva um minuto.",
        owner: you,
        href,
        button: "Assinar o termo",
      };
    case "ready":
      return {
        title: "Emita o seu certificado",
        words: `${revokedOf(facts) ? "O anterior está revogado. " : ""}Sua identidade foi confirmada. Use o aparelho onde vai guardar o certificado.`,
        owner: you,
        href,
        button: "Emitir agora",
      };
    case "waiting-device":
      return { ...deviceStep(facts.shipment), owner: "A AR", href, button: "Ver como funciona" };
    case "waiting-authority":
      return {
        title: "A autoridade certificadora está emitindo",
        words:
          "Ela avisa quando o certificado estiver pronto. Continue depois pelo navegador em que a emissão começou.",
        owner: "A autoridade certificadora",
        href,
        button: "Ver a emissão",
      };
    case "waiting-verification":
    case "waiting-seal":
      return {
        title: checkingWords(facts.proofing),
        words: "A norma pede duas pessoas diferentes. Você recebe a resposta por e-mail.",
        owner: agent,
      };
    default:
      return undefined;
  }
}
