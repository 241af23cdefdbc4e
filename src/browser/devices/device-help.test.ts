import assert from "node:assert/strict";
import { test } from "node:test";
import { browserKind } from "./browser-kind.ts";
import { type DeviceTrouble, helpLine, helpOf, isRefusal, troubleOf } from "./device-help.ts";

const both = ["audio", "video"] as const;
const all = { audio: true, video: true };
const why = (name: string, message = "", wanted: readonly ("audio" | "video")[] = both, present = all) =>
  troubleOf({ name, message }, wanted, present);

const android = browserKind("Mozilla/5.0 (Linux; Android 14; SM-A145M) Chrome/140.0 Mobile Safari/537.36");
const mac = browserKind("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/140.0 Safari/537.36");
const windows = browserKind("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0");
const linux = browserKind("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");

test("dismissed, denied by the browser and denied by the system are told apart", () => {
  assert.equal(why("NotAllowedError", "Permission dismissed"), "dismissed");
  assert.equal(why("NotAllowedError", "Permission denied"), "blocked");
  assert.equal(why("NotAllowedError", "Permission denied by system"), "system");
  assert.equal(why("NotAllowedError", "The request is not allowed by the user agent or the platform"), "blocked");
  const helps = (["dismissed", "blocked", "system"] as const).map((one) => helpOf(one, mac));
  assert.equal(new Set(helps.map(({ title }) => title)).size, 3);
  assert.deepEqual(helps[0]!.steps, [], "no setting has to be changed for a question that was closed");
  assert.match(helps[2]!.steps.join(" "), /Privacidade e Segurança/);
});

test("after a no, or no answer, nothing is asked unasked; what is broken or missing may be tried again", () => {
  for (const trouble of ["dismissed", "blocked", "system", "unanswered"] as const)
    assert.ok(isRefusal(trouble), trouble);
  for (const trouble of ["stuck", "busy", "missing", "no-camera", "no-microphone", "insecure", undefined] as const)
    assert.ok(!isRefusal(trouble), trouble);
  for (const name of ["SecurityError", "PermissionDeniedError"]) assert.equal(why(name, "x"), "blocked", name);
});

test("the system's help is the system's own", () => {
  assert.match(helpOf("system", windows).steps.join(" "), /Configurações do Windows/);
  assert.match(helpOf("system", android).steps.join(" "), /Configurações do celular.*Chrome/);
  assert.match(helpOf("system", linux).steps.join(" "), /Firefox/);
  assert.notDeepEqual(helpOf("blocked", mac).steps, helpOf("system", mac).steps);
});

test("busy and not found are said as such, and which of the two lacks", () => {
  assert.equal(why("NotReadableError", "Could not start video source"), "busy");
  assert.equal(why("AbortError", "Starting videoinput failed"), "busy");
  assert.equal(why("NotFoundError", "Requested device not found", both, { audio: false, video: false }), "missing");
  assert.equal(why("NotFoundError", "", both, { audio: false, video: true }), "no-microphone");
  assert.equal(why("NotFoundError", "", both, { audio: true, video: false }), "no-camera");
  assert.equal(why("OverconstrainedError", "", ["video"]), "no-camera", "unplugged between the list and the choice");
  assert.equal(why("NotFoundError", "Requested device not found"), "missing", "listed, and yet not there");
  const firefox = "The object can not be found here.";
  assert.equal(why("NotFoundError", firefox), "system", "macOS keeps it from the browser");
  assert.equal(why("NotFoundError", firefox, both, { audio: true, video: false }), "no-camera");
});

test("every help is plain Portuguese with something to do; none repeats the browser", () => {
  const troubles: DeviceTrouble[] = [
    ...(["dismissed", "blocked", "system", "unanswered", "stuck"] as const),
    ...(["busy", "missing", "no-camera", "no-microphone", "insecure"] as const),
  ];
  for (const trouble of troubles)
    for (const kind of [android, mac, windows, linux]) {
      const line = helpLine(trouble, kind);
      assert.match(line, /Aperte|aperte|Abra|abra|Ligue|Apague|Clique|Toque|feche/, trouble);
      assert.doesNotMatch(line, /permission|denied|device|camera\b|requested/i, trouble);
    }
});
