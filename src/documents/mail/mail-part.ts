import { isWinmail } from "./winmail.ts";

/** What a part of a mail is for. Pure: the worker says what it found, this says what to do with it. */

export type MailPart = {
  /** As declared, lower case, without parameters. */
  contentType: string;
  /** As written in the mail; "" where nobody named it. */
  name: string;
  content: Uint8Array;
  /** Meant to stand in the text (inline, or related to it), not beside it. */
  isInline: boolean;
  /** The text shows it (`cid:`). */
  isShown: boolean;
};

/**
 * paper: judged, kept or refused with words. text: a piece of the body that a server cut off (ATT00001.txt, a footer).
 * envelope, winmail: what a program packed the mail or its files in; what is inside decides (`openEnvelope`,
 * `openWinmail`). technical: signatures, cards, logos, reports: nobody's document, not spoken of.
 */
export type PartRole = "paper" | "mail" | "calendar" | "text" | "envelope" | "winmail" | "technical";

/** A picture of this size, side by side with words, is a logo: no document could be read on it. In pixels. */
const readableSide = 240;

const technicalTypes =
  /^(application\/pgp-(signature|keys|encrypted)|application\/applefile|application\/ms-tnef-properties|text\/(x-)?vcard|text\/directory|text\/x-amp-html|text\/rfc822-headers|text\/css|message\/(delivery-status|global-delivery-status|disposition-notification|feedback-report|external-body|partial)|multipart\/.*)$/;
const technicalNames =
  /(^|[^a-z])(signature|assinatura)\.(asc|sig|gpg)$|\.(vcf|asc|sig)$|^(openpgp|0x[0-9a-f]+).*\.asc$/i;
const envelopeTypes = /^application\/(x-)?pkcs7-(mime|signature)$/;
/** A file signed whole keeps its own name before the envelope's: "contrato.pdf.p7s". */
const envelopeNames = /\.p7[ms]$/i;
const signedFileName = /^(.*[^.]\.[a-z0-9]{2,5})\.p7[ms]$/i;
const winmailTypes = /^application\/(vnd\.)?ms-tnef$/;
const calendarTypes = /^(text\/(x-v)?calendar|application\/(ics|x-ical|vnd\.google-apps\.calendar))$/;

const startOf = (content: Uint8Array, bytes = 64) =>
  Buffer.from(content.buffer, content.byteOffset, Math.min(content.length, bytes))
    .toString("latin1")
    .replace(/^\u00ef\u00bb\u00bf/, "")
    .trimStart();

const isPicture = (start: string, contentType: string) =>
  start.startsWith("\xff\xd8\xff") ||
  start.startsWith("\x89PNG") ||
  /^GIF8|^BM/.test(start) ||
  /^image\//.test(contentType);

/** Names that programs give; "image.png" is what a webmail calls a picture that somebody pasted. */
const machineName =
  /^(image|imagem|img|picture|outlook|logo|att|part|attachment|inline|unnamed|noname|cid|graphic|oledata|~?wrd|mime-attachment)?[-_. (]*[0-9a-f]*[-_.)]*(\.[a-z0-9]{1,5})?$/i;
/** Names of what stands in signature blocks. */
const ornamentName =
  /logo|assinatura|signature|banner|facebook|instagram|linkedin|whats|youtube|twitter|icon|icone|rodape|footer|header|cabecalho|emoji|sticker|spacer|pixel/i;

/** Nobody named it and it is no larger than a logo, or its name says that it is one. `pixels` undefined: not known. */
function isOrnament(part: MailPart, start: string, pixels: Pixels | undefined): boolean {
  const unnamed = machineName.test(part.name);
  if (!unnamed && !ornamentName.test(part.name)) return false;
  if (!part.isInline && !part.isShown) return false;
  if (/^GIF8/.test(start)) return true;
  return pixels !== undefined && Math.min(pixels.width, pixels.height) < readableSide;
}

export type Pixels = { width: number; height: number };

/** Whether the size of the picture decides; only then is it worth reading. */
export function mayBeOrnament(part: MailPart): boolean {
  const start = startOf(part.content);
  return isPicture(start, part.contentType) && isOrnament(part, start, { width: 1, height: 1 });
}

/** What the bytes are goes before what name and type say: a PDF called "smime.p7s" is a paper. */
export function roleOf(part: MailPart, pixels?: Pixels): PartRole {
  const start = startOf(part.content);
  const { contentType, name } = part;
  if (start.startsWith("%PDF-")) return "paper";
  if (contentType === "message/rfc822" || contentType === "message/global" || /\.eml$/i.test(name)) return "mail";
  if (isPicture(start, contentType)) return isOrnament(part, start, pixels) ? "technical" : "paper";
  if (calendarTypes.test(contentType) || /^BEGIN:VCALENDAR/i.test(start)) return "calendar";
  if (isWinmail(part.content) || winmailTypes.test(contentType)) return "winmail";
  if (envelopeTypes.test(contentType) || envelopeNames.test(name)) return "envelope";
  if (technicalTypes.test(contentType) || technicalNames.test(name)) return "technical";
  if (/^BEGIN:VCARD|^-----BEGIN PGP (SIGNATURE|PUBLIC)/i.test(start)) return "technical";
  if (/^text\/(plain|html|enriched)$/.test(contentType) && (name === "" || /^att\d+\.(txt|html?)$/i.test(name)))
    return "text";
  if (/\.(ics|ifb|vcs)$/i.test(name)) return "calendar";
  return name === "" && part.content.length === 0 ? "technical" : "paper";
}

/**
 * What an envelope's content is: a file that was signed as it is, under the name it had; undefined: the mail itself, with
 * parts of its own.
 */
export function signedFile({ name, isInline, isShown }: MailPart, content: Uint8Array): MailPart | undefined {
  const ownName = signedFileName.exec(name)?.[1];
  const start = startOf(content);
  if (ownName === undefined && !start.startsWith("%PDF-") && !isPicture(start, "")) return undefined;
  const bare = ownName ?? name.replace(envelopeNames, "");
  return { contentType: "application/octet-stream", name: bare, content, isInline, isShown };
}
