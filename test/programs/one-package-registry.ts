// A registry of npm with one package, made here: `fetch-pinned.test.ts` installs it by its right and by a wrong hash.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "confere-registry-"));
mkdirSync(join(folder, "package"));
const facts = { name: "pinned-thing", version: "1.0.0", scripts: { postinstall: "touch ran" } };
writeFileSync(join(folder, "package", "package.json"), JSON.stringify(facts));
execFileSync("tar", ["-czf", join(folder, "thing.tgz"), "-C", folder, "package"]);
const bytes = readFileSync(join(folder, "thing.tgz"));
rmSync(folder, { recursive: true });
const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;

const server = createServer(({ url }, reply) => {
  if (url?.endsWith(".tgz")) return reply.end(bytes);
  const tarball = `http://${reply.req.headers.host}/thing.tgz`;
  const version = { ...facts, hasInstallScript: true, dist: { tarball, integrity } };
  reply.setHeader("content-type", "application/json");
  return reply.end(
    JSON.stringify({ name: facts.name, "dist-tags": { latest: "1.0.0" }, versions: { "1.0.0": version } }),
  );
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as { port: number };
  process.stdout.write(`${JSON.stringify({ registry: `http://127.0.0.1:${port}/`, integrity })}\n`);
});
