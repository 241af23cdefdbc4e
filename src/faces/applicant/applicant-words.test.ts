import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { applicantForm } from "./purchase/purchase-forms.ts";

const right = {
  nome: "Maria da Silva",
  cpf: "529.982.247-25",
  dia: "28",
  mes: "2",
  ano: "1990",
  email: "maria@exemplo.com.br",
  telefone: "(11) 98765-4321",
};

function send(
  typed: Partial<Record<keyof typeof right | "perguntado" | "cnpj" | "empresa", string>>,
  person: "natural" | "legal" = "natural",
) {
  const { success, data, error } = applicantForm(person).safeParse({ ...right, ...typed });
  const words = Object.fromEntries((error?.issues ?? []).map(({ path, message }) => [String(path[0]), message]));
  return { data: success ? data : undefined, words };
}

test("each refusal of a field says its reason", () => {
  const long = "Maria ".repeat(30);
  for (const [field, typed, reason] of [
    ["nome", { nome: "" }, /Escreva o nome completo/],
    ["nome", { nome: long }, /tem 179 letras, e cabem 120/],
    ["nome", { nome: "Maria 2 Silva" }, /não leva números/],
    ["nome", { nome: "Ana 😀 Souza" }, /não pode levar “😀”/],
    ["nome", { nome: "Maria, Silva" }, /não leva “,”/],
    ["cpf", { cpf: "" }, /Escreva o CPF/],
    ["cpf", { cpf: "529.982.247-2" }, /falta 1 número/],
    ["cpf", { cpf: "529.982.247-2555" }, /há 2 números a mais/],
    ["cpf", { cpf: "529.982.247-24" }, /um deles não bate/],
    ["cpf", { cpf: "11.222.333/0001-81" }, /Este é um CNPJ/],
    ["cpf", { cpf: "529.982.247-2😀" }, /falta 1 número/],
    ["cpf", { cpf: "cinco" }, /só tem números/],
    ["nascimento", { dia: "31" }, /Fevereiro de 1990 vai até o dia 28/],
    ["nascimento", { dia: "29", ano: "2000", mes: "13" }, /Não existe o mês 13/],
    ["nascimento", { ano: "90" }, /quatro números, como 1990/],
    ["nascimento", { ano: "" }, /falta o ano/],
    ["nascimento", { dia: "", mes: "" }, /faltam o dia e o mês/],
    ["nascimento", { dia: "", mes: "", ano: "" }, /Escreva a data de nascimento/],
    ["nascimento", { mes: "fev" }, /em números/],
    ["email", { email: "" }, /Escreva o e-mail/],
    ["email", { email: "maria" }, /Falta o @/],
    ["email", { email: "maria@gmail" }, /Falta o fim.*Seria maria@gmail\.com\?/],
    ["email", { email: "ma ria@exemplo.com" }, /não leva espaços/],
    ["email", { email: "a@b.com@c.com" }, /mais de um @/],
    ["email", { email: `${"m".repeat(70)}@exemplo.com` }, /longo demais/],
    ["email", { email: "maria😀@exemplo.com" }, /não pode levar “😀”/],
    ["telefone", { telefone: "" }, /Escreva o telefone com DDD/],
    ["telefone", { telefone: "98765-4321" }, /Falta o DDD/],
    ["telefone", { telefone: "(11) 8765-4321" }, /Falta o 9/],
    ["telefone", { telefone: "(20) 98765-4321" }, /Não existe esse DDD/],
    ["telefone", { telefone: "+351 1" }, /código do país/],
  ] as const) {
    const { words } = send(typed);
    assert.deepEqual(Object.keys(words), [field], JSON.stringify(typed));
    assert.match(words[field] ?? "", reason, JSON.stringify(typed));
  }
  const company = (typed: object) =>
    send({ empresa: "Padaria Sol", cnpj: "11.222.333/0001-81", ...typed }, "legal").words;
  assert.match(company({ cnpj: "" })["cnpj"] ?? "", /Escreva o CNPJ/);
  assert.match(company({ cnpj: right.cpf })["cnpj"] ?? "", /Este é um CPF/);
  assert.match(company({ cnpj: "11.222.333/0001" })["cnpj"] ?? "", /aqui há 12/);
  assert.match(company({ empresa: "Sol ".repeat(50) })["empresa"] ?? "", /cabem 160/);
});

test("what nobody sees is no reason: every field with marks and odd hyphens is read (case 35)", () => {
  const seen = (text: string) =>
    `\u202a${text.slice(0, 2)}\u200b${text.slice(2).replaceAll("-", "\u2011")}\u00ad\u00a0\ufeff`;
  const typed = Object.fromEntries(Object.entries(right).map(([name, value]) => [name, seen(value)]));
  assert.deepEqual(send(typed).data, send({}).data);
});

test("a name of one word and an address that looks like a slip are asked once, then taken (cases 37, 44)", () => {
  const asked = send({ nome: "Teresa", email: "maria@gmial.com" });
  assert.match(asked.words["nome"] ?? "", /só este nome/);
  assert.match(asked.words["email"] ?? "", /Seria maria@gmail\.com\?/);
  const again = send({ nome: "Teresa", email: "maria@gmial.com", perguntado: "nome Teresa\r\nemail maria@gmial.com" });
  assert.deepEqual([again.data?.name, again.data?.email], ["Teresa", "maria@gmial.com"]);
  // Another slip is another question.
  assert.match(send({ email: "maria@gmai.com", perguntado: "email maria@gmial.com" }).words["email"] ?? "", /Seria/);
  const accents = readFileSync(
    new URL("../../../test/cases/37-mail-domain-accents/input.txt", import.meta.url),
    "utf8",
  );
  assert.equal(send({ email: accents }).data?.email, "maria@xn--aa-4iaz.com.br");
});
