// `npm run sbom [FILE]`: the bill of materials of what ships (CycloneDX 1.5, JSON) into FILE or build/sbom.cdx.json: every
// package of the lockfile with version, hash and licence, and the Node that is fetched where the machine's is too old.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { licenceOf, shippedPackages, supplyFaults } from "./licences.mjs";
import { ensureNode, ensurePackages, fetchedNodes, root, runtimeEnv } from "./runtime.mjs";

const faults = supplyFaults();
if (faults.length > 0) {
  console.error(`May not ship:\n  ${faults.join("\n  ")}`);
  process.exit(1);
}
const node = ensureNode();
await ensurePackages(node);
const kind = ["--sbom-format", "cyclonedx", "--sbom-type", "application"];
const bill = JSON.parse(
  execFileSync("npm", ["sbom", ...kind, "--omit", "dev", "--package-lock-only"], {
    cwd: root,
    env: runtimeEnv(node),
    encoding: "utf8",
    maxBuffer: 50_000_000,
    shell: process.platform === "win32",
  }),
);
// npm takes the folder's name, and leaves out licences that are not written as SPDX writes them.
bill.metadata.component.name = "confere";
const licences = new Map(shippedPackages().map(({ name, version, license }) => [`${name}@${version}`, license]));
for (const component of bill.components) {
  const licence = licences.get(`${component.name}@${component.version}`);
  if (licence) component.licenses ??= [{ license: { id: licenceOf(licence) } }];
}
for (const { name, version, integrity } of fetchedNodes)
  bill.components.push({
    "bom-ref": `${name}@${version}`,
    type: "platform",
    name,
    version,
    scope: "optional",
    purl: `pkg:npm/${name}@${version}`,
    hashes: [{ alg: "SHA-512", content: Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex") }],
    licenses: [{ license: { id: "MIT" } }],
  });
const file = resolve(process.argv[2] ?? join(root, "build", "sbom.cdx.json"));
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
console.log(`${bill.components.length} components: ${file}`);
