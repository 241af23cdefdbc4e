import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { signInPages } from "../../src/faces/desk/sign-in-pages.ts";
import { openDoor } from "../../src/faces/door.ts";
import { acceptInvitation } from "../../src/people/accept-invitation.ts";
import { createAgent } from "../../src/people/create-agent.ts";
import { parseCpf } from "../../src/platform/taxpayer-id.ts";
import { openShop } from "../shop.ts";
import { createWorld } from "../world.ts";

async function open() {
  const world = await createWorld({ config: { publicUrl: "https://ar.example" } });
  const app = await openDoor(world.ctx, [
    (scope) => signInPages(scope, { ctx: world.ctx }),
    (scope) => {
      scope.get("/falha", async () => {
        throw new Error("the secret of the house");
      });
    },
  ]);
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

test("changes asked by another site are refused, by either of the browser's two words", async () => {
  await using door = await open();
  for (const headers of [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }, { origin: "null" }]) {
    const answer = await door.app.inject({ method: "POST", url: "/desk/entrar", headers });
    assert.equal(answer.statusCode, 403);
  }
  const own = { origin: "https://ar.example", "sec-fetch-site": "same-origin" };
  assert.equal((await door.app.inject({ method: "POST", url: "/desk/entrar", headers: own })).statusCode, 422);
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
});

test("an error that nobody caught ends its own request; outside of one the server falls, to be started again", async (t) => {
  const program = join(import.meta.dirname, "../programs/careless-door.ts");
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
  child.kill("SIGUSR2");
  assert.deepEqual(await once(child, "exit"), [70, null]);
  assert.match(said, /unhandled rejection: Error: too late[\s\S]*falls: Error: outside of any request/);
});
