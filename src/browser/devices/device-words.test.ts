import assert from "node:assert/strict";
import { test } from "node:test";
import type { RoomPicture } from "../../contract/room-wire.ts";
import { browserKind } from "./browser-kind.ts";
import { backWords, type OwnOne, otherWords, ownWords, roomDeviceWords, standingOf } from "./device-words.ts";

const browser = browserKind("Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Mobile Safari/537.36");
const live: OwnOne = { state: "live", byChoice: false, isOff: false };
const said = (video: Partial<OwnOne>, audio: Partial<OwnOne> = {}) =>
  ownWords({ kinds: ["audio", "video"], one: { video: { ...live, ...video }, audio: { ...live, ...audio } } }, browser);
const told = (video: Partial<OwnOne>, audio: Partial<OwnOne> = {}) =>
  standingOf({ kinds: ["audio", "video"], one: { video: { ...live, ...video }, audio: { ...live, ...audio } } });

test("what stopped is said with its reason and one button for all of it; what runs is not spoken of", () => {
  assert.equal(said({}), undefined);
  const camera = said({ state: "lost", trouble: "no-camera" })!;
  assert.match(camera.words, /^Sua câmera parou\. Não encontramos câmera\. Ligue/);
  assert.equal(camera.button, "Abrir a câmera de novo");
  assert.match(said({}, { state: "lost", trouble: "busy" })!.words, /^Seu microfone parou e não abriu de novo\. Feche/);
  const both = said({ state: "lost", trouble: "blocked" }, { state: "lost", trouble: "blocked" })!;
  assert.match(both.words, /^Sua câmera e seu microfone pararam\./);
  assert.equal(both.button, "Abrir a câmera e o microfone de novo");
  assert.ok(both.steps.length > 1, "how to give the permission back");
  assert.equal(said({ state: "lost" }, { state: "held" })!.button, "Abrir a câmera e o microfone de novo");
});

test("a phone call is told as what it is, and nobody has to wait for its end", () => {
  const microphone = said({}, { state: "held" })!;
  assert.match(
    microphone.words,
    /^Seu microfone parou: o aparelho usa o microfone para outra coisa, como uma ligação\./,
  );
  assert.equal(microphone.button, "Abrir o microfone de novo");
  assert.match(said({ state: "held" }, { state: "held" })!.words, /pararam: o aparelho usa os dois/);
});

test("what is being opened needs no press; a change of camera is no loss, here or on the other side", () => {
  assert.deepEqual(said({ state: "opening" }), { words: "Sua câmera parou. Abrindo de novo…", steps: [], button: "" });
  assert.equal(said({ state: "opening", byChoice: true })!.words, "Trocando a câmera…");
  assert.equal(told({ state: "opening" }).camera, "stopped");
  assert.equal(told({ state: "opening", byChoice: true }).camera, "live");
  assert.deepEqual(told({ isOff: true }, { state: "lost", isOff: true }), { camera: "off", microphone: "stopped" });
  assert.equal(backWords(["audio", "video"]), "Sua câmera e seu microfone voltaram.");
  assert.equal(backWords(["audio"]), "Seu microfone voltou.");
  assert.equal(backWords(["video"], "Logitech BRIO"), "Sua câmera parou. Agora usamos “Logitech BRIO”.");
});

test("the other side hears it by the first name, and whether it stopped or was switched off", () => {
  const of = (camera: "live" | "off" | "stopped", microphone: "live" | "off" | "stopped") =>
    otherWords("Maria Clara da Silva", { camera, microphone });
  assert.equal(of("stopped", "live"), "A câmera de Maria parou.");
  assert.equal(of("live", "stopped"), "O microfone de Maria parou.");
  assert.equal(of("stopped", "stopped"), "A câmera e o microfone de Maria pararam.");
  assert.equal(of("off", "live"), "Maria desligou a câmera.");
  assert.equal(of("stopped", "off"), "A câmera de Maria parou. Maria desligou o microfone.");
  assert.equal(of("live", "live"), "");
});

test("each side is told of the others, not of itself; a pause explains the agent's switched-off devices", () => {
  const room = {
    devices: { agent: { camera: "off", microphone: "off" }, applicant: { camera: "stopped", microphone: "live" } },
    agent: { name: "Ana Souza" },
    applicant: { name: "Maria Silva" },
    others: [],
    pause: null,
  } as unknown as RoomPicture;
  assert.equal(roomDeviceWords(room, "agent"), "A câmera de Maria parou.");
  assert.equal(roomDeviceWords(room, "applicant"), "Ana desligou a câmera e o microfone.");
  assert.equal(roomDeviceWords({ ...room, pause: { reason: "Um momento.", since: "" } }, "applicant"), "");
  const more = {
    ...room,
    others: [{ member: "interpreter" as const, name: "Íris Libras" }],
    devices: {
      interpreter: { camera: "stopped" as const, microphone: "live" as const },
      camera: { camera: "stopped" as const, microphone: "live" as const },
    },
  };
  assert.equal(roomDeviceWords(more, "agent"), "A câmera de Íris parou. A câmera do celular parou.");
  const fine = { camera: { camera: "live" as const, microphone: "stopped" as const } };
  assert.equal(
    roomDeviceWords({ ...more, devices: fine }, "agent"),
    "",
    "of a phone as second camera only the camera is spoken of",
  );
  assert.equal(
    roomDeviceWords({ ...more, others: [], devices: { interpreter: more.devices.interpreter } }, "agent"),
    "",
  );
});
