import { plainText } from "./order-mention.ts";

/** What somebody wrote in a mail, told apart from what their program put around it. Pure. */

const mostWords = 4_000;

/** "Em seg., 23 de nov. de 2026, Confere <…> escreveu:", over up to three lines. */
const quoteHead = /^(em|on|el|le|am)\b.{4,200}\b(escreveu|wrote|escribió|a écrit|schrieb)\s*:?\s*$/i;
const originalHead = /^[-_*\s]{2,}\s*(mensagem original|original message|mensagem encaminhada|forwarded message)\b/i;
const headerLine = /^\*?(de|from|enviad[ao]( em)?|sent|data|date|para|to|cc|assunto|subject)\s*:\*?\s/i;
const deviceLine =
  /^(enviado|sent|obter|get|baixe) (do|da|de|pelo|via|from|o|com)? ?(meu|minha|my|outlook|uol|yahoo|gmail|samsung|iphone|ipad|android|galaxy|e-?mail|correio)\b.*$/i;
const notice =
  /(mensagem|e-?mail|message|aviso|conteúdo)[\s\S]{0,200}(confidencia|privileg|destinatári|intended|vírus|virus)/i;

function isForwardHead(lines: readonly string[], at: number): boolean {
  if (!/^\*?(de|from)\s*:/i.test(lines[at]!)) return false;
  return lines.slice(at + 1, at + 5).filter((line) => headerLine.test(line)).length >= 2;
}

/** Lines of a reply head that starts here; 0 where there is none. */
function quoteHeadLines(lines: readonly string[], at: number): number {
  for (let count = 1; count <= 3; count++)
    if (
      quoteHead.test(
        lines
          .slice(at, at + count)
          .join(" ")
          .trim(),
      )
    )
      return count;
  return 0;
}

/** Own words without quoted mails, signature marks, "Enviado do meu iPhone" and legal notices; at most 4000 characters. */
export function ownWords(text: string): string {
  const lines = text
    .slice(0, 100_000)
    .replace(/\r\n?/g, "\n")
    .split("\n")
    .map((line) => line.trimEnd());
  const own: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (originalHead.test(line) || isForwardHead(lines, at) || line === "--" || /^_{10,}$/.test(line)) break;
    if (/^\s*>/.test(line)) continue;
    const head = quoteHeadLines(lines, at);
    if (head > 0) {
      // Without quotation marks the rest is the quoted mail; with them, somebody may write below it.
      const next = lines.slice(at + head).find((one) => one.trim() !== "");
      if (next === undefined || !/^\s*>/.test(next)) break;
      at += head - 1;
      continue;
    }
    if (!deviceLine.test(line.trim())) own.push(line);
  }
  const paragraphs = own.join("\n").split(/\n\s*\n/);
  const kept = paragraphs.filter((words) => !(words.length > 80 && !words.includes("?") && notice.test(words)));
  return kept
    .join("\n\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim()
    .slice(0, mostWords);
}

/** Greetings, farewells and "segue anexo": said in nearly every mail with papers, and asking nobody anything. */
const politeness =
  /\b(OLA|OI|BOM DIA|BOA TARDE|BOA NOITE|PREZAD[OA]S?|SENHOR(ES|A)?|CAR[OA]S?|ATT|AT|ATENCIOSAMENTE|CORDIALMENTE|(MUITO )?OBRIGAD[OA]|GRAT[OA]|ABRACOS?|TUDO BEM|POR FAVOR|CONFORME (SOLICITADO|PEDIDO|COMBINADO))\b/g;
const enclosed =
  /\b((SEGUEM?|ENVIO|ESTOU ENVIANDO|ANEXO|EM ANEXO|FOTOS?|DOCUMENTOS?|CLIQUE PARA BAIXAR)\b[^.!?;]*)([.!;]|(?=\?)|$)/g;
const asking =
  /\b(PRECIS[AO]|PRECISAMOS|NAO (CONSIG|TENHO|RECEBI|POSSO|VOU|SEI|ENTENDI|FUNCION|ABR)\w*|DUVIDAS?|COMO (FACO|FAZ|FUNCIONA)|POSSO|PODEM?|PODERI(A|AM)|CONSEGUEM?|AJUD\w*|PROBLEMAS?|SURD[OA]|LIBRAS|INTERPRETE|CEG[OA]|CADEIRANTE|ACESSIBILIDADE|URGENTE?|URGENCIA|CANCEL\w*|REMARC\w*|REAGEND\w*|ADI(AR|EM)|DESIST\w*|REEMBOLS\w*|DEVOLU\w*|GOSTARIA|QUERO|QUERIA|LIGUEM?|LIGAR|TELEFONEM?|ERRAD[OA]|ERROS?|ATRAS\w*|RECLAM\w*|QUANDO|QUANTO|QUAL|QUAIS|ONDE|MUDOU|MUDEI|CORRIG\w*|ALTER(AR|EM|E))\b/;

/**
 * Whether a person must read it. Where files came (or a link to some), only what asks or is long; where nothing came,
 * any words of their own: nothing else in that mail could be answered. `name`: the sender's, which is often all of a signature.
 */
export function asksPerson(words: string, mail: { hasFiles: boolean; name: string }): boolean {
  const plain = plainText(words.replace(/https?:\/\/\S+/g, " ").replace(/\S+@\S+/g, " "));
  if (plain.includes("?") || asking.test(plain)) return true;
  const rest = plain.replace(enclosed, " ").replace(politeness, " ");
  const names = new Set(plainText(mail.name).split(/[^A-Z]+/));
  const left = (rest.match(/[A-Z]{2,}/g) ?? []).filter((word) => !names.has(word));
  return mail.hasFiles ? left.join(" ").length > 200 : left.length >= 2;
}
