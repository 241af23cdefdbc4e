import { orderEntryPath } from "../../contract/holder-addresses.ts";
import type { Letter } from "../outbox/letter.ts";
import { type OrderFacts, orderUrl, type PaidOrder, papersSubject } from "./order-facts.ts";
import { whenWords } from "./when.ts";

/** Letters from the basket to the papers. Each gets the facts and the site's address; pure. */

/** Whoever gets a code reads what it does, and what to do where they did not ask for it. */
const codeFor = {
  issuance: [
    "Digite-o na página da emissão para emitir o seu certificado neste aparelho. Ele vale por poucos minutos.",
    "Se você não está emitindo um certificado, não passe este código a ninguém e fale com a AR.",
  ],
  revocation: [
    "Digite-o na página da revogação para revogar o seu certificado. Ele vale por poucos minutos, e revogar não se desfaz.",
    "Se você não pediu para revogar, não passe este código a ninguém e fale com a AR.",
  ],
} as const;

export function contactCode(channel: "email" | "phone", purpose?: keyof typeof codeFor): Letter {
  return {
    template: "contact-code",
    subject: purpose === "revocation" ? "Seu código para revogar o certificado" : "Seu código do Confere",
    paragraphs: [
      "Seu código é {code}.",
      ...(purpose
        ? codeFor[purpose]
        : [
            `Digite-o na página da compra para confirmar este ${channel === "email" ? "e-mail" : "telefone"}. Ele vale por poucos minutos.`,
            "Se você não está comprando um certificado, ignore esta mensagem.",
          ]),
    ],
  };
}

/** Text messages are short: 160 characters of GSM 7-bit, so no accents. */
export const contactCodeSms =
  "Confere: seu codigo e {code}. Digite na pagina da compra. Nao passe este codigo a ninguem.";

/** Without a bank the holder pays the AR, and chooses a time once the AR wrote that down. */
export const payTheAuthority = ({ ra }: Pick<OrderFacts, "ra">) =>
  `Esta AR ainda não recebe pagamentos pelo site. Combine o pagamento com ela: ${ra.name}, telefone ${ra.phone}, e-mail ${ra.email}. Quando ela registrar que recebeu, avisamos você, e você escolhe o horário.`;

export function orderPlaced(facts: OrderFacts, site: string, paysOnline: boolean): Letter {
  return {
    template: "order-placed",
    subject: `Pedido ${facts.number}: falta o pagamento`,
    paragraphs: [
      `Recebemos o seu pedido de ${facts.productName}.`,
      paysOnline
        ? "Falta pagar com Pix. Se você escolheu um horário, ele fica guardado por pouco tempo."
        : payTheAuthority(facts),
    ],
    action: { label: paysOnline ? "Pagar agora" : "Ver como pagar", url: orderUrl(site, facts.number, "pagamento") },
  };
}

/** A time that was lost is named, by day and hour, and comes first: without one nobody is attended. */
export function orderPaid({ facts, missing, lostAt, isInLine }: PaidOrder, site: string): Letter {
  const number = facts.number ?? "";
  return {
    template: "order-paid",
    subject: `Pedido ${number}: pagamento confirmado, ${lostAt ? "escolha outro horário" : "envie os documentos"}`,
    paragraphs: [
      `O pagamento do seu ${facts.productName} foi confirmado.`,
      ...(isInLine
        ? [
            `Você está na fila do Atender agora. Acompanhe a sua vez na página da fila: ${orderUrl(site, number, "agora")}`,
          ]
        : []),
      ...(lostAt
        ? [
            `A reserva de ${whenWords(lostAt)} terminou antes do pagamento, e esse horário não está marcado. Escolha outro, sem custo, pelo botão abaixo.`,
          ]
        : []),
      `${lostAt ? "Depois" : "Agora"} envie os documentos, de preferência em PDF. O agente precisa deles antes da videoconferência:`,
    ],
    list: missing,
    after: [
      `Você pode enviar pela página do pedido ou por e-mail para ${facts.ra.papersAddress}, com o assunto: ${papersSubject(number)}`,
    ],
    action: lostAt
      ? { label: "Escolher outro horário", url: orderUrl(site, number, "horario") }
      : { label: "Enviar documentos", url: orderUrl(site, number, "documentos") },
  };
}

export function orderCancelled(facts: OrderFacts): Letter {
  return {
    template: "order-cancelled",
    subject: `Pedido ${facts.number} cancelado`,
    paragraphs: [
      `O seu pedido de ${facts.productName} foi cancelado.`,
      "Se você não pediu o cancelamento, fale com a AR pelo telefone abaixo.",
    ],
  };
}

type ReceivedFile = { fileName: string; refusal: { title: string; advice: string } | null };

/** Another order of the purchase that the same document serves. */
export type ServedOrder = { number: string; missing: string[] };

/** What a receipt tells. `from`: whoever sent it, where that is not the holder. */
type ReceiptFacts = {
  files: ReceivedFile[];
  /** Names of what the order has no room for. */
  leftOut: string[];
  missing: string[];
  others: ServedOrder[];
  from: string | null;
  /** A person of the AR will read what was written. */
  asks: boolean;
  /** There was a link to a file. */
  hasLink: boolean;
  /** There was something that only its own key opens. */
  isEncrypted: boolean;
};

const linkWords =
  "Um link não é o arquivo: por segurança não abrimos links. Baixe o arquivo no seu aparelho e anexe ao e-mail, ou envie pela página do pedido (até 20 MB por arquivo).";

const encryptedAdvice =
  "Envie de novo sem criptografia (assinar digitalmente não atrapalha), ou pela página do pedido.";
const encryptedWords = `O e-mail veio criptografado: nem o texto nem os arquivos dele podem ser lidos por nós. ${encryptedAdvice}`;

export function papersReceipt(facts: OrderFacts, site: string, told: ReceiptFacts): Letter {
  const number = facts.number ?? "";
  const { files, leftOut, missing, others, from, asks, hasLink, isEncrypted } = told;
  const arrived = files.map(({ fileName, refusal }) =>
    refusal ? `${fileName}: não serve. ${refusal.title} ${refusal.advice}` : `${fileName}: recebido.`,
  );
  const read = `Uma pessoa de ${facts.ra.name} vai ler o que você escreveu e responder.`;
  const rest =
    missing.length === 0
      ? `Não falta mais nada${others.length > 0 ? " neste pedido" : ""}. O agente confere tudo antes da videoconferência.`
      : `Ainda falta: ${missing.join("; ")}.`;
  return {
    template: "papers-receipt",
    subject: `Pedido ${number}: ${receiptGist(told)}`,
    paragraphs: [
      ...(from ? [`O envio veio de ${from}, que não é o e-mail do pedido.`] : []),
      ...(asks ? [read] : []),
      files.length > 0 ? "Recebemos estes arquivos:" : emptyWords(told),
    ],
    list: arrived,
    after: [
      ...(leftOut.length > 0 ? [leftOutWords(leftOut)] : []),
      ...(isEncrypted && files.length > 0
        ? [`Uma parte do e-mail veio criptografada e não pode ser lida por nós. ${encryptedAdvice}`]
        : []),
      ...(hasLink && files.length > 0 ? [`Havia também um link. ${linkWords}`] : []),
      rest,
      ...others.map(servedWords),
    ],
    action: { label: "Ver os documentos", url: orderUrl(site, number, "documentos") },
  };
}

/** At most as many names as a person reads. */
const mostNames = 10;

function leftOutWords(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join("; ");
  const more = names.length > mostNames ? ` e mais ${names.length - mostNames}` : "";
  return `Não guardamos: ${shown}${more}. O pedido já tem todos os arquivos que cabem nele por e-mail. Se um destes documentos é preciso, fale com a AR.`;
}

function emptyWords({ hasLink, isEncrypted, asks, leftOut }: ReceiptFacts): string {
  if (isEncrypted) return encryptedWords;
  if (leftOut.length > 0) return "Recebemos o seu e-mail, mas nenhum arquivo dele foi guardado.";
  if (hasLink) return `Recebemos o seu e-mail com um link no lugar do arquivo. ${linkWords}`;
  return asks
    ? "Recebemos a sua mensagem. Nenhum arquivo veio anexado."
    : "Recebemos o seu e-mail, mas nenhum arquivo veio anexado.";
}

function receiptGist({ files, leftOut, missing, hasLink, isEncrypted, asks }: ReceiptFacts): string {
  if (leftOut.length > 0)
    return leftOut.length === 1 ? "um arquivo não coube" : `${leftOut.length} arquivos não couberam`;
  if (files.length === 0 && isEncrypted) return "o e-mail veio criptografado";
  if (files.length === 0 && hasLink) return "recebemos um link, falta o arquivo";
  if (files.length === 0 && asks) return "recebemos a sua mensagem";
  if (missing.length > 0) return "ainda falta documento";
  return files.some(({ refusal }) => refusal !== null) ? "um arquivo não serve" : "documentos recebidos";
}

function servedWords({ number, missing }: ServedOrder): string {
  const lacks = missing.length === 0 ? "Nele também não falta mais nada." : `Nele ainda falta: ${missing.join("; ")}.`;
  return `O documento de identidade vale também para o pedido ${number}, da mesma compra: não precisa enviar de novo. ${lacks}`;
}

/** To whoever wrote without a number we know. Says nothing about any order. */
export function orderNotFound(
  site: string,
  papersAddress: string,
  { hasLink, isEncrypted }: Pick<ReceiptFacts, "hasLink" | "isEncrypted">,
): Letter {
  return {
    template: "order-not-found",
    subject: "Não achamos o número do pedido no seu e-mail",
    paragraphs: [
      "Recebemos o seu e-mail, mas não achamos nele um número de pedido. Ele está guardado e uma pessoa vai olhar.",
      `Para ir mais rápido, envie de novo para ${papersAddress} com o assunto: Documentos videoconferência + o número do pedido (começa com CERTI ou 17).`,
      ...(isEncrypted ? [encryptedWords] : []),
      ...(hasLink ? [linkWords] : ["Você também pode enviar pela página do pedido."]),
    ],
    action: { label: "Abrir meu pedido", url: `${site}${orderEntryPath()}` },
  };
}
