import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenOf, deviceList, type Info, ownIdOf, presentOf, turnsFrom } from "./device-list.ts";

const camera = (deviceId: string, label: string): Info => ({ kind: "videoinput", deviceId, label });
const microphone = (deviceId: string, label: string): Info => ({ kind: "audioinput", deviceId, label });
const labels = (...infos: Info[]) => {
  const { audio, video } = deviceList(infos);
  return [...video, ...audio].map(({ label }) => label);
};

test("a phone's cameras are named by where they look, in Portuguese, and numbered where two look the same way", () => {
  assert.deepEqual(
    labels(
      camera("a", "camera2 1, facing front"),
      camera("b", "camera2 0, facing back"),
      camera("c", "camera2 2, facing back"),
    ),
    ["Câmera da frente", "Câmera de trás", "Câmera de trás 2"],
  );
  assert.deepEqual(
    labels(
      camera("a", "Front Camera"),
      camera("b", "Back Camera"),
      camera("c", "Back Ultra Wide Camera"),
      camera("d", "Back Telephoto Camera"),
      camera("e", "Back Dual Wide Camera"),
      microphone("m", "iPhone Microphone"),
    ),
    [
      "Câmera da frente",
      "Câmera de trás",
      "Câmera de trás, grande-angular",
      "Câmera de trás, zoom",
      "Câmera de trás 2",
      "Microfone do aparelho",
    ],
  );
  assert.deepEqual(
    labels(microphone("1", "Speakerphone"), microphone("2", "Headset earpiece"), microphone("3", "Bluetooth headset")),
    ["Viva-voz", "Microfone do aparelho", "Fone Bluetooth"],
  );
});

test("a maker's name stays, without its numbers; a second name of the same microphone is left out", () => {
  assert.deepEqual(
    labels(
      camera("a", "Logitech BRIO (046d:085e)"),
      camera("b", "Integrated Webcam (0c45:6a09)"),
      microphone("default", "Default - Fone (Jabra)"),
      microphone("communications", "Communications - Fone (Jabra)"),
      microphone("m", "Fone (Jabra)"),
    ),
    ["Logitech BRIO", "Câmera integrada", "Fone (Jabra)"],
  );
  assert.deepEqual(labels(microphone("default", "Padrão")), ["Padrão"], "the only one there is");
  assert.deepEqual(
    labels(microphone("default", "Padrão"), microphone("m", "Fone")),
    ["Padrão", "Fone"],
    "none of these",
  );
});

test("a microphone that was opened by its second name is the one of the list", () => {
  const infos = [
    microphone("default", "Padrão - Fone (Jabra)"),
    microphone("n", "Interno"),
    microphone("m", "Fone (Jabra)"),
  ];
  assert.equal(ownIdOf(infos, "default"), "m");
  assert.equal(ownIdOf(infos, "n"), "n");
  assert.equal(ownIdOf(infos, undefined), undefined);
  assert.equal(ownIdOf([microphone("default", "Padrão")], "default"), "default");
});

test("before a permission nothing can be chosen, but whether there is a device is known", () => {
  const unnamed = [camera("", ""), microphone("", "")];
  assert.deepEqual(deviceList(unnamed), { audio: [], video: [] });
  assert.deepEqual(presentOf(unnamed), { audio: true, video: true });
  assert.deepEqual(presentOf([camera("", "")]), { audio: false, video: true });
  assert.deepEqual(labels(camera("a", ""), camera("b", "")), ["Câmera", "Câmera 2"]);
});

test("a choice is found again by its id, by its name where ids change, and not at all where it was unplugged", () => {
  const { video } = deviceList([camera("a", "Logitech BRIO"), camera("b", "OBS")]);
  assert.equal(chosenOf(video, { id: "b", label: "outro" })?.id, "b");
  assert.equal(chosenOf(video, { id: "gone", label: "OBS" })?.id, "b");
  assert.equal(chosenOf(video, { id: "gone", label: "gone" }), undefined);
  assert.equal(chosenOf(video, undefined), undefined);
});

test("turning goes round all cameras, whichever is open", () => {
  const { video } = deviceList([camera("a", "A"), camera("b", "B"), camera("c", "C")]);
  const order = (from: string | undefined) => turnsFrom(video, from).map(({ id }) => id);
  assert.deepEqual(order("a"), ["b", "c"]);
  assert.deepEqual(order("b"), ["c", "a"]);
  assert.deepEqual(order("c"), ["a", "b"]);
  assert.deepEqual(order(undefined), ["a", "b", "c"], "an unknown one: any of them is another");
  const visited: string[] = [];
  for (let now = "a", turns = 0; turns < 3; turns++) visited.push((now = order(now)[0]!));
  assert.deepEqual(visited, ["b", "c", "a"]);
});
