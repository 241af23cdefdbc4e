import assert from "node:assert/strict";
import { test } from "node:test";
import { inLanguage, isLanguage, languageChoices } from "./language.ts";

test("the list is closed", () => {
  for (const tag of ["pt-BR", "libras", "en", "es"]) assert.ok(isLanguage(tag), tag);
  for (const tag of ["", "pt", "EN", "fr", "toString", undefined, ["en"]]) assert.ok(!isLanguage(tag), String(tag));
});

test("Portuguese always, what is served, and what one has; one alone is no choice", () => {
  assert.deepEqual(languageChoices([]), ["pt-BR"]);
  assert.deepEqual(languageChoices(["es", "libras"]), ["pt-BR", "libras", "es"]);
  assert.deepEqual(languageChoices([], "en"), ["pt-BR", "en"], "its agent left: the appointment still is in it");
  assert.deepEqual(languageChoices(["libras"], "libras"), ["pt-BR", "libras"]);
});

test("only another language than Portuguese is told", () => {
  assert.deepEqual((["pt-BR", "libras", "en", "es"] as const).map(inLanguage), [
    "",
    ", em Libras",
    ", em inglês",
    ", em espanhol",
  ]);
});
