import { clockWords } from "../../platform/time/brasilia.ts";
import type { Letter } from "../outbox/letter.ts";
import { type OrderFacts, orderUrl } from "./order-facts.ts";
import { whenWords } from "./when.ts";

/** Letters while a holder waits for an agent who does not come: the holder need not do anything. */

export function agentLate(facts: OrderFacts, site: string, startsAt: Date): Letter {
  return {
    template: "agent-late",
    subject: "O agente se atrasou. Você não precisa fazer nada",
    paragraphs: [
      `Você entrou na sala das ${clockWords(startsAt)} e o agente ainda não chamou. A falha é nossa.`,
      "Estamos chamando outro agente. Seu lugar na sala está guardado; se a página fechou, abra de novo.",
    ],
    action: { label: "Voltar à sala", url: orderUrl(site, facts.number, "sala") },
  };
}

export function slotsOffered(facts: OrderFacts, site: string, offers: { startsAt: Date; path: string }[]): Letter {
  return {
    template: "slots-offered",
    subject: "Desculpe a espera: escolha outro horário com um clique",
    paragraphs: [
      "Nenhum agente está livre agora. Estes são os horários mais próximos. Escolha um: é sem custo, e seus dados e documentos continuam aqui.",
    ],
    choices: offers.map(({ startsAt, path }) => ({ label: whenWords(startsAt), url: `${site}${path}` })),
    after: ["Se preferir não escolher, não faça nada: a AR liga para você."],
    action: { label: "Voltar à sala", url: orderUrl(site, facts.number, "sala") },
  };
}

export function handedOver(facts: OrderFacts, site: string, agentName: string): Letter {
  return {
    template: "handed-over",
    subject: "Outro agente vai atender você agora",
    paragraphs: [`${agentName} assumiu o seu atendimento e chama você em instantes. Fique na sala.`],
    action: { label: "Voltar à sala", url: orderUrl(site, facts.number, "sala") },
  };
}
