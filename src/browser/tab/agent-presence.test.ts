import assert from "node:assert/strict";
import { test } from "node:test";
import type { RoomPicture } from "../../contract/room-wire.ts";
import { AgentPresence } from "./agent-presence.ts";

const room = (agent: Partial<RoomPicture["agent"]>, pause: RoomPicture["pause"] = null) =>
  ({ agent: { name: "Ana", connected: true, inCall: true, late: false, busy: false, ...agent }, pause }) as RoomPicture;

test("before the first picture nothing is said, then every way the agent's picture can stop has its words", () => {
  const presence = new AgentPresence();
  const said = (agent: Partial<RoomPicture["agent"]>, pause?: RoomPicture["pause"]) =>
    presence.words(room(agent, pause));
  assert.equal(said({ inCall: false }), "");
  assert.equal(said({}), "");
  assert.match(said({ inCall: false }), /^A imagem do agente parou/);
  assert.match(said({ connected: false, inCall: true }), /^O agente saiu por um momento/);
  assert.match(said({ name: "Carla", inCall: false }), /^Quem continua com você agora é Carla/);
  assert.equal(said({ name: "Carla" }), "");
  assert.match(said({ name: "Carla", inCall: false }), /^A imagem do agente parou/);
  assert.equal(said({ connected: false }, { reason: "Um minuto.", since: "2026-11-28T12:00:00.000Z" }), "");
});
