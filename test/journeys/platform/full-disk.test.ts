import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { after, before, type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { demoProducts } from "../../../src/faces/demo/demo-shop.ts";
import { logDestination } from "../../../src/platform/log-destination.ts";
import { type Product, startProduct } from "../../browser/kit/product.ts";
import { cannotMount, makeSmallDisk, type SmallDisk } from "../../kit/small-disk.ts";

function diskFor(t: TestContext, size: string): SmallDisk | undefined {
  const disk = makeSmallDisk(size);
  if (disk) t.after(() => disk.remove());
  else t.skip(cannotMount);
  return disk;
}

test("log lines wait for space; what is too much is counted", async (t) => {
  const disk = diskFor(t, "64k");
  if (!disk) return;
  const file = join(disk.path, "confere.log");
  const destination = logDestination(file);
  const lines = Array.from({ length: 400 }, (_, n) => `${n} ${"x".repeat(1000)}\n`);
  for (const line of lines) destination.write(line);
  disk.remount("size=8m");
  const written = () => readFileSync(file, "utf8");
  for (const deadline = Date.now() + 5_000; !/were lost/.test(written()) && Date.now() < deadline; ) await sleep(50);
  const whole = written().split("\n").slice(0, -1);
  const kept = whole.slice(0, -1);
  assert.deepEqual(
    kept,
    lines.slice(0, kept.length).map((line) => line.trimEnd()),
    "in order, none of them torn",
  );
  assert.ok(kept.length > 250 && kept.length < 400);
  assert.equal(JSON.parse(whole.at(-1)!).lost, 400 - kept.length);
});

test("a data folder that cannot be written is said in words at the start", (t) => {
  const disk = diskFor(t, "1m");
  if (!disk) return;
  disk.remount("ro");
  const env = { PATH: process.env["PATH"], CONFERE_DATA: join(disk.path, "data"), PORT: "1" };
  const started = spawnSync(process.execPath, ["build/server/main.js"], { env, encoding: "utf8" });
  assert.equal(started.status, 1);
  assert.match(started.stderr, /The data folder .*\/data cannot be written: .*read-only \(EROFS\).*CONFERE_DATA/s);
  assert.doesNotMatch(started.stderr, /\n\s+at /, "no stack trace");
});

/** The whole product on a disk of its own, filled twice: below the floor, then to the last byte. */
let disk: SmallDisk | undefined;
let product: Product;

before(async () => {
  disk = makeSmallDisk("420m");
  if (disk) product = await startProduct({ CONFERE_DATA: disk.path, DISK_FLOOR_MB: "100" });
});

after(async () => {
  if (!disk) return;
  await product.remove();
  disk.remove();
});

const ask = (path: string, init?: RequestInit) => fetch(`${product.url}${path}`, { redirect: "manual", ...init });
const health = async () => (await ask("/health")).json() as Promise<{ status: string; troubles?: string[] }>;

const buy = () => ask("/comprar", { method: "POST", body: new URLSearchParams({ produto: demoProducts[0]!.code }) });

/** The last line of each answer to a dialogue with the mail receiver. */
async function mailTo(address: string, message?: string): Promise<string[]> {
  const socket = connect(product.smtpPort, "127.0.0.1");
  const answers: string[] = [];
  const lines = ["EHLO teste", "MAIL FROM:<maria@exemplo.com.br>", `RCPT TO:<${address}>`];
  if (message) lines.push("DATA", message);
  lines.push("QUIT");
  for await (const chunk of socket.setEncoding("utf8")) {
    if (!/^\d{3} .*\r\n$/m.test(String(chunk))) continue;
    answers.push(String(chunk).trim().split("\r\n").at(-1)!);
    const next = lines.shift();
    if (next) socket.write(`${next}\r\n`);
  }
  return answers;
}

test("below the floor nothing new is taken in; what is there is read, and /health says so", async (t) => {
  if (!disk) return t.skip(cannotMount);
  assert.deepEqual(await health(), { status: "ok" });
  assert.equal((await buy()).status, 303);
  disk.fill(50_000);
  await sleep(1_100);
  const refused = await buy();
  assert.equal(refused.status, 503);
  assert.ok(Number(refused.headers.get("retry-after")) > 0);
  assert.match(
    await refused.text(),
    /o espaço do servidor está no fim.*Pedidos já feitos e videoconferências continuam/s,
  );
  const [, , from] = await mailTo("documentos@ar.example");
  assert.match(from!, /^452 Sem espaco/);
  assert.deepEqual(await health(), { status: "trouble", troubles: ["disk-low"] });
  for (const path of ["/", "/ajuda", "/desk/entrar"]) assert.equal((await ask(path)).status, 200, path);
});

test("with not a byte left the house stands, and with space it sells again by itself", async (t) => {
  if (!disk) return t.skip(cannotMount);
  disk.fill();
  for (let n = 0; n < 30; n++) {
    const { status } = await ask(["/health", "/", "/ajuda", "/pedido"][n % 4]!);
    assert.ok(status < 500 || status === 503, `${status}`);
  }
  const form = new URLSearchParams({ email: "ninguem@ar.example", password: "uma senha qualquer" });
  const signIn = await ask("/desk/entrar", { method: "POST", body: form });
  assert.ok([422, 503].includes(signIn.status), `${signIn.status}`);
  assert.match((await mailTo("documentos@ar.example"))[2]!, /^45\d /);
  assert.ok(product.isRunning());
  disk.free();
  for (const deadline = Date.now() + 15_000; (await health()).status !== "ok" && Date.now() < deadline; )
    await sleep(200);
  assert.equal((await buy()).status, 303);
  const log = readFileSync(join(disk.path, "confere.log"), "utf8").split("\n").filter(Boolean);
  for (const line of log) JSON.parse(line);
});
