import { resolve } from "node:path";
import { findProgram } from "../find-program.ts";
import { isOfThisNetwork } from "../public-address.ts";
import { type AuthoritySettings, readAuthoritySettings } from "./authority-settings.ts";

/** Everything the installation can be told from outside. Frozen; read once. */
export type Config = Readonly<{
  port: number;
  host: string;
  dataFolder: string;
  publicUrl: string;
  databaseUrl: string | undefined;
  smtpUrl: string | undefined;
  smtpInPort: number;
  mailFrom: string;
  demo: boolean;
  /** Who takes money on-line. The pretended bank exists only in the demo; undefined: nobody, the AR records payments by hand. */
  paymentProvider: "simulated" | undefined;
  /** Minutes after which a desk that nobody touches is locked; a running call is never cut. */
  deskLockMinutes: number;
  /** Megabytes on the data folder's disk that are kept for what has begun; below, nothing new is taken in. */
  diskFloorMb: number;
  masterKey: string | undefined;
  mediaAddress: string;
  mediaPort: number;
  mediaTcpPort: number;
  mediaWorkers: number;
  /** A TURN relay for browsers behind strict networks; credentials are derived from its shared secret. */
  turn: Readonly<{ urls: string[]; secret: string }> | undefined;
  behindProxy: boolean;
  /** Push services on 127.0.0.1 are called: the tests run one. No setting turns this on. */
  pushLoopback: boolean;
  /** Files of compromised keys, in the form of Debian's openssl-blacklist. */
  weakKeyLists: string[];
  /** The program that makes MP4 copies of recordings; undefined where the machine has none. */
  ffmpeg: string | undefined;
}> &
  AuthoritySettings;

/** Reads the environment; throws one Error that lists everything wrong with it. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const wrong: string[] = [];
  const integer = (name: string, fallback: number, low: number, high: number): number => {
    const text = env[name];
    if (text === undefined || text === "") return fallback;
    const value = Number(text);
    if (Number.isInteger(value) && value >= low && value <= high) return value;
    wrong.push(`${name}: expected a whole number from ${low} to ${high}, got "${text}"`);
    return fallback;
  };
  const url = (name: string, schemes: string[]): string | undefined => {
    const text = env[name];
    if (text === undefined || text === "") return undefined;
    const scheme = URL.canParse(text) ? new URL(text).protocol.slice(0, -1) : "";
    // A host with accents in its ASCII form: the address goes into certificates.
    if (schemes.includes(scheme)) return (schemes.includes("http") ? new URL(text).href : text).replace(/\/$/, "");
    wrong.push(`${name}: expected an address that starts with ${schemes.map((s) => `${s}://`).join(" or ")}`);
    return undefined;
  };
  const flag = (name: string, fallback: boolean): boolean => {
    const text = env[name];
    if (text === undefined || text === "") return fallback;
    if (text === "0" || text === "1") return text === "1";
    wrong.push(`${name}: expected 0 or 1, got "${text}"`);
    return fallback;
  };

  const turn = (): Config["turn"] => {
    const urls = (env["TURN_URL"] ?? "").split(/[\s,]+/).filter(Boolean);
    const secret = env["TURN_SECRET"] || undefined;
    if (urls.length === 0 && secret === undefined) return undefined;
    if (secret === undefined) wrong.push("TURN_SECRET: expected the relay's shared secret, because TURN_URL is set");
    if (urls.length === 0) wrong.push("TURN_URL: expected the relay's address, because TURN_SECRET is set");
    for (const text of urls)
      if (!/^turns?:[^\s/?]+(\?transport=(udp|tcp))?$/.test(text))
        wrong.push(`TURN_URL: expected turn:host:port or turns:host:port, got "${text}"`);
    return { urls, secret: secret ?? "" };
  };

  /** Printed accounts, an open mailbox and a bank that takes no money: shown to the world only by who says so twice. */
  const demoOnShow = (publicUrl: string, host: string): boolean => {
    const { protocol, hostname } = new URL(publicUrl);
    return protocol === "https:" || !isOfThisNetwork(hostname) || !isOfThisNetwork(host);
  };

  const port = integer("PORT", 3000, 1, 65535);
  const host = env["HOST"] || "127.0.0.1";
  const publicUrl = url("PUBLIC_URL", ["http", "https"]) ?? `http://localhost:${port}`;
  const demo = flag("CONFERE_DEMO", true);
  const openly = flag("CONFERE_DEMO_PUBLIC", false);
  if (demo && !openly && demoOnShow(publicUrl, host))
    wrong.push(
      "CONFERE_DEMO: PUBLIC_URL or HOST opens this demo to the world, and in it anybody reads every message, signs in with " +
        "printed passwords and pays with a pretended bank. In earnest: CONFERE_DEMO=0. To show the demo all the same: " +
        "CONFERE_DEMO_PUBLIC=1 as well",
    );
  const masterKey = env["CONFERE_MASTER_KEY"] || undefined;
  if (masterKey !== undefined && Buffer.from(masterKey, "base64").length !== 32)
    wrong.push("CONFERE_MASTER_KEY: expected 32 bytes in base64");
  const config: Config = {
    port,
    host,
    dataFolder: resolve(env["CONFERE_DATA"] || "data"),
    publicUrl,
    databaseUrl: url("DATABASE_URL", ["postgres", "postgresql"]),
    smtpUrl: url("SMTP_URL", ["smtp", "smtps"]),
    smtpInPort: integer("SMTP_IN_PORT", 2525, 0, 65535),
    mailFrom: env["MAIL_FROM"] || "Confere <nao-responda@confere.example>",
    demo,
    paymentProvider: demo ? "simulated" : undefined,
    deskLockMinutes: integer("DESK_LOCK_MINUTES", 5, 1, 30),
    diskFloorMb: integer("DISK_FLOOR_MB", 1024, 0, 1_000_000_000),
    masterKey,
    mediaAddress: env["MEDIA_ADDRESS"] || "127.0.0.1",
    mediaPort: integer("MEDIA_PORT", 0, 0, 65535),
    mediaTcpPort: integer("MEDIA_TCP_PORT", 0, 0, 65535),
    mediaWorkers: integer("MEDIA_WORKERS", 1, 1, 64),
    turn: turn(),
    behindProxy: flag("BEHIND_PROXY", false),
    pushLoopback: false,
    weakKeyLists: (env["WEAK_KEY_LISTS"] ?? "")
      .split(",")
      .map((file) => file.trim())
      .filter(Boolean),
    ...readAuthoritySettings(env, { demo, publicUrl }, wrong),
    ffmpeg: env["FFMPEG"] || findProgram("ffmpeg", env["PATH"] ?? ""),
  };
  if (wrong.length > 0) throw new Error(`Configuration is wrong:\n${wrong.map((line) => `  - ${line}`).join("\n")}`);
  return Object.freeze(config);
}
