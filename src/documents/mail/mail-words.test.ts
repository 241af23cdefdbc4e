import assert from "node:assert/strict";
import { test } from "node:test";
import { asksPerson, ownWords } from "./mail-words.ts";

const question = "Sou surda e preciso de intérprete de Libras. Como faço?";

test("own words are what is left without quotation, signature mark, device and legal notice", () => {
  const around = [
    `${question}\n\nEm seg., 23 de nov. de 2026 às 10:00, Confere <nao-responda@confere.example>\nescreveu:\n\n> Envie os documentos?\n> Obrigado\n`,
    `${question}\n\nEm 23/11/2026 10:00, Confere escreveu:\nEnvie os documentos.\nPode ser hoje?`,
    `Em 23/11/2026 10:00, Confere escreveu:\n> Envie os documentos.\n\n${question}`,
    `${question}\r\n\r\nEnviado do meu iPhone`,
    `${question}\n-- \nMaria da Silva\nDiretora`,
    `${question}\n\n-----Mensagem original-----\nDe: Confere\nEnviada em: ontem`,
    `${question}\n\nDe: Confere <x@y>\nEnviado: segunda\nPara: Maria\nAssunto: Pedido\n\nEnvie os documentos`,
    `${question}\n\nEsta mensagem e seus anexos são confidenciais e destinados apenas ao destinatário. Se você a recebeu por engano, apague.`,
  ];
  for (const text of around) assert.equal(ownWords(text), question, text);
  assert.equal(ownWords("> tudo citado\n> só isso"), "");
  assert.ok(ownWords("a".repeat(90_000)).length <= 4_000);
});

const mail = { hasFiles: true, name: "Maria da Silva" };

test("a mail with files is read by a person where it asks something, not where it says that the files are there", () => {
  for (const words of [
    "Segue o documento.",
    "Bom dia,\n\nSeguem em anexo o RG e o CPF.\n\nAtt,\nMaria da Silva",
    "",
    "Obrigada!",
  ])
    assert.ok(!asksPerson(words, mail), words);
  for (const words of [question, "Segue o RG. Minha mãe pode estar junto?", "Em anexo. Preciso remarcar para amanhã"])
    assert.ok(asksPerson(words, mail), words);
});

test("a mail without any file is read wherever it has words of its own", () => {
  const alone = { ...mail, hasFiles: false };
  for (const words of [question, "cadê meu certificado", "Mudei de endereço ontem"])
    assert.ok(asksPerson(words, alone), words);
  for (const words of ["Segue.", "Segue o documento.\n\nMaria da Silva", "Boa tarde", "\n"])
    assert.ok(!asksPerson(words, alone), words);
});

test("an address with a question mark in it is no question", () => {
  assert.ok(!asksPerson("Segue: https://onedrive.live.com/?id=exemplo", mail));
});
