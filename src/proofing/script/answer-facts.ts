import type { Product } from "../../catalog/product.ts";
import { formatPhone } from "../../orders/applicant/applicant.ts";
import type { Order } from "../../orders/order.ts";
import { formatTaxpayerId } from "../../platform/taxpayer-id.ts";
import { inBrasilia } from "../../platform/time/brasilia.ts";
import type { AnswerFacts } from "../questions.ts";

const shortDay = inBrasilia({ dateStyle: "short" });

/** The values that answer questions, as the agent reads them: only what was confirmed or bought, never what is unknown. */
export function answerFacts(order: Order, product: Pick<Product, "name">): AnswerFacts {
  const facts: AnswerFacts = { productName: product.name };
  if (order.birthDate) facts.birthDate = order.birthDate.split("-").reverse().join("/");
  if (order.cpf) facts.cpf = formatTaxpayerId(order.cpf);
  if (order.email && order.emailConfirmedAt) facts.email = order.email;
  if (order.phone) facts.phone = formatPhone(order.phone);
  if (order.placedAt) facts.placedOn = shortDay.format(order.placedAt);
  if (order.companyName) facts.companyName = order.companyName;
  if (order.cnpj) facts.cnpj = formatTaxpayerId(order.cnpj);
  return facts;
}
