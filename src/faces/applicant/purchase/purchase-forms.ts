import { z } from "zod";
import {
  calendarDay,
  formatEmail,
  formatPhone,
  parseCompanyName,
  parseEmail,
  parsePersonName,
  parsePhone,
} from "../../../orders/applicant/applicant.ts";
import { typedCode } from "../../../orders/contact/contact-code.ts";
import type { ApplicantData } from "../../../orders/draft/describe-applicant.ts";
import type { Order } from "../../../orders/order.ts";
import { formatTaxpayerId, parseCnpj, parseCpf } from "../../../platform/taxpayer-id.ts";
import type { Beside, FormValues } from "../../form.ts";
import { slotForm } from "../../slot-offer.ts";
import {
  birthWords,
  cnpjWords,
  companyNameWords,
  cpfWords,
  emailWords,
  nameWords,
  phoneWords,
  questionsAbout,
} from "../applicant-words.ts";

/** Answers of an HTML form: what is missing is an empty text, never an error of type. */
const text = z.string().catch("");

/** The applicant's page: every wrong field is told at once, each beside itself. */
export function applicantForm(person: "natural" | "legal") {
  return z
    .object({
      nome: text,
      cpf: text,
      dia: text,
      mes: text,
      ano: text,
      email: text,
      telefone: text,
      empresa: text,
      cnpj: text,
      perguntado: text,
    })
    .transform((typed, context): ApplicantData => {
      const need = <T>(field: string, value: T | undefined, message: string): T => {
        if (value === undefined) context.addIssue({ code: "custom", path: [field], message });
        return value as T;
      };
      const company = person === "legal" && {
        name: need("empresa", parseCompanyName(typed.empresa), companyNameWords(typed.empresa)),
        cnpj: need("cnpj", parseCnpj(typed.cnpj), cnpjWords(typed.cnpj)),
      };
      const asked = typed.perguntado.split(/\r?\n/);
      for (const { field, about, words } of questionsAbout(typed))
        if (!asked.includes(about)) context.addIssue({ code: "custom", path: [field], message: words });
      const birth = { day: typed.dia, month: typed.mes, year: typed.ano };
      return {
        name: need("nome", parsePersonName(typed.nome), nameWords(typed.nome)),
        cpf: need("cpf", parseCpf(typed.cpf), cpfWords(typed.cpf)),
        birthDate: need("nascimento", calendarDay(birth.day, birth.month, birth.year), birthWords(birth)),
        email: need("email", parseEmail(typed.email), emailWords(typed.email)),
        phone: need("telefone", parsePhone(typed.telefone), phoneWords(typed.telefone)),
        company: company || undefined,
      };
    });
}

/** Refusals of the applicant's page. */
export const besideData: Beside = {
  "birth-date-impossible": "nascimento",
  "applicant-too-young": "nascimento",
  "company-missing": "cnpj",
  "email-not-writable": "email",
  "name-not-writable": ({ details }) => (details["whose"] === "company" ? "empresa" : "nome"),
};

/** The company of a certificate that was added: its responsible is known. */
export const companyForm = z.object({ empresa: text, cnpj: text }).transform((typed, context) => {
  const name = parseCompanyName(typed.empresa);
  const cnpj = parseCnpj(typed.cnpj);
  const wrong = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
  if (!cnpj) wrong("cnpj", cnpjWords(typed.cnpj));
  if (!name) wrong("empresa", companyNameWords(typed.empresa));
  return name && cnpj ? { name, cnpj } : z.NEVER;
});

export const addForm = z.object({ produto: z.string("Escolha um certificado.").max(60) });

export const codeForm = z.object({
  canal: z.enum(["email", "phone"], "Recarregue a página e tente de novo."),
  codigo: text.transform(typedCode).pipe(z.string().length(6, "O código tem 6 números.")),
});

/** Refusals of a code typed, here and at the issuance. */
export const besideCode: Beside = {
  "contact-code-wrong": "codigo",
  "contact-code-expired": "codigo",
  "contact-code-worn-out": "codigo",
};

export const resendForm = z.object({ canal: z.enum(["email", "phone"], "Recarregue a página e tente de novo.") });

export const biometricsForm = z.object({
  biometria: z.enum(["sim", "nao"], "Escolha uma das respostas. Se não sabe, escolha “não”."),
});

const confirmForm = z.object({
  titular: z.literal("sim", "Confirme que é você quem vai atender. Ninguém pode ir no seu lugar."),
  termos: z.literal("sim", "Para continuar, leia e aceite os termos."),
});

/** With the time that the page showed as reserved; absent where it is chosen later, or where the line was chosen. */
export const videoConfirmForm = confirmForm.extend(slotForm.partial().shape).extend({
  quando: z.literal("depois").optional().catch(undefined),
});

export const siteForm = z.object({ posto: z.uuid("Escolha um posto da lista.") });

export const inPersonConfirmForm = slotForm.extend({
  titular: z.literal("sim", "Confirme que é você quem vai ao posto. Ninguém pode ir no seu lugar."),
  termos: confirmForm.shape.termos,
});

export const lookupForm = z.object({
  numero: text.pipe(z.string().trim().min(1, "Escreva o número do pedido.").max(80, "Confira o número do pedido.")),
  documento: text.pipe(z.string().trim().min(1, "Escreva o CPF ou CNPJ do titular.").max(80, "Confira o CPF ou CNPJ.")),
  depois: text,
  /** "Este aparelho não é meu." */
  emprestado: text.transform((typed) => typed === "sim"),
});

export const tabForm = z.object({ estado: z.enum(["aberta", "fechada"]) });

export const cancelForm = z.object({
  certeza: z.literal("sim", "Marque a confirmação para cancelar."),
  motivo: text.transform((words) => words.trim().slice(0, 300)),
});

/** What the holder gave before, as the fields of `applicantForm`. */
export function typedData(order: Order): FormValues {
  const [ano = "", mes = "", dia = ""] = (order.birthDate ?? "").split("-");
  return {
    nome: order.applicantName ?? "",
    cpf: order.cpf ? formatTaxpayerId(order.cpf) : "",
    dia,
    mes,
    ano,
    email: formatEmail(order.email ?? ""),
    telefone: order.phone ? formatPhone(order.phone) : "",
    empresa: order.companyName ?? "",
    cnpj: order.cnpj ? formatTaxpayerId(order.cnpj) : "",
  };
}
