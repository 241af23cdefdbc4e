import {
  companyNameLimit,
  isOneWord,
  mailboxLettersNotWritable,
  nameLimit,
  parseEmail,
  parsePersonName,
} from "../../orders/applicant/applicant.ts";
import { likelyEmail } from "../../orders/applicant/email-typo.ts";
import { type PhoneFault, readPhone } from "../../orders/applicant/phone.ts";
import { OrdersFailure } from "../../orders/orders-failures.ts";
import { lettersNotWritable } from "../../people/authority/certificate-name.ts";
import { PeopleFailure } from "../../people/people-failures.ts";
import type { Failure } from "../../platform/failures/failure.ts";
import { parseCnpj, parseCpf } from "../../platform/taxpayer-id.ts";
import { bareNumber, oneLine } from "../../platform/typed-text.ts";
import type { FormValues } from "../form.ts";

// The reason of each refusal of the applicant's form, in words that say what to type instead.

const wordsOf = ({ title, advice }: Failure): string => `${title} ${advice}`;
const notWritable = (letters: string, whose: "holder" | "company"): string =>
  wordsOf(new PeopleFailure("name-not-writable", { letters, whose }));

/** Which letters, where letters are the reason; else what a name must look like. */
export function nameWords(typed: string): string {
  const name = oneLine(typed);
  if (!name) return "Escreva o nome completo, como no documento.";
  const letters = lettersNotWritable(name);
  if (letters) return notWritable(letters, "holder");
  if (name.length > nameLimit)
    return `O nome tem ${name.length} letras, e cabem ${nameLimit}. Confira se não colou outro texto junto, ou abrevie um nome do meio.`;
  if (/\d/.test(name)) return "O nome não leva números. Escreva-o como no documento.";
  const signs = new Set(name.match(/[^\p{L}\p{M}\s'’.-]/gu));
  if (signs.size > 0)
    return `O nome não leva ${[...signs].map((sign) => `“${sign}”`).join(", ")}. Escreva-o como no documento.`;
  return "Escreva nome e sobrenome como no seu documento.";
}

export function companyNameWords(typed: string): string {
  const name = oneLine(typed);
  const letters = lettersNotWritable(name);
  if (letters) return notWritable(letters, "company");
  if (name.length > companyNameLimit)
    return `O nome da empresa tem ${name.length} letras, e cabem ${companyNameLimit}. Abrevie como no cartão do CNPJ.`;
  return "Escreva o nome da empresa como está no CNPJ.";
}

/** How many of what: "faltam 2 números", "há 1 número a mais". */
function countWords(has: number, wants: number): string {
  const away = Math.abs(has - wants);
  const numbers = away === 1 ? "1 número" : `${away} números`;
  return has < wants ? `${away === 1 ? "falta" : "faltam"} ${numbers}` : `há ${numbers} a mais`;
}

export function cpfWords(typed: string): string {
  const id = bareNumber(typed);
  if (!id) return "Escreva o CPF: são 11 números.";
  if (parseCnpj(typed)) return "Este é um CNPJ. Aqui vai o CPF da pessoa: são 11 números.";
  if (/[^\d]/.test(id)) return "O CPF só tem números. Confira: são 11, com ou sem pontos.";
  if (id.length !== 11) return `Confira o CPF: são 11 números, e ${countWords(id.length, 11)}.`;
  return "Confira o CPF: são 11 números, e um deles não bate.";
}

export function cnpjWords(typed: string): string {
  const id = bareNumber(typed);
  if (!id) return "Escreva o CNPJ da empresa: são 14 letras ou números.";
  if (parseCpf(typed)) return "Este é um CPF. Aqui vai o CNPJ da empresa: são 14 letras ou números.";
  if (id.length !== 14) return `Confira o CNPJ: são 14 letras ou números, e aqui há ${id.length}.`;
  return "Confira o CNPJ: são 14 letras ou números, e um deles não bate.";
}

const months = "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split(" ");

export function birthWords(typed: { day: string; month: string; year: string }): string {
  const [day, month, year] = [bareNumber(typed.day), bareNumber(typed.month), bareNumber(typed.year)];
  if (!day && !month && !year) return "Escreva a data de nascimento: dia, mês e ano, como 31 12 1990.";
  const missing = [day ? "" : "o dia", month ? "" : "o mês", year ? "" : "o ano"].filter(Boolean);
  if (missing.length > 0)
    return `Na data de nascimento, ${missing.length > 1 ? "faltam" : "falta"} ${missing.join(" e ")}.`;
  if (![day, month, year].every((part) => /^\d+$/.test(part)))
    return "Escreva o nascimento em números: dia, mês e ano, como 31 12 1990.";
  if (year.length !== 4)
    return `Escreva o ano do nascimento com quatro números, como ${year.length === 2 ? `19${year}` : "1990"}.`;
  const name = months[Number(month) - 1];
  if (!name) return `Não existe o mês ${month}. Escreva o mês do nascimento de 1 a 12.`;
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const named = name[0]?.toUpperCase() + name.slice(1);
  return `${named} de ${year} vai até o dia ${last}. Confira o dia do nascimento.`;
}

export function emailWords(typed: string): string {
  const address = oneLine(typed).toLowerCase();
  if (!address) return "Escreva o e-mail completo, como nome@exemplo.com.br.";
  const letters = mailboxLettersNotWritable(typed);
  if (letters) return wordsOf(new OrdersFailure("email-not-writable", { letters }));
  if (address.length > 254 || address.indexOf("@") > 64)
    return "Este e-mail é longo demais. Confira se não colou outro texto junto.";
  if (!address.includes("@")) return "Falta o @ no e-mail. Escreva-o completo, como nome@exemplo.com.br.";
  if (/\s/.test(address)) return "O e-mail não leva espaços. Confira se não colou outro texto junto.";
  if (/@.*@/.test(address)) return "Há mais de um @. Escreva um e-mail só.";
  const domain = address.slice(address.indexOf("@") + 1);
  if (!domain.includes(".")) {
    const meant = likelyEmail(address);
    return `Falta o fim do e-mail, como .com ou .com.br.${meant ? ` Seria ${meant}?` : ""}`;
  }
  return "Confira o e-mail: escreva-o completo, como nome@exemplo.com.br.";
}

const phoneFaults: Record<PhoneFault, string> = {
  empty: "Escreva o telefone com DDD, como (11) 98765-4321.",
  letters: "O telefone só leva números. Escreva-o com DDD, como (11) 98765-4321.",
  "no-area-code": "Falta o DDD. Escreva o telefone com ele, como (11) 98765-4321.",
  "area-code": "Não existe esse DDD. Confira os dois primeiros números do telefone.",
  "ninth-figure": "Falta o 9: celulares têm 9 números depois do DDD, como (11) 98765-4321.",
  short: "Faltam números no telefone. Escreva-o com DDD, como (11) 98765-4321.",
  long: "Há números demais no telefone. Escreva só um, com DDD; se for de outro país, comece com + e o código do país.",
  service: "Números 0800 e parecidos não servem. Escreva o seu telefone com DDD, como (11) 98765-4321.",
  number: "Confira o telefone: um celular tem DDD e 9 números, e um fixo tem DDD e 8, como (11) 98765-4321.",
  abroad: "Este telefone de outro país não existe. Escreva + e o código do país, como +351 912 345 678.",
};

export function phoneWords(typed: string): string {
  const read = readPhone(typed);
  return phoneFaults["fault" in read ? read.fault : "number"];
}

type Question = { field: "nome" | "email"; about: string; words: string };

/** What may be right and mostly is a slip: asked once, and taken as typed when it is sent again. */
export function questionsAbout(values: FormValues): Question[] {
  const questions: Question[] = [];
  const name = parsePersonName(values["nome"] ?? "");
  if (name && isOneWord(name))
    questions.push({
      field: "nome",
      about: `nome ${name}`,
      words: "Falta o sobrenome? Se o seu documento tem só este nome, aperte Continuar de novo.",
    });
  const email = parseEmail(values["email"] ?? "");
  const meant = email && likelyEmail(email);
  if (meant)
    questions.push({
      field: "email",
      about: `email ${email}`,
      words: `Seria ${meant}? Corrija, ou aperte Continuar de novo se está certo como você escreveu.`,
    });
  return questions;
}

/** What the hidden field of the form carries: the questions that this page asks. */
export const askedIn = (values: FormValues): string =>
  questionsAbout(values)
    .map(({ about }) => about)
    .join("\n");
