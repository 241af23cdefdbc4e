import { formatTaxpayerId } from "../../platform/taxpayer-id.ts";
import { inBrasilia } from "../../platform/time/brasilia.ts";

type AgreementFacts = {
  holderName: string;
  cpf: string;
  companyName: string | null;
  cnpj: string | null;
  orderNumber: string;
  productName: string;
  serial: string;
  fingerprint: string;
  notBefore: Date;
  notAfter: Date;
  raName: string;
};

const instant = inBrasilia({
  dateStyle: "short",
  timeStyle: "medium",
});

/** The words the holder signs with the new key (termo de titularidade, DOC-ICP-05 item 4.1). Kept as text with the certificate. */
export function agreementText(facts: AgreementFacts): string {
  const company = facts.companyName && facts.cnpj;
  const who = company
    ? `${facts.companyName}, CNPJ ${formatTaxpayerId(facts.cnpj!)}, por seu responsável ${facts.holderName}, CPF ${formatTaxpayerId(facts.cpf)}`
    : `${facts.holderName}, CPF ${formatTaxpayerId(facts.cpf)}`;
  return `${[
    "TERMO DE TITULARIDADE DE CERTIFICADO DIGITAL",
    `Titular: ${who}.`,
    `Pedido: ${facts.orderNumber}. Autoridade de registro: ${facts.raName}.`,
    `Certificado: ${facts.productName}, número de série ${facts.serial}, válido de ${instant.format(facts.notBefore)} a ${instant.format(facts.notAfter)} (horário de Brasília).`,
    `Impressão digital do certificado (SHA-256): ${facts.fingerprint}.`,
    "Ao assinar este termo com a chave do certificado, declaro que:",
    "1. Os dados do certificado são verdadeiros e eu os conferi.",
    "2. Fui identificado por videoconferência, eu mesmo, e consenti com a gravação.",
    "3. A chave privada foi criada neste aparelho e só eu conheço a senha do arquivo.",
    "4. Não entrego o arquivo nem a senha a outra pessoa: o que for assinado com eles vale como minha assinatura.",
    "5. Revogo o certificado, pela página do pedido ou pela AR, se a senha ou o arquivo forem perdidos, roubados ou vistos por outra pessoa, ou se algum dado mudar.",
  ].join("\n")}\n`;
}
