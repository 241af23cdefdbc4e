import assert from "node:assert/strict";
import { test } from "node:test";
import { browserKind, judgeBrowser, permissionSteps, waysOut } from "../devices/browser-kind.ts";
import { brightness, detailBox, glare, loudness, motion, sharpness } from "../devices/readiness-measures.ts";
import * as judge from "./readiness-verdicts.ts";

const width = 64;
const height = 48;
const picture = (paint: (x: number, y: number) => number) =>
  Uint8Array.from({ length: width * height }, (_, at) => paint(at % width, Math.floor(at / width)));
const card = (left: number, top: number, right: number, bottom: number) =>
  picture((x, y) => (x >= left && x < right && y >= top && y < bottom && (x >> 1) % 2 === (y >> 1) % 2 ? 20 : 220));

test("pictures: light, glare, letters against a wall, stillness, where the detail is", () => {
  const wall = picture(() => 180);
  const letters = card(0, 0, width, height);
  assert.equal(brightness(wall), 180);
  assert.equal(glare(wall), 0);
  assert.equal(glare(picture(() => 255)), 1);
  assert.ok(sharpness(wall, width) < 1);
  assert.ok(sharpness(letters, width) > 25);
  assert.equal(motion(wall, wall), 0);
  assert.ok(motion(wall, letters) > 20);
  assert.equal(detailBox(wall, width), undefined);
  const box = detailBox(card(20, 10, 36, 40), width)!;
  assert.ok(Math.abs(box.width - 16 / width) < 0.06 && Math.abs(box.height - 30 / height) < 0.06, JSON.stringify(box));
  assert.equal(loudness(new Float32Array(8).fill(0.5)), 0.5);
});

test("every figure has its verdict, and every verdict that is not good its cure", () => {
  const rows: [judge.Judged, string][] = [
    [judge.judgeCamera(0, 0), "bad"],
    [judge.judgeCamera(320, 240), "weak"],
    [judge.judgeCamera(1280, 720), "good"],
    [judge.judgeLight(20, 0), "bad"],
    [judge.judgeLight(40, 0), "weak"],
    [judge.judgeLight(120, 0.5), "weak"],
    [judge.judgeLight(120, 0.01), "good"],
    [judge.judgeDocument(2), "bad"],
    [judge.judgeDocument(15), "weak"],
    [judge.judgeDocument(80), "good"],
    [judge.judgeMicrophone(0), "bad"],
    [judge.judgeMicrophone(0.01), "weak"],
    [judge.judgeMicrophone(0.2), "good"],
    [judge.judgeNoise(0.1), "bad"],
    [judge.judgeNoise(0.03), "weak"],
    [judge.judgeNoise(0.001), "good"],
    [judge.judgeSpeaker(false), "bad"],
    [judge.judgeSpeaker(true), "good"],
    [judge.judgeEcho(0.5), "bad"],
    [judge.judgeEcho(0.1), "weak"],
    [judge.judgeEcho(0), "good"],
    [judge.judgeBattery(0.1, false), "bad"],
    [judge.judgeBattery(0.1, true), "good"],
    [judge.judgeBattery(0.3, false), "weak"],
    [judge.judgeBatteryAnswer("menos"), "weak"],
    [judge.judgeBatteryAnswer("tomada"), "good"],
    [judge.judgeLine("up", { kbps: 100 }), "bad"],
    [judge.judgeLine("up", { kbps: 300 }), "weak"],
    [judge.judgeLine("up", { kbps: 900, lossPercent: 8 }), "weak"],
    [judge.judgeLine("down", { kbps: 9000, roundTripMs: 30 }), "good"],
    [judge.judgeUdp(undefined), "bad"],
    [judge.judgeUdp("tcp"), "weak"],
    [judge.judgeUdp("udp"), "good"],
  ];
  for (const [{ verdict, cure, value }, expected] of rows) {
    assert.equal(verdict, expected, value);
    assert.equal(cure === "", verdict === "good", value);
  }
  assert.equal(
    judge.judgeLine("down", { kbps: 1250, lossPercent: 2, roundTripMs: 80 }).value,
    "1,3 Mbit/s, perda 2 %, 80 ms",
  );
});

test("a browser inside another app is told the way out, by system", () => {
  const android =
    "Mozilla/5.0 (Linux; Android 14; SM-A145M; wv) AppleWebKit/537.36 Version/4.0 Chrome/140.0 Mobile Safari/537.36 Instagram 300";
  const iphone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [FBAN/FBIOS;FBAV/400]";
  const plain =
    "Mozilla/5.0 (Linux; Android 14; SM-A145M) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36";
  assert.deepEqual(browserKind(android), { system: "android", name: "Chrome", inApp: "Instagram" });
  assert.deepEqual(browserKind(iphone), { system: "ios", name: "Safari", inApp: "Facebook" });
  assert.equal(browserKind(plain).inApp, "");
  const address = new URL("https://ar.example/pedido/CERTI1/teste");
  const expected = "intent://ar.example/pedido/CERTI1/teste#Intent;scheme=https;package=com.android.chrome;end";
  assert.equal(waysOut(browserKind(android), address).href, expected);
  assert.match(waysOut(browserKind(iphone), address).words, /Safari/);
  assert.equal(judgeBrowser(browserKind(iphone), true).verdict, "weak");
  assert.equal(judgeBrowser(browserKind(plain), false).verdict, "bad");
  assert.equal(judgeBrowser(browserKind(plain), true).verdict, "good");
  for (const system of ["android", "ios", "mac", "windows", "desktop"] as const)
    for (const name of ["Chrome", "Safari", "Firefox"])
      assert.ok(permissionSteps({ system, name, inApp: "" }).length >= 3, `${system} ${name}`);
});
