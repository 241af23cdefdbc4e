import assert from "node:assert/strict";
import { test } from "node:test";
import type { Manifest } from "./dossier.ts";
import { type CheckFacts, howToCheck } from "./how-to-check.ts";

const item = (kind: string, name: string) => ({
  kind,
  name,
  mediaType: "application/octet-stream",
  hash: "",
  bytes: 0,
});
const issued = [
  item("order", "001-order.json"),
  item("certificate", "002-certificate.pem"),
  item("certificate-request", "003-certificate-request.pem"),
  item("agreement", "004-agreement.txt"),
  item("agreement-signature", "005-agreement-signature.p7s"),
  // The one of after a revocation: the newest is checked.
  item("certificate", "006-certificate.pem"),
];
const facts = (items = issued, more: Partial<CheckFacts> = {}): CheckFacts => ({
  manifest: { order: { number: "CERTI0000001000" }, items } as unknown as Manifest,
  site: "https://ar.exemplo.com.br",
  sealedAt: 1_790_000_000,
  listsAt: 1_790_000_500,
  stamp: { by: "Carimbo da casa", isOwn: true },
  ...more,
});
const commands = (words: string) => words.split("\n").filter((line) => line.startsWith("     "));

test("each thing is judged at its own hour: the seal when it was made, the lists when they came", () => {
  const words = howToCheck(facts());
  assert.match(words, /Dossiê do pedido CERTI0000001000, feito por https:\/\/ar\.exemplo\.com\.br\n/);
  assert.match(words, /publica em https:\/\/ar\.exemplo\.com\.br\/ac\./);
  const timed = commands(words).filter((line) => line.includes("-attime"));
  assert.deepEqual(
    timed.map((line) => /-attime (\d+)/.exec(line)?.[1]),
    ["1790000000", "1790000500", "1790000000", "1790000000"],
  );
  for (const line of timed) assert.match(line, / -CAfile (raiz|cadeia)\.pem /, line);
  assert.match(words, /listas\.pem lacre\.pem/);
  assert.match(words, /intermediarias\.pem 006-certificate\.pem\n/, "the newest of a kind");
  assert.deepEqual(
    [...words.matchAll(/^(\d)\. /gm)].map(([, number]) => number),
    ["1", "2", "3", "4", "5", "6", "7"],
  );
});

test("no line speaks of what is not in the archive", () => {
  const before = howToCheck(facts(issued.slice(0, 1), { listsAt: undefined, stamp: undefined }));
  assert.equal(commands(before).length, 5);
  assert.doesNotMatch(before, /listas\.pem|certificado emitido|openssl req|termo|Carimbo|undefined/i);
  // A certificate whose agreement nobody signed yet.
  const unsigned = howToCheck(facts(issued.slice(0, 4)));
  assert.match(unsigned, /002-certificate\.pem\n.*openssl req -in 003-certificate-request\.pem -verify/);
  assert.doesNotMatch(unsigned, /termo de titularidade/);
});

test("whose word the time is stands in it: the installation's own, or a third party's with its roots", () => {
  const own = howToCheck(facts());
  assert.match(own, /feito por Carimbo da casa\.\nEle é da própria instalação, sem credenciamento/);
  assert.doesNotMatch(own, /terceiro;|raizes-do-carimbo/);
  const other = howToCheck(facts(issued, { stamp: { by: "ACT de Fora 1", isOwn: false } }));
  assert.match(
    other,
    /feito por ACT de Fora 1\.\nEle é de um terceiro; as raízes dele estão em raizes-do-carimbo\.pem\./,
  );
  assert.doesNotMatch(other, /própria instalação/);
});
