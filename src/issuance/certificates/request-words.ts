import type { KeyFault, PkiError, PkiRefusal } from "../../pki/der/pki-error.ts";

const keyWords: Record<KeyFault, string> = {
  kind: "ela não é RSA",
  size: "o tamanho dela não é de 2048, 3072 nem 4096 bits",
  exponent: "o expoente público dela não é 65537",
  "small-factor": "ela se quebra por um número pequeno",
  "close-factors": "os dois números primos dela são próximos demais, e ela se quebra em segundos",
  roca: "ela foi criada por um programa ou chip com a falha ROCA (CVE-2017-15361)",
  known: "ela está em uma lista de chaves que outras pessoas já conhecem (como a falha do Debian de 2008)",
};

const requestWords: Partial<Record<PkiRefusal, string>> = {
  malformed: "o pedido de certificado (PKCS#10) está incompleto ou estragado",
  "not-der": "o pedido de certificado (PKCS#10) não está em DER, a única forma de escrita que todo programa lê igual",
  "proof-of-possession": "o pedido não foi assinado pela própria chave",
  "algorithm-not-allowed": "o pedido não foi assinado com RSA e SHA-256, SHA-384 ou SHA-512",
};

/** What of a request is not right, to end the sentence "a chave não serve: …". */
export function whyUnusable({ refusal, keyFault }: PkiError): string {
  return (keyFault && keyWords[keyFault]) ?? requestWords[refusal] ?? "o pedido de certificado não pôde ser lido";
}
