import assert from "node:assert/strict";
import { test } from "node:test";
import { afterEvent, type DeviceEvent, type DeviceState, deviceMoves } from "./device-state.ts";

const after = (events: DeviceEvent[], refused = false) =>
  events.reduce<DeviceState>((state, event) => afterEvent(state, event, refused), "live");

test("a device that ends is opened anew by itself, then by its return or by a press", () => {
  assert.equal(after(["ended"]), "opening");
  assert.equal(after(["ended", "opened"]), "live");
  assert.equal(after(["ended", "failed"]), "lost");
  for (const event of ["listed", "seen", "asked"] as const)
    assert.equal(after(["ended", "failed", event]), "opening", event);
});

test("what the system took is waited for and opened anew when it is given back; nobody has to wait", () => {
  assert.equal(after(["muted"]), "held");
  assert.equal(after(["muted", "seen"]), "held", "the phone call may go on behind the page");
  assert.equal(after(["muted", "unmuted"]), "opening");
  assert.equal(after(["muted", "asked"]), "opening");
  assert.equal(after(["muted", "ended"]), "opening");
});

test("where somebody said no, only a press asks again", () => {
  for (const event of ["listed", "seen"] as const) assert.equal(after(["ended", "failed", event], true), "lost", event);
  assert.equal(after(["ended", "failed", "asked"], true), "opening");
});

test("an old track's events do not disturb one that is being opened; every state is reached and left", () => {
  for (const event of ["ended", "muted", "unmuted", "listed", "seen", "asked"] as const)
    assert.equal(after(["ended", event]), "opening", event);
  const states = Object.keys(deviceMoves) as DeviceState[];
  const reached = new Set(states.flatMap((state) => Object.values(deviceMoves[state])));
  assert.deepEqual(
    states.filter((state) => !reached.has(state)),
    [],
  );
  for (const state of states) assert.ok(Object.keys(deviceMoves[state]).length > 0, state);
});
