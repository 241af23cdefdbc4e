import assert from "node:assert/strict";
import { test } from "node:test";
import { RoomWarning } from "./room-warning.ts";

const well = { inRoom: true, lost: false, consented: true };

test("a refusal outlives the room's next pictures and goes by itself; a break is said before it", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 0 });
  let said = "";
  const warning = new RoomWarning((words) => {
    said = words;
  });
  warning.show(well);
  assert.equal(said, "");
  warning.refused("Ainda não. A gravação está voltando.");
  t.mock.timers.tick(5000);
  warning.show(well);
  assert.equal(said, "Ainda não. A gravação está voltando.");
  warning.show({ ...well, lost: true });
  assert.match(said, /^A conexão caiu/);
  t.mock.timers.tick(8000);
  warning.show(well);
  assert.equal(said, "");
  warning.noteVoided();
  warning.show({ ...well, consented: false });
  assert.match(said, /^A gravação parou/);
  warning.show(well);
  assert.equal(said, "");
  warning.refused("Não.");
  warning.clear();
  warning.show(well);
  assert.equal(said, "");
});
