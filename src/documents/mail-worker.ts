import type { TransferListItem } from "node:worker_threads";
import { type Attachment, type HeaderLines, type ParsedMail, simpleParser } from "mailparser";
import { answerQuestions } from "../platform/guarded-thread.ts";
import { mailKind } from "./mail-kind.ts";
import type { MailDocument, MailQuestion, OpenedMail } from "./mail-opener.ts";

const deepest = 6;
const mostDocuments = 60;
const mostText = 200_000;
const logo = 50_000;

type Found = { texts: string[]; documents: MailDocument[]; warnings: string[] };

function parse(raw: Uint8Array): Promise<ParsedMail> {
  return simpleParser(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength), {
    skipTextToHtml: true,
    skipImageLinks: true,
    maxHtmlLengthToParse: 1_000_000,
  });
}

/** Raw header lines, unfolded: the parsed values lose parameters that the judgement needs. */
function headersOf(lines: HeaderLines): Map<string, string> {
  return new Map(
    lines.map(({ key, line }) => [
      key,
      line
        .slice(line.indexOf(":") + 1)
        .replace(/\s+/g, " ")
        .trim()
        .toLowerCase(),
    ]),
  );
}

/** Also where a name hides its real type: "message/rfc822" comes as attachment with or without a name. */
function isMail({ contentType, filename }: Attachment): boolean {
  return contentType === "message/rfc822" || /\.eml$/i.test(filename ?? "");
}

async function collect(mail: ParsedMail, depth: number, found: Found): Promise<void> {
  found.texts.push((mail.text ?? "").slice(0, mostText));
  for (const attachment of mail.attachments) {
    if (found.documents.length >= mostDocuments) return void found.warnings.push("too-many-attachments");
    if (isMail(attachment)) {
      if (depth >= deepest) found.warnings.push("too-deep");
      else {
        const inner = await parse(attachment.content);
        found.texts.push(inner.subject ?? "");
        await collect(inner, depth + 1, found);
      }
      continue;
    }
    const isPdf = attachment.content.subarray(0, 5).toString("latin1") === "%PDF-";
    // Pictures of a signature block are not papers; resource forks of old Macs neither.
    if (attachment.related && attachment.size < logo && !isPdf) continue;
    if (/applefile/.test(attachment.contentType)) continue;
    found.documents.push({
      name: attachment.filename ?? "",
      declaredType: attachment.contentType,
      content: new Uint8Array(attachment.content),
    });
  }
}

async function open({ raw, envelopeFrom }: MailQuestion): Promise<OpenedMail> {
  const mail = await parse(raw);
  const found: Found = { texts: [], documents: [], warnings: [] };
  await collect(mail, 0, found);
  const sender = mail.from?.value[0]?.address?.toLowerCase() ?? "";
  const body = found.texts.join("\n");
  if (/^begin [0-7]{3} \S+/m.test(body)) found.warnings.push("uuencoded");
  if (found.documents.some((document) => /ms-tnef/.test(document.declaredType))) found.warnings.push("winmail");
  if (/https:\/\/(drive|docs)\.google\.com\/|https:\/\/\S*(1drv\.ms|dropbox\.com|we\.tl)\//.test(body))
    found.warnings.push("cloud-link");
  return {
    messageId: mail.messageId ?? null,
    subject: mail.subject ?? "",
    sender,
    kind: mailKind({
      headers: headersOf(mail.headerLines),
      subject: mail.subject ?? "",
      from: sender,
      envelopeFrom,
    }),
    texts: found.texts,
    documents: found.documents,
    warnings: [...new Set(found.warnings)],
  };
}

answerQuestions<MailQuestion, OpenedMail>(async (question) => {
  const answer = await open(question);
  const transfer = answer.documents.map((document) => document.content.buffer as TransferListItem);
  return { answer, transfer };
});
