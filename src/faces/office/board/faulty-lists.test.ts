import assert from "node:assert/strict";
import { test } from "node:test";
import { render } from "preact-render-to-string";
import { FaultyLists } from "./faulty-lists-view.tsx";

test("the office says which list is out of order, since when, and what to do; nothing where all are in order", () => {
  const list = {
    thisUpdate: new Date("2026-11-30T12:00:00Z"),
    nextUpdate: new Date("2026-11-30T18:00:00Z"),
    entries: 0,
  };
  const words = (fault: "missing" | "from-the-future" | "runs-out") =>
    render(FaultyLists({ lists: [{ kind: "issuing", name: "AC Confere v1", fault, list }] })!);
  assert.match(words("from-the-future"), /AC Confere v1 só começa a valer em .*30.*relógio do servidor/);
  assert.match(words("runs-out"), /vale até .*15h/);
  assert.match(words("missing"), /ainda não foi publicada/);
  assert.match(words("missing"), /Avise quem cuida do servidor/);
  assert.equal(FaultyLists({ lists: [] }), null);
});
