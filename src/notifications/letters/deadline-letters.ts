import type { Deadline, DeadlineKind } from "../../watch/deadlines/deadline.ts";
import type { Letter } from "../outbox/letter.ts";
import { type OrderFacts, orderUrl } from "./order-facts.ts";
import { whenWords } from "./when.ts";

type Words = { subject: string; paragraphs: string[]; label: string; page: string };

/** What the holder hears before a date; the verifier's and the courier's dates are not theirs. */
const warnings: Partial<Record<DeadlineKind, (until: string) => Words>> = {
  payment: (until) => ({
    subject: "Falta pagar o seu pedido",
    paragraphs: [`O pedido espera o pagamento até ${until}. Depois disso ele é cancelado, sem cobrança.`],
    label: "Pagar agora",
    page: "pagamento",
  }),
  validation: (until) => ({
    subject: "Falta a videoconferência do seu certificado",
    paragraphs: [`Você tem até ${until} para fazer a videoconferência deste pedido.`],
    label: "Ver meu pedido",
    page: "",
  }),
  issue: (until) => ({
    subject: "Falta emitir o seu certificado",
    paragraphs: [`Sua identidade já foi confirmada. Emita o certificado até ${until}.`],
    label: "Emitir o certificado",
    page: "emissao",
  }),
  "certificate-expiry": (until) => ({
    subject: "Seu certificado está perto de vencer",
    paragraphs: [`Ele vale até ${until}. Compre o próximo antes, para não ficar sem assinar.`],
    label: "Ver meu certificado",
    page: "",
  }),
};

const endings: Partial<Record<DeadlineKind, Words>> = {
  validation: {
    subject: "O prazo da videoconferência terminou",
    paragraphs: ["A AR vai falar com você para remarcar ou devolver o valor. Você não precisa fazer nada agora."],
    label: "Ver meu pedido",
    page: "",
  },
  "media-delivery": {
    subject: "A entrega da sua mídia atrasou",
    paragraphs: ["A AR já foi avisada e vai localizar a entrega. Você não precisa fazer nada agora."],
    label: "Ver meu pedido",
    page: "",
  },
  "certificate-expiry": {
    subject: "Seu certificado venceu",
    paragraphs: ["Ele não assina mais. Para continuar, compre outro."],
    label: "Ver meu pedido",
    page: "",
  },
};

/** Without a bank the AR may have the money already and not have written it down. */
const paidByHand = ({ ra }: OrderFacts): Pick<Words, "label"> & { more: string } => ({
  label: "Ver como pagar",
  more: `O pagamento é combinado com a AR. Se você já pagou, peça a ela que registre: ${ra.name}, telefone ${ra.phone}.`,
});

export function deadlineLetter(
  facts: OrderFacts,
  deadline: Pick<Deadline, "kind" | "dueAt">,
  moment: "warned" | "passed",
  { site, paysOnline }: { site: string; paysOnline: boolean },
): Letter | undefined {
  const { kind, dueAt } = deadline;
  const words = moment === "warned" ? warnings[kind]?.(whenWords(dueAt)) : endings[kind];
  if (!words) return undefined;
  const byHand = kind === "payment" && !paysOnline ? paidByHand(facts) : undefined;
  const { page, subject, paragraphs } = words;
  const label = byHand?.label ?? words.label;
  return {
    template: `deadline-${moment}-${kind}`,
    subject,
    paragraphs: byHand ? [...paragraphs, byHand.more] : paragraphs,
    action: { label, url: orderUrl(site, facts.number, page) },
  };
}
