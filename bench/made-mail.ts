import { orderNumberFrom } from "../src/orders/order-number.ts";
import { goodPdf } from "../test/kit/pdf-samples.ts";
import type { Dice } from "./made-cases.ts";
import { sealedMail, winmail } from "./made-envelopes.ts";

type Part = { head: string[]; body: string };

export const sender = "maria@exemplo.com.br";
const folded = (content: Buffer) => content.toString("base64").replace(/.{76}/g, "$&\r\n");
const encodedWord = (text: string) => `=?utf-8?B?${Buffer.from(text).toString("base64")}?=`;

/** Words as a mail carries them; the reader must see the same ones. */
function textPart(dice: Dice, text: string, type = "text/plain"): Part {
  const [encoding, body] = dice.one([
    ["base64", folded(Buffer.from(text))],
    ["8bit", text],
    [
      "quoted-printable",
      [...Buffer.from(text)]
        .map((byte) =>
          byte === 10 || (byte > 32 && byte < 127 && byte !== 61) ? String.fromCharCode(byte) : hex(byte),
        )
        .join("")
        .replaceAll("\n", "\r\n")
        .replace(/((?:=..|[^=\r\n]){60})(?=[^\r])/g, "$1=\r\n"),
    ],
  ] as const);
  return { head: [`Content-Type: ${type}; charset=utf-8`, `Content-Transfer-Encoding: ${encoding}`], body };
}
const hex = (byte: number) => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;

/** A paper under a name of its own, named and typed as programs do. */
function paperPart(dice: Dice, name: string): Part {
  const type = dice.one(["application/pdf", "application/octet-stream", "application/x-unknown"]);
  const [asType, asFile] = dice.one([
    [`; name="${name}"`, `; filename="${name}"`],
    ["", `; filename="${name}"`],
    [`; name="${encodedWord(name)}"`, ""],
    ["", `; filename*=utf-8''${encodeURIComponent(name)}`],
  ] as const);
  const disposition = dice.one(["attachment", "attachment", "inline"]);
  const head = [`Content-Type: ${type}${asType}`, "Content-Transfer-Encoding: base64"];
  return { head: [...head, `Content-Disposition: ${disposition}${asFile}`], body: folded(goodPdf(name)) };
}

/** The papers in one winmail.dat, as a server that speaks only Outlook's way packs them. */
function winmailPart(dice: Dice, names: readonly string[]): Part {
  const type = dice.one(["application/ms-tnef", "application/vnd.ms-tnef", "application/octet-stream"]);
  const head = [`Content-Type: ${type}; name="winmail.dat"`, "Content-Transfer-Encoding: base64"];
  return { head, body: folded(winmail(names.map((name) => ({ name, content: goodPdf(name) })))) };
}

/** The whole of a mail in its signature's envelope. */
function sealed(dice: Dice, { head, body }: Part): Part {
  const inside = Buffer.from([...head, "", body].join("\r\n"));
  const type = dice.one([
    "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m",
    'application/x-pkcs7-mime; name="smime.p7m"',
    'application/octet-stream; name="smime.p7m"',
  ]);
  const lines = [`Content-Type: ${type}`, "Content-Transfer-Encoding: base64"];
  return { head: lines, body: folded(sealedMail(inside, dice.roll() < 0.5)) };
}

/** What programs add and nobody means as a document. */
const technical: Part[] = [
  { head: ['Content-Type: application/pkcs7-signature; name="smime.p7s"'], body: "MIIB" },
  { head: ['Content-Type: text/x-vcard; name="maria.vcf"'], body: "BEGIN:VCARD\r\nFN:Maria\r\nEND:VCARD" },
  { head: ['Content-Type: application/pgp-signature; name="signature.asc"'], body: "-----BEGIN PGP SIGNATURE-----" },
  { head: ['Content-Type: text/plain; name="ATT00001.txt"'], body: "" },
  { head: ["Content-Type: message/delivery-status"], body: "Action: delivered" },
];
const marks = ["Auto-Submitted: auto-generated", "Precedence: bulk", "List-Id: <equipe.exemplo>", "X-Priority: 1"];
const polite = ["Segue em anexo.", "Bom dia,\nseguem os documentos.\n\nAtt,\nMaria", "", "Conforme solicitado."];
const questions = [
  "Preciso remarcar, pode ser sexta?",
  "Não tenho CNH. O que faço",
  "Bom dia. Gostaria de saber se o cartório serve",
  "Sou surda, preciso de intérprete",
];
const tail = [
  "",
  "\n\nEnviado do meu iPhone",
  "\n\n> Em 3 de nov., Confere escreveu:\n> Pode responder?",
  "\n-- \nMaria",
];

/** The number as people write it. */
function written(dice: Dice, number: string): string {
  const digits = number.slice("CERTI".length);
  const grouped = digits.replace(/(\d{3})(?=\d)/g, `$1${dice.one([" ", ".", "-", "\u00a0"])}`);
  return dice.one([
    number,
    number.toLowerCase(),
    `CERTI ${dice.one(["-", "–", "—", "nº", "- Nº", ":"])} ${digits}`,
    `CERTI${grouped}`,
    `pedido ${dice.one(["nº ", "no. ", "", "de certificado "])}${digits}`,
    digits,
  ]);
}

function multipart(dice: Dice, kind: string, parts: readonly Part[]): Part {
  const boundary = `b${dice.upTo(1_000_000_000)}`;
  const body = parts.map(({ head, body }) => `--${boundary}\r\n${head.join("\r\n")}\r\n\r\n${body}`);
  return {
    head: [`Content-Type: multipart/${kind}; boundary="${boundary}"`],
    body: `${body.join("\r\n")}\r\n--${boundary}--\r\n`,
  };
}

const lines = ({ head, body }: Part, more: string[]) => [...more, ...head, "", body].join("\r\n");

export type MadeMail = {
  raw: Buffer;
  number: string;
  /** Of its papers, in the order they were made. */
  names: string[];
  question: string | undefined;
  /** Head lines that machines set. */
  marked: string[];
};

/** A mail as people and their programs send them, with papers, an order's number and perhaps a question. */
export function makeMail(dice: Dice, number = orderNumberFrom(1000 + dice.upTo(9_000_000))): MadeMail {
  const names = Array.from(
    { length: dice.upTo(4) },
    (_, at) => `${dice.one(["rg", "CNH", "frente ção", "scan"])} ${at}.pdf`,
  );
  const question = dice.roll() < 0.3 ? dice.one(questions) : undefined;
  const inSubject = dice.roll() < 0.6;
  const words = `${inSubject ? "" : `${written(dice, number)}\n`}${question ?? dice.one(polite)}${dice.one(tail)}`;
  const plain = textPart(dice, words);
  const html = textPart(dice, `<p>${words.replaceAll("\n", "<br>")}</p>`, "text/html");
  const text = dice.one([plain, html, multipart(dice, "alternative", [plain, html])]);
  const isPacked = names.length > 0 && dice.roll() < 0.1;
  const papers = isPacked ? [winmailPart(dice, names)] : names.map((name) => paperPart(dice, name));
  const extras = technical.filter(() => dice.roll() < 0.25);
  const forwarded = papers.length > 1 && dice.roll() < 0.3;
  const inner = forwarded ? papers.splice(0, 1) : [];
  const nested = inner.map((paper) => ({
    head: ["Content-Type: message/rfc822"],
    body: lines(multipart(dice, "mixed", [textPart(dice, "Segue."), paper]), ["From: x@exemplo.com", "Subject: Enc"]),
  }));
  const rest = [...papers, ...extras, ...nested].sort(() => dice.roll() - 0.5);
  const open = rest.length === 0 && dice.roll() < 0.5 ? text : multipart(dice, "mixed", [text, ...rest]);
  const whole = dice.roll() < 0.1 ? sealed(dice, open) : open;
  const marked = marks.filter(() => dice.roll() < 0.15);
  const subject = encodedWord(inSubject ? `Documentos ${written(dice, number)}` : "Documentos");
  const head = [`From: Maria <${sender}>`, `Subject: ${subject}`, ...marked, "MIME-Version: 1.0"];
  return { raw: Buffer.from(lines(whole, head)), number, names, question, marked };
}
