import assert from "node:assert/strict";
import { test } from "node:test";
import { DeskComplaint } from "./desk-complaint.ts";

function aLine() {
  const place = { textContent: "" };
  return { place, line: new DeskComplaint(place as unknown as HTMLElement) };
}

test("why a press did nothing stays to be read while the panes come anew, and goes with the next press or when it is old", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { place, line } = aLine();
  line.answer("O titular não está sendo gravado agora.");
  line.read();
  t.mock.timers.tick(15_000);
  assert.equal(place.textContent, "O titular não está sendo gravado agora.");
  line.answer("O titular não está sendo gravado agora.");
  t.mock.timers.tick(15_000);
  assert.notEqual(place.textContent, "", "said again, it is new again");
  t.mock.timers.tick(5000);
  assert.equal(place.textContent, "");
  line.answer("A foto do rosto não saiu.");
  line.say("");
  line.say("A câmera não abriu.");
  t.mock.timers.tick(60_000);
  assert.equal(place.textContent, "A câmera não abriu.", "what lasts is not taken away by the clock of what was there");
});

test("a page that could not be read is spoken of until one could", () => {
  const { place, line } = aLine();
  line.trouble("Sem conexão com o servidor.");
  line.read();
  assert.equal(place.textContent, "");
  line.say("Sem conexão com a sala.");
  line.over("Outra coisa.");
  assert.equal(place.textContent, "Sem conexão com a sala.");
  line.over("Sem conexão com a sala.");
  assert.equal(place.textContent, "");
});
