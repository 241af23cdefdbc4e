import type { Draft } from "./message.ts";

/** Who speaks to whom about which order: everything a template may say. */
export type LetterHead = {
  number: string | null;
  applicantName: string;
  ra: { name: string; phone: string; openingHours: string; papersAddress: string };
  /** Address of the order's page, or of the site while there is no number. */
  orderUrl: string;
};

export type Letter = {
  template: string;
  subject: string;
  paragraphs: string[];
  list?: string[];
  after?: string[];
  /** Several ways of equal weight, one link each, before the action. */
  choices?: { label: string; url: string }[];
  action?: { label: string; url: string };
  /** What other letters on the same topic would have said, newest first. */
  earlier?: Pick<Letter, "subject" | "paragraphs" | "list" | "after" | "choices" | "action">[];
  /** The hour it speaks of is near: it is not held back. */
  isUrgent?: boolean;
  calendar?: Draft["calendar"];
  appointmentId?: string;
  /** It speaks of a whole purchase and is shown with each of its orders. */
  purchaseId?: string;
};

/** First name as written, for a greeting. */
function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? "";
}

function escaped(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (character) => entities[character]!);
}

/** Header lines end at a line break; nothing a person typed may start another. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\u0000-\u001f]+/g, " ").trim();
}

type Words = Pick<Letter, "paragraphs" | "list" | "after" | "choices" | "action">;

const earlierWords = "Também aconteceu nos últimos minutos, do mais novo para o mais antigo:";

function textOf({ paragraphs, list = [], after = [], choices = [], action }: Words): string[] {
  return [
    ...paragraphs,
    ...(list.length > 0 ? [list.map((item) => `- ${item}`).join("\n")] : []),
    ...choices.map(({ label, url }) => `${label}:\n${url}`),
    ...after,
    ...(action ? [`${action.label}:\n${action.url}`] : []),
  ];
}

const p = (words: string) => `<p style="margin:0 0 16px">${escaped(words)}</p>`;

function htmlOf({ paragraphs, list = [], after = [], choices = [], action }: Words): string[] {
  return [
    ...paragraphs.map(p),
    list.length > 0
      ? `<ul style="margin:0 0 16px">${list.map((item) => `<li>${escaped(item)}</li>`).join("")}</ul>`
      : "",
    ...choices.map(
      ({ label, url }) =>
        `<p style="margin:0 0 12px"><a href="${escaped(url)}" style="border:2px solid #0b5a4c;color:#0b5a4c;padding:10px 16px;border-radius:8px;text-decoration:none;display:inline-block">${escaped(label)}</a></p>`,
    ),
    ...after.map(p),
    action
      ? `<p style="margin:24px 0"><a href="${escaped(action.url)}" style="background:#0b5a4c;color:#ffffff;padding:12px 20px;border-radius:8px;text-decoration:none;display:inline-block">${escaped(action.label)}</a></p>`
      : "",
  ];
}

/** The letter with the parts every message carries: order, AR card, what Confere never asks, order page. */
export function draftOf(head: LetterHead, letter: Letter): Draft {
  const greeting = head.applicantName ? `Olá, ${firstName(head.applicantName)}.` : "Olá.";
  const card = [
    ...(head.number ? [`Pedido ${head.number}. Página do pedido: ${head.orderUrl}`] : []),
    `${head.ra.name}: telefone ${head.ra.phone}. Atendimento: ${head.ra.openingHours}.`,
    "O Confere nunca pede senha, nem código por telefone ou mensagem.",
  ];
  const { earlier = [] } = letter;
  const text = [
    greeting,
    ...textOf(letter),
    ...(earlier.length > 0 ? [earlierWords] : []),
    ...earlier.flatMap((one) => [`* ${one.subject}`, ...textOf(one)]),
    ["--", ...card].join("\n"),
  ].join("\n\n");
  const html = [
    '<!doctype html><html lang="pt-BR"><head><meta charset="utf-8"></head>',
    '<body style="font:16px/1.5 sans-serif;color:#1b1b1b;max-width:600px;margin:0 auto;padding:16px">',
    p(greeting),
    ...htmlOf(letter),
    ...(earlier.length > 0 ? [p(earlierWords)] : []),
    ...earlier.flatMap((one) => [
      `<h2 style="font-size:16px;margin:24px 0 8px">${escaped(one.subject)}</h2>`,
      ...htmlOf(one),
    ]),
    '<div style="border-top:1px solid #cccccc;padding-top:12px;font-size:14px;color:#444444">',
    ...card.map((line) => `<p style="margin:0 0 6px">${linked(line)}</p>`),
    "</div></body></html>",
  ].join("\n");
  return {
    template: letter.template,
    subject: oneLine(letter.subject),
    text,
    html,
    ...(letter.calendar && { calendar: letter.calendar }),
    ...(letter.appointmentId && { appointmentId: letter.appointmentId }),
    ...(letter.purchaseId && { purchaseId: letter.purchaseId }),
  };
}

function linked(line: string): string {
  return escaped(line).replace(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}" style="color:#0b5a4c">${url}</a>`);
}
