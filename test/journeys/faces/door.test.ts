import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assetUrl } from "../../../src/faces/assets.ts";
import { usualLimits, type WireLimits } from "../../../src/faces/body-watch.ts";
import { signInPages } from "../../../src/faces/desk/account/sign-in-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { healthOf } from "../../../src/faces/health.ts";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { createAgent } from "../../../src/people/team/create-agent.ts";
import { openDatabase, sql } from "../../../src/platform/database.ts";
import type { Config } from "../../../src/platform/settings/config.ts";
import { parseCpf } from "../../../src/platform/taxpayer-id.ts";
import { openShop } from "../../kit/shop.ts";
import { createWorld } from "../../kit/world.ts";

async function open(limits?: WireLimits, more: Partial<Config> = {}) {
  const world = await createWorld({ config: { publicUrl: "https://ar.example", ...more } });
  const app = await openDoor(
    world.ctx,
    [
      (scope) => signInPages(scope, { ctx: world.ctx }),
      (scope) => {
        scope.get("/falha", async () => {
          throw new Error("the secret of the house");
        });
        scope.post("/arquivo", async (request) => {
          for await (const part of request.parts()) if (part.type === "file") await part.toBuffer();
          return { taken: true };
        });
      },
    ],
    limits,
  );
  const close = async () => {
    await app.close();
    await world.close();
  };
  return { ctx: world.ctx, app, [Symbol.asyncDispose]: close };
}

test("every answer forbids foreign code, framing, guessing of types and keeping", async () => {
  await using door = await open();
  for (const url of ["/desk/entrar", "/nada", "/health"]) {
    const { headers } = await door.app.inject({ url });
    const policy = String(headers["content-security-policy"]);
    assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self'( 'sha256-[\w+/=]{44}')?;/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe|https?:/);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["referrer-policy"], "same-origin");
    assert.equal(headers["cache-control"], "no-store");
    assert.match(String(headers["strict-transport-security"]), /max-age/);
  }
});

test("an unexpected error says its number and nothing of itself", async () => {
  await using door = await open();
  for (const accept of ["text/html", "application/json"]) {
    const { statusCode, headers, body } = await door.app.inject({ url: "/falha", headers: { accept } });
    assert.equal(statusCode, 500);
    assert.ok(body.includes(String(headers["x-request-id"])));
    assert.doesNotMatch(body, /secret|Error:|\.ts/);
  }
});

test("a database that is away is said with when to come again, on a page, to a program and by /health", async () => {
  await using door = await open();
  const db = openDatabase({ host: "/nowhere", user: "confere", database: "confere" });
  const away = { ...door.ctx, db };
  const app = await openDoor(away, [
    (scope) => signInPages(scope, { ctx: away }),
    (scope) => {
      // The server ends our connection in the middle, as at its restart.
      scope.get("/abatido", async () => sql`select pg_terminate_backend(pg_backend_pid())`.execute(door.ctx.db));
      scope.get("/cheio", async () => {
        throw Object.assign(new Error("write"), { code: "ENOSPC" });
      });
    },
  ]);
  const ask = async (url: string, accept = "text/html") => {
    const answer = await app.inject({ url, headers: { accept }, cookies: { "__Host-confere_agente": "a".repeat(43) } });
    return { ...answer, after: Number(answer.headers["retry-after"]) };
  };
  for (const url of ["/desk/entrar", "/abatido"]) {
    const { statusCode, after, body } = await ask(url);
    assert.equal(statusCode, 503, url);
    assert.equal(after, 5);
    assert.match(body, /O sistema está voltando[\s\S]*Espere 5 segundos[\s\S]*o que já foi confirmado está guardado/);
  }
  const program = await ask("/abatido", "application/json");
  assert.deepEqual([program.statusCode, JSON.parse(program.body).code], [503, "database-away"]);
  const full = await ask("/cheio");
  assert.deepEqual([full.statusCode, full.after], [503, 300]);
  const health = await ask("/health");
  assert.equal(health.statusCode, 503);
  assert.ok(JSON.parse(health.body).troubles.includes("database"));
  await app.close();
  await db.destroy();
});

test("/health reads a file of the pages: where it is gone, unreadable or late, no page is served, and it says so", async (t) => {
  await using door = await open();
  const folder = mkdtempSync(join(tmpdir(), "confere-health-"));
  const [whole, empty, late] = ["whole.css", "empty.css", "late.css"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(whole, "body{}");
  writeFileSync(empty, "");
  // Nobody writes into it: who reads it waits, as where the threads that read files are all busy.
  execFileSync("mkfifo", [late]);
  t.after(() => {
    closeSync(openSync(late, "r+"));
    rmSync(folder, { recursive: true });
  });
  const seen = (file: string) => healthOf(door.ctx, () => file)();
  assert.deepEqual(await seen(whole), { status: 200, body: { status: "ok" } });
  const waiting = seen(late);
  for (const file of [join(folder, "gone.css"), folder, empty])
    assert.deepEqual(await seen(file), { status: 503, body: { status: "trouble", troubles: ["files"] } }, file);
  const said = await Promise.race([waiting, sleep(20_000, "nothing yet", { ref: false })]);
  assert.deepEqual(said, { status: 503, body: { status: "trouble", troubles: ["files"] } });
});

test("changes asked by another site are refused, by either of the browser's two words", async () => {
  await using door = await open();
  for (const headers of [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }, { origin: "null" }]) {
    const asked = { ...headers, accept: "application/json" };
    const answer = await door.app.inject({ method: "POST", url: "/desk/entrar", headers: asked });
    assert.deepEqual([answer.statusCode, answer.json<{ code: string }>().code], [403, "cross-site-request"]);
  }
  const own = { origin: "https://ar.example", "sec-fetch-site": "same-origin" };
  const empty = await door.app.inject({ method: "POST", url: "/desk/entrar", headers: own });
  assert.equal(empty.statusCode, 422);
  assert.match(empty.body, /Preencha este campo\./);
  assert.doesNotMatch(empty.body, /Invalid input/);
  const dialog = { ...own, accept: "application/json" };
  const unsaid = await door.app.inject({ method: "POST", url: "/desk/entrar", headers: dialog });
  assert.deepEqual([unsaid.statusCode, unsaid.json<{ code: string }>().code], [422, "form-invalid"]);
});

test("more than a form can be is not read to its end", async () => {
  await using door = await open();
  const headers = { accept: "application/json", "content-type": "application/x-www-form-urlencoded" };
  const payload = `email=${"a".repeat(1_100_000)}`;
  const answer = await door.app.inject({ method: "POST", url: "/desk/entrar", headers, payload });
  assert.deepEqual([answer.statusCode, answer.json<{ code: string }>().code], [413, "body-too-large"]);
});

test("the Host header makes no address ours: only the public one, and this machine's own names and numbers", async () => {
  await using door = await open();
  const from = async (host: string, origin = `http://${host}`) =>
    (await door.app.inject({ method: "POST", url: "/desk/entrar", headers: { host, origin } })).statusCode;
  assert.equal(await from("evil.example"), 421, "a name that somebody pointed at us");
  assert.equal(await from("localhost.evil.example:3000"), 421);
  assert.equal(await from("localhost:3000", "http://localhost:4000"), 403, "another program of this machine");
  assert.equal(await from("127.0.0.1:3000", "http://evil.example"), 403);
  assert.equal(await from("evil example", "http://evil example"), 421);
  for (const host of ["localhost:3000", "127.0.0.1:3000", "[::1]:3000", "192.168.0.7:3000"])
    assert.equal(await from(host), 422, host);
  assert.equal(await from("inside:3000", "https://ar.example"), 421);
});

test("a domain that is pointed at us sees no page, of a demo none even behind a proxy; a proxy may pass another name", async () => {
  const looksAt = async (more: Partial<Config>, host: string, url = "/desk/entrar") => {
    await using door = await open(undefined, more);
    return await door.app.inject({ url, headers: { host } });
  };
  for (const demo of [true, false])
    for (const url of ["/desk/entrar", "/caixa", "/nada"]) {
      const { statusCode, body } = await looksAt({ demo }, "evil.example:3000", url);
      assert.equal(statusCode, 421, url);
      assert.match(body, /O Confere não atende por este endereço[\s\S]*Abra https:\/\/ar\.example no navegador/);
    }
  assert.equal((await looksAt({ demo: true, behindProxy: true }, "evil.example")).statusCode, 421);
  assert.equal((await looksAt({ demo: false, behindProxy: true }, "inside:3000")).statusCode, 200);
  for (const host of ["ar.example", "AR.example:443", "localhost:3000", "127.0.0.1:3000", "[::1]:3000"])
    assert.equal((await looksAt({ demo: true }, host)).statusCode, 200, host);
});

test("a query is text, however often a name comes", async () => {
  await using door = await open();
  const asked = "/desk/entrar?depois=%2Fdesk&depois=%2Foffice%2Fequipe&depois[]=x&__proto__=y";
  const answer = await door.app.inject({ url: asked });
  assert.equal(answer.statusCode, 200);
  assert.match(answer.body, /name="after" value="\/office\/equipe"/);
});

test("signing in leads to our own pages only, by a cookie that script cannot read", async () => {
  await using door = await open();
  const { raId } = await openShop(door.ctx);
  const [email, password] = ["gestora@ar.example", "correto cavalo bateria grampo"];
  const agent = { raId, name: "Gestora", cpf: parseCpf("529.982.247-25")!, email, roles: ["manager" as const] };
  const { invitationToken } = await createAgent(door.ctx, { ...agent, by: "installation" });
  await acceptInvitation(door.ctx, { token: invitationToken, password });
  const landing: Record<string, string> = {
    "//evil.example": "/desk",
    "https://evil.example/desk": "/desk",
    "/desk@evil.example": "/desk",
    "/desk/../../evil": "/desk/../../evil",
    "/office/equipe": "/office/equipe",
    "/caixa": "/caixa",
  };
  for (const [after, expected] of Object.entries(landing)) {
    const payload = new URLSearchParams({ email, password, after }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await door.app.inject({ method: "POST", url: "/desk/entrar", headers, payload });
    assert.deepEqual([answer.statusCode, answer.headers.location], [303, expected]);
    const cookie = answer.cookies.find(({ name }) => name === "__Host-confere_agente");
    assert.deepEqual([cookie?.httpOnly, cookie?.secure, cookie?.sameSite], [true, true, "Lax"]);
  }
});

test("one address is slowed down before it can hurt the others", async () => {
  await using door = await open();
  const ask = (remoteAddress: string) => door.app.inject({ url: "/desk/entrar", remoteAddress });
  for (let n = 0; n < 600; n++) await ask("203.0.113.7");
  const slowed = await ask("203.0.113.7");
  assert.equal(slowed.statusCode, 429);
  assert.ok(Number(slowed.headers["retry-after"]) > 0);
  assert.equal((await ask("203.0.113.8")).statusCode, 200);
  for (let n = 0; n < 600; n++) await ask(`2001:db8::${n.toString(16)}`);
  assert.equal((await ask("2001:db8::ffff")).statusCode, 429, "a whole /64 is one");
  assert.equal((await ask("2001:db8:0:1::1")).statusCode, 200);
});

test("addresses that lead nowhere count as all others do", async () => {
  await using door = await open();
  const ask = (url: string, method: "GET" | "POST" = "GET") =>
    door.app.inject({ url, method, remoteAddress: "203.0.113.7" });
  for (let n = 0; n < 300; n++) {
    assert.equal((await ask(`/nada/${n}`)).statusCode, 404);
    await ask("/desk/entrar");
  }
  assert.equal((await ask("/nada")).statusCode, 429);
  assert.equal((await ask("/nada", "POST")).statusCode, 429);
  assert.equal((await ask("/desk/entrar")).statusCode, 429);
});

test("a crowd that signs in keeps its lane: files go by, and nobody of it shuts the others out", async () => {
  await using door = await open();
  const form = (who: string) => new URLSearchParams({ email: `${who}@ar.example`, password: "uma senha" }).toString();
  const type = { "content-type": "application/x-www-form-urlencoded" };
  const answered: number[] = [];
  const signIn = async (remoteAddress: string) => {
    const answer = await door.app.inject({
      method: "POST",
      url: "/desk/entrar",
      headers: { ...type },
      payload: form(remoteAddress.replaceAll(":", "-")),
      remoteAddress,
    });
    answered.push(answer.statusCode);
    return answer;
  };
  // Forty of one customer's /64, then four neighbours.
  const flood = Array.from({ length: 40 }, (_, n) => signIn(`2001:db8:7:7::${n + 1}`));
  const neighbours = Array.from({ length: 4 }, (_, n) => signIn(`203.0.113.${n + 1}`));
  assert.equal((await door.app.inject({ url: assetUrl("app.css") })).statusCode, 200);
  const before = answered.filter((status) => status === 422).length;
  assert.ok(before <= 4, `the file waited for ${before} sign-ins`);
  for (const one of await Promise.all(neighbours)) assert.equal(one.statusCode, 422);
  const ended = await Promise.all(flood);
  const refused = ended.filter(({ statusCode }) => statusCode === 503);
  assert.ok(refused.length >= 30, `${refused.length} refused`);
  assert.ok(Number(refused[0]!.headers["retry-after"]) > 0);
  assert.match(refused[0]!.body, /Muita gente ao mesmo tempo\.[\s\S]*Espere 5 segundos e tente de novo/);
  assert.ok(
    ended.some(({ statusCode }) => statusCode === 422),
    "those who had their turn were answered",
  );
});

test("an error that nobody caught ends its own request; outside of one the server falls, to be started again", async (t) => {
  const program = join(import.meta.dirname, "../../programs/careless-door.ts");
  const child = spawn(process.execPath, ["--import", "tsx", program], { stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => child.kill("SIGKILL"));
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  while (!said.includes("http")) await once(child.stdout, "data");
  const url = said.trim();
  const ask = async (path: string, method = "GET") => {
    const answer = await fetch(`${url}${path}`, { method, signal: AbortSignal.timeout(5_000) });
    return [answer.status, ((await answer.json()) as { said: string }).said];
  };
  assert.deepEqual(await ask("/rejection", "POST"), [500, "Error: rejected"]);
  assert.deepEqual(await ask("/exception"), [500, "Error: thrown"]);
  assert.deepEqual(await ask("/answered"), [200, "fine"]);
  assert.deepEqual(await ask("/answered"), [200, "fine"]);
  while (!said.includes("too late")) await once(child.stdout, "data");
  child.kill("SIGUSR2");
  assert.deepEqual(await once(child, "exit"), [70, null]);
  assert.match(said, /unhandled rejection: Error: too late[\s\S]*falls: Error: outside of any request/);
});

/** A line of its own to the door: what was answered so far, and whether the door hung up. */
function line(port: number) {
  const socket: Socket = connect(port, "127.0.0.1");
  const heard = { text: "", ended: false };
  socket.setEncoding("utf8").on("data", (text: string) => (heard.text += text));
  socket.on("error", () => {}).on("close", () => (heard.ended = true));
  const until = async (fits: () => boolean) => {
    for (const deadline = Date.now() + 10_000; !fits() && Date.now() < deadline; ) await sleep(20);
    assert.ok(fits(), heard.text);
  };
  return { socket, heard, until };
}

const head = (path: string, length: number, type = "application/x-www-form-urlencoded") =>
  `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\n\r\n`;

test("a body that never ends is given up in words; one that comes slowly is waited for", async () => {
  const pace = { graceMs: 400, floorBytesPerSecond: 40, longestMs: 20_000 };
  await using door = await open({ ...usualLimits, pace, lookEveryMs: 50 });
  const port = Number(new URL(await door.app.listen({ port: 0, host: "127.0.0.1" })).port);
  const multipart = "multipart/form-data; boundary=x";
  const file = '--x\r\ncontent-disposition: form-data; name="f"; filename="a.pdf"\r\n\r\n%PDF-1.4';
  const [form, upload, slow] = [line(port), line(port), line(port)];
  form.socket.write(`${head("/desk/entrar", 1000)}email=`);
  upload.socket.write(`${head("/arquivo", 10_000_000, multipart)}${file}`);
  const fields = "email=devagar%40ar.example&password=uma+senha+que+ninguem+tem";
  slow.socket.write(head("/desk/entrar", fields.length));
  for (const letters of fields.match(/.{1,8}/g)!) {
    slow.socket.write(letters);
    await sleep(150);
  }
  await slow.until(() => /^HTTP\/1.1 422 /.test(slow.heard.text));
  for (const { heard, until } of [form, upload]) {
    await until(() => heard.ended);
    assert.match(heard.text, /^HTTP\/1.1 408 [\s\S]*connection: close[\s\S]*O envio parou no meio\./);
    assert.match(heard.text, /um arquivo por vez/);
  }
  slow.socket.destroy();
});

test("one network holds so many unfinished bodies and so many connections, and reads on meanwhile", async () => {
  await using door = await open({ ...usualLimits, bodies: 3, connections: 6, isExempt: () => false });
  const port = Number(new URL(await door.app.listen({ port: 0, host: "127.0.0.1" })).port);
  const held = [line(port), line(port), line(port)];
  for (const { socket } of held) socket.write(`${head("/desk/entrar", 100)}email=`);
  await sleep(200);
  const fourth = line(port);
  fourth.socket.write(`${head("/desk/entrar", 100)}email=`);
  await fourth.until(() =>
    /^HTTP\/1.1 503 [\s\S]*retry-after: 10[\s\S]*Muita gente ao mesmo tempo/.test(fourth.heard.text),
  );
  const reader = line(port);
  reader.socket.write("GET /desk/entrar HTTP/1.1\r\nhost: localhost\r\n\r\n");
  await reader.until(() => /^HTTP\/1.1 200 /.test(reader.heard.text));
  const more = [line(port), line(port)];
  await more[1]!.until(() => more[1]!.heard.ended);
  for (const { socket } of [...held, fourth, reader, ...more]) socket.destroy();
  await sleep(200);
  const again = line(port);
  again.socket.write(`${head("/desk/entrar", 8)}email=a%`);
  await again.until(() => /^HTTP\/1.1 422 /.test(again.heard.text));
  again.socket.destroy();
});
