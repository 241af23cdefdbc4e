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

test("what drivers call the parts of a machine is said in Portuguese; a maker's name with such a word in it stays", () => {
  const cameras = {
    "camera2 1, facing rear": "Câmera de trás",
    "Rear Camera": "Câmera de trás",
    "Desk View Camera": "Câmera da mesa",
    "desk view camera": "Câmera da mesa",
    "Built-in iSight Camera": "Câmera integrada",
    "Internal Webcam": "Câmera integrada",
    "Integrated Camera": "Câmera integrada",
    "integrated rgb camera: 1080p": "Câmera integrada",
    "HD Webcam (046D:0825)": "HD Webcam",
    "HD (046d:0825) Webcam": "HD (046d:0825) Webcam",
    "OBS (back ultra wide)": "OBS (back ultra wide)",
    "Feedback telephoto": "Feedback telephoto",
    "Front Camera Studio": "Front Camera Studio",
    "Back Camera Studio": "Back Camera Studio",
    "My Desk View Camera": "My Desk View Camera",
    "Desk View Camera Pro": "Desk View Camera Pro",
    "Not Integrated Camera": "Not Integrated Camera",
  };
  for (const [label, name] of Object.entries(cameras)) assert.deepEqual(labels(camera("a", label)), [name]);
  const microphones = {
    "Integrated Microphone": "Microfone integrado",
    "Built-in Microphone (Realtek)": "Microfone integrado",
    "internal array microphone": "Microfone integrado",
    "iPad Microphone": "Microfone do aparelho",
    "Wired headset": "Fone com fio",
    "wired headset": "Fone com fio",
    "USB audio": "Fone USB",
    "usb headset": "Fone USB",
    "My Internal Microphone": "My Internal Microphone",
    "My iPhone Microphone": "My iPhone Microphone",
    "iPhone Microphone 2": "iPhone Microphone 2",
    "My Headset earpiece": "My Headset earpiece",
    "Headset earpiece pro": "Headset earpiece pro",
    "Jabra Speakerphone": "Jabra Speakerphone",
    "Speakerphone 510": "Speakerphone 510",
    "Sony Wired headset": "Sony Wired headset",
    "Wired headset X": "Wired headset X",
    "Sony Bluetooth headset": "Sony Bluetooth headset",
    "Bluetooth headset X": "Bluetooth headset X",
    "Sony USB audio": "Sony USB audio",
    "USB audio CODEC": "USB audio CODEC",
  };
  for (const [label, name] of Object.entries(microphones)) assert.deepEqual(labels(microphone("a", label)), [name]);
  assert.deepEqual(labels(microphone("communications", "Só este")), [], "no more than another's second name");
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
