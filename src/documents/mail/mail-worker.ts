import type { TransferListItem } from "node:worker_threads";
import { type Attachment, type HeaderLines, type ParsedMail, simpleParser } from "mailparser";
import sharp from "sharp";
import { answerQuestions } from "../../platform/threads/guarded-thread.ts";
import { openEnvelope } from "./mail-envelope.ts";
import { isMachineReply, type MailHead, mailKind } from "./mail-kind.ts";
import { hasFileLink } from "./mail-links.ts";
import type { MailCalendar, MailDocument, MailQuestion, OpenedMail } from "./mail-opener.ts";
import { type MailPart, mayBeOrnament, type Pixels, roleOf, signedFile } from "./mail-part.ts";
import { asksPerson, ownWords } from "./mail-words.ts";
import { openWinmail } from "./winmail.ts";

const deepest = 6;
const mostDocuments = 60;
const mostText = 200_000;
const largestHtml = 1_000_000;
const largestCalendar = 65_536;

type Found = {
  texts: string[];
  html: string[];
  /** The outermost mail's own text, pieces cut off by servers included, and what it signed as a whole. */
  own: string[];
  documents: MailDocument[];
  calendars: MailCalendar[];
  warnings: string[];
};

function parse(raw: Uint8Array): Promise<ParsedMail> {
  return simpleParser(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength), {
    skipTextToHtml: true,
    skipImageLinks: true,
    maxHtmlLengthToParse: largestHtml,
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

/** The parser turns HTML into words only where a mail is nothing but HTML; so it is given one. */
async function wordsOfHtml(html: string): Promise<string> {
  if (html.length > largestHtml) return "";
  const { text } = await parse(Buffer.from(`Content-Type: text/html; charset=utf-8\r\n\r\n${html}`));
  return (text ?? "").replace(/\[cid:[^\]]{0,300}\]/g, "").slice(0, mostText);
}

/** The text of a mail. Many programs send only HTML, or a plain part that says nothing; so the HTML is read too. */
async function readText(mail: ParsedMail, { isOwn }: Place, found: Found): Promise<void> {
  const html = mail.html || "";
  const plain = (mail.text ?? "").slice(0, mostText);
  const fromHtml = html ? await wordsOfHtml(html) : "";
  found.texts.push(plain, fromHtml);
  if (html) found.html.push(html.slice(0, largestHtml));
  if (isOwn) found.own.push(plain.trim() ? plain : fromHtml);
}

function partOf(attachment: Attachment, html: string): MailPart {
  const { cid, content, contentType, contentDisposition, filename, related } = attachment;
  return {
    contentType: contentType.toLowerCase(),
    name: filename ?? "",
    content,
    isInline: related || contentDisposition === "inline",
    isShown: cid !== undefined && html.includes(`cid:${cid}`),
  };
}

/** Width and height as the header says; undefined where it cannot be read, which the gate judges later. */
async function pixelsOf(part: MailPart): Promise<Pixels | undefined> {
  if (!mayBeOrnament(part)) return undefined;
  const read = sharp(part.content).metadata();
  const { width, height } = await read.catch(() => ({ width: undefined, height: undefined }));
  return width && height ? { width, height } : undefined;
}

function methodOf({ headers }: Attachment): string | undefined {
  const type = headers.get("content-type") as { params?: Record<string, string> } | undefined;
  return type?.params?.["method"];
}

/** Where a part stands: how many mails and envelopes it is in, and whether they are all the sender's own mail. */
type Place = { depth: number; isOwn: boolean };

async function collect(mail: ParsedMail, place: Place, found: Found): Promise<void> {
  await readText(mail, place, found);
  for (const attachment of mail.attachments)
    await collectPart(partOf(attachment, mail.html || ""), place, found, methodOf(attachment));
}

async function collectPart(part: MailPart, place: Place, found: Found, method?: string): Promise<void> {
  const role = roleOf(part, await pixelsOf(part));
  if (role === "mail") await collectNested(part.content, { ...place, isOwn: false }, found);
  else if (role === "envelope") await collectSealed(part, place, found);
  else if (role === "winmail") await collectWinmail(part, place, found);
  else if (role === "text") {
    const text = part.content.subarray(0, mostText);
    const words = Buffer.from(text).toString("utf8");
    const plain = part.contentType === "text/html" ? await wordsOfHtml(words) : words;
    found.texts.push(plain);
    if (place.isOwn) found.own.push(plain);
  } else if (role === "calendar") {
    const text = Buffer.from(part.content.subarray(0, largestCalendar + 1)).toString("utf8");
    found.calendars.push({ text, method });
  } else if (role === "paper") {
    if (found.documents.length >= mostDocuments) return void found.warnings.push("too-many-attachments");
    const content = new Uint8Array(part.content);
    found.documents.push({ name: part.name, declaredType: part.contentType, content });
  }
}

async function collectNested(content: Uint8Array, { depth, isOwn }: Place, found: Found): Promise<void> {
  if (depth >= deepest) return void found.warnings.push("too-deep");
  const inner = await parse(content);
  found.texts.push(inner.subject ?? "");
  await collect(inner, { depth: depth + 1, isOwn }, found);
}

/** Signed mails are read as if they were not in an envelope; of signatures beside a mail nothing is said. */
async function collectSealed(part: MailPart, place: Place, found: Found): Promise<void> {
  const opened = openEnvelope(part.content);
  if (opened.kind === "encrypted") return void found.warnings.push("encrypted");
  if (opened.kind === "unread" && !isSignature(part)) return void found.warnings.push("sealed");
  if (opened.kind !== "signed") return;
  const file = signedFile(part, opened.content);
  if (!file) return collectNested(opened.content, place, found);
  if (place.depth >= deepest) return void found.warnings.push("too-deep");
  await collectPart(file, { ...place, depth: place.depth + 1 }, found);
}

const isSignature = ({ contentType, name }: MailPart) =>
  contentType.endsWith("-signature") || (!contentType.endsWith("-mime") && /\.p7s$/i.test(name));

async function collectWinmail(part: MailPart, place: Place, found: Found): Promise<void> {
  if (place.depth >= deepest) return void found.warnings.push("too-deep");
  const { files, texts, isWhole } = openWinmail(part.content);
  if (!isWhole) found.warnings.push("winmail");
  found.texts.push(...texts.map((text) => text.slice(0, mostText)));
  const inside = { ...place, depth: place.depth + 1 };
  for (const file of files) await collectPart({ ...file, isShown: false }, inside, found);
}

async function open({ raw, envelopeFrom }: MailQuestion): Promise<OpenedMail> {
  const mail = await parse(raw);
  const found: Found = { texts: [], html: [], own: [], documents: [], calendars: [], warnings: [] };
  await collect(mail, { depth: 0, isOwn: true }, found);
  const from = mail.from?.value[0];
  const sender = from?.address?.toLowerCase() ?? "";
  const subject = mail.subject ?? "";
  if (found.texts.some((text) => /^begin [0-7]{3} \S+/m.test(text))) found.warnings.push("uuencoded");
  const hasLink = [...found.texts, ...found.html].some(hasFileLink);
  if (hasLink) found.warnings.push("cloud-link");
  const head: MailHead = { headers: headersOf(mail.headerLines), subject, from: sender, envelopeFrom };
  const words = isMachineReply(head) ? "" : ownWords(found.own.join("\n"));
  const hasFiles = hasLink || found.documents.length > 0 || found.calendars.length > 0;
  return {
    messageId: mail.messageId ?? null,
    subject,
    sender,
    kind: mailKind(head),
    texts: found.texts,
    words,
    asks: asksPerson(words, { hasFiles, name: from?.name ?? "" }),
    calendars: found.calendars,
    documents: found.documents,
    warnings: [...new Set(found.warnings)],
  };
}

answerQuestions<MailQuestion, OpenedMail>(async (question) => {
  const answer = await open(question);
  const transfer = answer.documents.map((document) => document.content.buffer as TransferListItem);
  return { answer, transfer };
});
