import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { briefMs, sayBriefly } from "./brief-words.ts";

test("words of a live region are gone after some seconds; newer ones keep their own time", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const place = { textContent: "" } as Element;
  sayBriefly(place, "Conectado.");
  assert.equal(place.textContent, "Conectado.");
  mock.timers.tick(briefMs - 1);
  sayBriefly(place, "A conexão caiu.");
  mock.timers.tick(briefMs - 1);
  assert.equal(place.textContent, "A conexão caiu.");
  mock.timers.tick(1);
  assert.equal(place.textContent, "");
  sayBriefly(place, "um");
  place.textContent = "escrito por outro";
  mock.timers.tick(briefMs);
  assert.equal(place.textContent, "escrito por outro");
  mock.timers.reset();
});
