import { lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

const inside = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const)
  inside.addSubnet(net, bits, "ipv4");
for (const [net, bits] of [
  ["::", 96],
  ["64:ff9b::", 96],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  inside.addSubnet(net, bits, "ipv6");

/** Whether an address is one of the open internet: nobody makes us look into our own network (ASVS 5 §1.3, SSRF). */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return isPublicAddress(mapped);
  return !inside.check(address, family === 4 ? "ipv4" : "ipv6");
}

/**
 * Whether a host of ours ("localhost", "192.168.0.7", "[::1]", "casa.local") is reached from this machine or its own network
 * only. Every address at once (0.0.0.0, ::) may be the internet's too.
 */
export function isOfThisNetwork(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "").toLowerCase();
  if (isIP(bare)) return !/^(0\.0\.0\.0|[0:]+)$/.test(bare) && !isPublicAddress(bare);
  return /^localhost$|\.(localhost|local|internal|home\.arpa)$/.test(bare);
}

/** An address that we may call because somebody gave it: https, a name or a public address, the usual port, no credentials. */
export function parsePublicUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "https:" || url.username || url.password || (url.port && url.port !== "443")) return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) ? !isPublicAddress(host) : !host.includes(".")) return undefined;
  return url;
}

/** Judged at the moment of connecting, so that a name cannot mean one address when checked and another when called. */
export const publicLookup: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    const good = (addresses ?? []).filter(({ address }) => isPublicAddress(address));
    const [first] = good;
    if (error || !first) return callback(error ?? new Error("not a public address"), "", 4);
    if (options.all) return (callback as unknown as (e: null, all: typeof good) => void)(null, good);
    callback(null, first.address, first.family);
  });
};
