import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { renderToString } from "preact-render-to-string";
import { helpTopics } from "./help-topics.tsx";

const pages = join(import.meta.dirname, "../..");
const textOf = (topic: (typeof helpTopics)[number]) =>
  `${topic.question} ${renderToString(topic.answer).replace(/<[^>]*>/g, " ")}`.replace(/\s+/g, " ");
const all = helpTopics.map(textOf).join(" ");
/** Everything that the holder's pages show, the help aside. */
const shown = globSync("**/*.tsx", { cwd: pages })
  .filter((path) => !basename(path).startsWith("help-"))
  .map((path) => readFileSync(join(pages, path), "utf8"))
  .join(" ");

test("what the help calls by name stands on a page", () => {
  const named = [...all.matchAll(/“([^”]+)”/g)].map(([, words]) => words!);
  assert.ok(named.length >= 5);
  for (const words of named) assert.ok(shown.includes(words), words);
});

test("what does not exist is not promised", () => {
  // No meeting provider, no call's own app, no issuance on a card, no key that is destroyed by itself, no unlimited moves.
  const promises = [
    /abre o aplicativo certo/,
    /instale o aplicativo antes/,
    /com o cartão ou token ligado ao computador/,
    /chave que abre esses arquivos é destruída/,
    /cada consulta fica registrada/,
    /um só, para abrir o seu pedido/,
    /peça para enviar de novo/,
    /lê tudo antes de atender/,
    /cerca de 45 MB/,
  ];
  for (const promise of promises) assert.doesNotMatch(all, promise);
  assert.match(all, /limite de mudanças/);
  assert.match(all, /ainda não emite em cartão ou token/);
});

test("related topics and addresses exist", () => {
  const slugs = new Set(helpTopics.map(({ slug }) => slug));
  for (const { slug, related } of helpTopics)
    for (const other of related) assert.ok(slugs.has(other), `${slug}: ${other}`);
  const links = helpTopics.flatMap((topic) => [...renderToString(topic.answer).matchAll(/href="([^"]+)"/g)]);
  for (const [, href] of links) {
    const topic = /^\/ajuda\/(.+)$/.exec(href!)?.[1];
    assert.ok(href === "/pedido" || href === "/revogar" || (topic && slugs.has(topic)), href);
  }
});
