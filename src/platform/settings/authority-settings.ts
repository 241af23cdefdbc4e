import { isIP } from "node:net";
import { authorityPath, authoritySecondPath } from "../../contract/holder-addresses.ts";
import { isPublicAddress } from "../public-address.ts";

/** What the built-in certification authority says of itself. */
export type AuthoritySettings = Readonly<{
  /** O of every certificate, and the words in the authorities' names. "ICP-Brasil" only where certificates are for show. */
  authority: Readonly<{ organization: string; name: string }>;
  /** The folders at which certificates say that chain and lists are published; undefined: nobody said where. */
  certificateFolders: readonly [string, string] | undefined;
  /** Who stamps time instead of the installation itself (RFC 3161 over http), and the file of the roots it stands under. */
  timestampAuthority: Readonly<{ url: string; rootsFile: string }> | undefined;
}>;

/** "Carimbo do Tempo … 1" has to stay within the 64 characters of a name (RFC 5280 ub-common-name). */
const longestName = 44;

/** Reads AUTHORITY_NAME, CERTIFICATE_SITES, TSA_URL and TSA_ROOTS; what is wrong with them is added to `wrong`. */
export function readAuthoritySettings(
  env: Record<string, string | undefined>,
  { demo, publicUrl }: { demo: boolean; publicUrl: string },
  wrong: string[],
): AuthoritySettings {
  const sites = (env["CERTIFICATE_SITES"] ?? "").split(/[\s,]+/).filter(Boolean);
  if (sites.length > 0) {
    const fault = faultOf(sites, demo);
    if (fault) wrong.push(`CERTIFICATE_SITES: ${fault}`);
  }
  const [first, second] = sites.map((site) => `${site.replace(/\/$/, "")}${authorityPath()}`);
  const shown: [string, string] | undefined = demo
    ? [`${publicUrl}${authorityPath()}`, `${publicUrl}${authoritySecondPath()}`]
    : undefined;
  return {
    authority: demo ? { organization: "ICP-Brasil", name: "Confere" } : ownName(env, publicUrl, wrong),
    certificateFolders: first && second ? [first, second] : shown,
    timestampAuthority: outsideStamp(env, wrong),
  };
}

function outsideStamp(env: Record<string, string | undefined>, wrong: string[]) {
  const [url, rootsFile] = [env["TSA_URL"] || undefined, env["TSA_ROOTS"] || undefined];
  if (!url && !rootsFile) return undefined;
  if (!url || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    wrong.push("TSA_URL: expected the http:// or https:// address of a time-stamping authority (RFC 3161)");
  if (!rootsFile)
    wrong.push("TSA_ROOTS: expected the file of the roots (PEM) that the time-stamping authority stands under");
  return { url: url ?? "", rootsFile: rootsFile ?? "" };
}

function ownName(env: Record<string, string | undefined>, publicUrl: string, wrong: string[]) {
  const host = new URL(publicUrl).hostname.replace(/[^A-Za-z0-9.-]+/g, "-").replace(/^-|-$/g, "");
  const name = env["AUTHORITY_NAME"] || `Confere em ${host}`.slice(0, longestName);
  if (!/^(?=.*[A-Za-z])[A-Za-z0-9 '.-]+$/.test(name) || name.length > longestName)
    wrong.push(
      `AUTHORITY_NAME: expected up to ${longestName} letters without accents, figures, blanks, points and hyphens, got "${name}"`,
    );
  if (/icp.?brasil/i.test(name))
    wrong.push("AUTHORITY_NAME: an authority that the ITI has not accredited does not call itself ICP-Brasil");
  return { organization: name, name };
}

/** What is wrong with the two addresses: certificates print them for years, and everybody asks them. */
function faultOf(sites: string[], demo: boolean): string | undefined {
  const urls = sites.map((site) => (URL.canParse(site) ? new URL(site) : undefined));
  const [first, second, ...more] = urls;
  if (!first || !second || more.length > 0)
    return "expected two addresses with a comma, such as http://lcr1.example.com.br,http://lcr2.example.com.br";
  // A list behind https would need a certificate to be checked, and so on (RFC 5280 §8).
  for (const url of [first, second])
    if (url.protocol !== "http:" || url.username || url.search || url.hash || !/^[\x21-\x7e]+$/.test(url.href))
      return `expected plain http:// and no more than a host and a path, got "${url.href}"`;
  if (demo) return undefined;
  if (first.hostname === second.hostname)
    return "expected two different hosts: one that is down must not stop everybody";
  for (const { hostname } of [first, second]) {
    const host = hostname.replace(/^\[|\]$/g, "");
    if (
      isIP(host) ? !isPublicAddress(host) : !/\.[a-z0-9-]+$/i.test(host) || /\.(localhost|local|internal)$/i.test(host)
    )
      return `"${hostname}" is not reached from outside this network`;
  }
  return undefined;
}
