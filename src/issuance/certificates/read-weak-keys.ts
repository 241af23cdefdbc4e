import type { KnownWeak } from "../../pki/keys/key-policy.ts";
import { operatorFile } from "../../platform/operator-file.ts";
import type { Config } from "../../platform/settings/config.ts";

const read = new Map<string, KnownWeak>();

/**
 * The lists of compromised keys that the operator gave (WEAK_KEY_LISTS), in the form of Debian's openssl-blacklist: a line of 20
 * hexadecimal figures for each key, "#" before a remark. Read once. An Error names the file that is no such list.
 */
export function knownWeakKeys(ctx: { config: Pick<Config, "weakKeyLists"> }): KnownWeak {
  const { weakKeyLists } = ctx.config;
  const key = weakKeyLists.join("\n");
  const before = read.get(key);
  if (before) return before;
  const lines = new Set(weakKeyLists.flatMap(linesOf));
  read.set(key, lines);
  return lines;
}

function linesOf(file: string): string[] {
  const lines = operatorFile("WEAK_KEY_LISTS", file)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const strange = lines.find((line) => !/^[0-9a-f]{20}$/.test(line));
  if (strange !== undefined)
    throw new Error(`WEAK_KEY_LISTS: ${file} is no list of openssl-blacklist: "${strange.slice(0, 40)}"`);
  return lines;
}
