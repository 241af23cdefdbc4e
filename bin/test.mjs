// `npm test`: brings the runtime, the packages and the judges (Debian tools), builds, and runs every test.
// `npm test -- PATH…` runs only the files named; `npm run test:rules`, `test:journeys`, `test:browser` one part of it.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { ensureNode, ensurePackages, root, run, runtimeEnv } from "./runtime.mjs";
import { ensureBuild } from "./start.mjs";
import { bundleTests } from "./test-bundle.mjs";

/** Program -> Debian package. Tests are judged by these, not by our own parsers. */
const judges = {
  chromium: "chromium",
  openssl: "openssl",
  certtool: "gnutls-bin",
  swaks: "swaks",
  ffprobe: "ffmpeg",
  qpdf: "qpdf",
  turnserver: "coturn",
  faketime: "faketime",
  tnef: "tnef",
};
/** The same for judges that are modules of Debian's python3: file -> package. */
const judgeModules = { "/usr/lib/python3/dist-packages/icalendar": "python3-icalendar" };

/** @param {string} program */
function has(program) {
  return (process.env.PATH ?? "").split(":").some((folder) => existsSync(`${folder}/${program}`));
}

function ensureJudges() {
  const missing = [
    ...Object.entries(judges).filter(([program]) => !has(program)),
    ...Object.entries(judgeModules).filter(([file]) => !existsSync(file)),
  ];
  if (missing.length === 0) return;
  const packages = missing.map(([, name]) => name);
  if (process.getuid?.() !== 0 || !has("apt-get")) {
    console.error(`The tests need these Debian packages: ${packages.join(" ")}. Install them and run again.`);
    process.exit(1);
  }
  console.log(`Installing what the tests need: ${packages.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", ...packages],
  ]) {
    const done = spawnSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"], env });
    if (done.status !== 0) process.exit(done.status ?? 1);
  }
}

const node = ensureNode();
await ensurePackages(node);
ensureJudges();
await ensureBuild(node);

/**
 * Where tests keep their files: in memory where there is room for them. Each test has a database of its own, and making
 * one is a thousand files: 25 ms in memory, ten times that on a disk.
 */
function fastFolder() {
  const memory = "/dev/shm";
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 3 * 2 ** 30 ? memory : tmpdir();
}
const fast = fastFolder();
const scratch = mkdtempSync(join(fast, "confere-run-"));
// PostgreSQL refuses to run as root; the account it gets must be able to pass.
chmodSync(scratch, 0o711);
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

let runs = 0;

/**
 * Runs the files; gives those with a failed test in them, or undefined where the runner itself fell over. `held`: what it
 * says is shown at its end, for another run speaks meanwhile. `behind`: it takes what the other run leaves of the processor.
 * @param {readonly string[]} files
 * @param {number} concurrency
 */
async function runTests(files, concurrency, { held = false, behind = false } = {}) {
  const folder = join(scratch, String(runs++));
  mkdirSync(folder, { mode: 0o711 });
  const failedList = join(folder, "failed");
  const sources = join(folder, "sources.json");
  const words = join(folder, "words");
  const bundled = await bundleTests(files);
  writeFileSync(sources, JSON.stringify([...bundled]));
  const args = ["--enable-source-maps", "--test", `--test-concurrency=${concurrency}`, "--test-timeout=600000"];
  const reporters = ["spec", "./bin/closing-line.mjs"].flatMap((reporter) => [
    `--test-reporter=${reporter}`,
    "--test-reporter-destination=stdout",
  ]);
  const env = {
    ...runtimeEnv(node),
    NODE_ENV: "test",
    TMPDIR: scratch,
    // One database server a lane: whoever starts it gives it its own rank, and calls would wait for one that stands behind.
    CONFERE_TEST_POSTGRES:
      process.env.CONFERE_TEST_POSTGRES ?? join(fast, `confere-tests-${userInfo().uid}${behind ? "-behind" : ""}`),
    CONFERE_FAILED_TESTS: failedList,
    CONFERE_TEST_SOURCES: sources,
  };
  const output = held ? openSync(words, "w") : "inherit";
  const command = [node, ...args, ...reporters, ...bundled.keys()];
  const [program = node, ...rest] = behind ? ["nice", "-n", "10", ...command] : command;
  const code = await run(program, rest, { env, stdio: ["inherit", output, output] });
  if (held) process.stdout.write(readFileSync(words));
  // Interrupted, the runner ends before its reporter has written the list.
  const failed = existsSync(failedList) ? readFileSync(failedList, "utf8").split("\n").filter(Boolean) : [];
  return code !== 0 && failed.length === 0 ? undefined : failed;
}

const testsUnder = (/** @type {string} */ folder) =>
  readdirSync(`${root}/${folder}`, { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => /\.test\.tsx?$/.test(path));
const all = [...testsUnder("src"), ...testsUnder("test")].sort();
const isBrowser = (/** @type {string} */ path) => path.startsWith("test/browser/");
/** Real media in real time. */
const isCall = (/** @type {string} */ path) =>
  isBrowser(path) &&
  /from "[./]+(?:[a-z]+\/)*(room-story|room-stage|room-client|road)[.]ts"/.test(
    readFileSync(`${root}/${path}`, "utf8"),
  );
/** Beside its file, and nothing of the tests' kit in it: no database, no door. */
const isRule = (/** @type {string} */ path) =>
  path.startsWith("src/") && !/from "[./]+\/test\//.test(readFileSync(`${root}/${path}`, "utf8"));
/** @type {Record<string, string[]>} */
const parts = {
  rules: all.filter(isRule),
  journeys: all.filter((path) => !isBrowser(path) && !isRule(path)),
  browser: all.filter(isBrowser),
};
const named = process.argv.slice(2);
const files = named.length === 0 ? all : named.flatMap((name) => parts[name] ?? [name]);
// Two lanes, a core each: calls in browsers wait for real seconds and go first, everything else takes what they leave.
const calls = files.filter(isCall);
const rest = [...files.filter((path) => !isBrowser(path)), ...files.filter((path) => isBrowser(path) && !isCall(path))];
const beside = calls.length > 0 && rest.length > 0;
const lanes = [
  { lane: rest, width: beside ? 1 : 2, behind: beside },
  { lane: calls, width: 1, held: beside },
].filter(({ lane }) => lane.length > 0);
const ended = await Promise.all(lanes.map(({ lane, width, ...how }) => runTests(lane, width, how)));
if (ended.includes(undefined)) process.exit(1);
const failed = ended.flatMap((list) => list ?? []);
// Real media in real time on a machine shared with others: a few files may have one more run, alone, and are named for
// it (decision 0017). Who names files wants to see the failure itself.
if (named.length === 0 && failed.length > 0 && failed.length <= 3) {
  console.log(`\nFailed, and run once more alone: ${failed.join(" ")}\n`);
  const again = await runTests(failed, 1);
  if (again?.length === 0) {
    console.log(`\nUNSTEADY, passed only in the second run (see the failures above): ${failed.join(" ")}`);
    process.exit(0);
  }
}
process.exit(failed.length === 0 ? 0 : 1);
