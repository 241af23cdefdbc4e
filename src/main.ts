import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { deskInvitationPath, deskPath, mailboxPath } from "./contract/desk-addresses.ts";
import { officePath, officePaymentsPath } from "./contract/office-addresses.ts";
import type { DemoAccount } from "./faces/demo/demo-story.ts";
import { openEntrance } from "./faces/entrance.ts";
import { surviveErrors } from "./faces/request-in-hand.ts";
import { hasAuthorities } from "./issuance/authorities/authority-reads.ts";
import { knownWeakKeys } from "./issuance/certificates/read-weak-keys.ts";
import { mediaWorkers } from "./media/media-workers.ts";
import type { Courier } from "./notifications/outbox/courier.ts";
import type { PaymentProvider } from "./payments/payment-provider.ts";
import { declareInstallation } from "./people/declare-installation.ts";
import { createBlobStore } from "./platform/blobs/blob-store.ts";
import { openDataFolder } from "./platform/blobs/data-folder.ts";
import { systemClock } from "./platform/clock.ts";
import { type Connection, openDatabase } from "./platform/database.ts";
import { giveBackMemory } from "./platform/give-back-memory.ts";
import { logDestination } from "./platform/log-destination.ts";
import { createLogger, type Logger } from "./platform/logger.ts";
import { operatorCertificates } from "./platform/operator-file.ts";
import { startManagedPostgres } from "./platform/postgres/managed-postgres.ts";
import { migrate, readSchema } from "./platform/postgres/migrate.ts";
import { checkMasterKey, createSecrets, loadMasterKey, type Secrets } from "./platform/secrets.ts";
import { type Config, readConfig } from "./platform/settings/config.ts";
import type { Context } from "./platform/settings/context.ts";
import type { RoomHub } from "./rooms/live/room-hub.ts";
import type { RoomMedia } from "./rooms/media-port.ts";

type OpenThing = { what: string; close: () => Promise<unknown> };

/** What was opened, in order; a stop closes it in the opposite order. */
const opened: OpenThing[] = [];
const closeWithinMs = 9_000;
const startSettlesWithinMs = 4_000;
const answersFirstMs = 20;

const say = (line: string) => void process.stdout.write(`${line}\n`);

/**
 * Steps in the order that brings the first answer soonest: what every page needs, then listening, then what comes a
 * moment later (docs/architecture.md, "Late parts"). "ready" is said when all of it is done.
 */
async function start(): Promise<void> {
  const config = readConfig(process.env);
  if (!config.certificateFolders)
    throw new Error(
      "CERTIFICATE_SITES: expected the two http:// addresses that certificates will point to, on two hosts that reach this " +
        "site, such as http://lcr1.example.com.br,http://lcr2.example.com.br (CONFERE_DEMO=0)",
    );
  knownWeakKeys({ config });
  if (config.timestampAuthority) operatorCertificates("TSA_ROOTS", config.timestampAuthority.rootsFile);
  openDataFolder(config.dataFolder);
  const log = openLog(config);
  houseLog = log;
  const secrets = createSecrets(loadMasterKey(config.dataFolder, config.masterKey));
  const connection = await openConnection(config, log);
  const ctx = openContext(connection, secrets, config, log);
  await prepareDatabase(connection, ctx);
  let settling: Promise<void> | undefined;
  const settled = () => (settling ??= settleAuthorities(ctx));
  // A first start draws keys for seconds, and tells the story of the demo: it says nothing before.
  if (config.demo || !(await hasAuthorities(ctx.db))) await settled();
  const accounts = config.demo ? await tellStory(ctx) : [];
  const media = mediaWorkers({
    count: config.mediaWorkers,
    folder: join(config.dataFolder, "recordings"),
    address: config.mediaAddress,
    port: config.mediaPort,
    tcpPort: config.mediaTcpPort,
    keyOf: (roomId) => secrets.hmac("recording", roomId),
    log,
  });
  // The live rooms know whose recordings grow, so they are kept whichever door is open.
  let live: Promise<RoomHub> | undefined;
  const liveRooms = () => (live ??= openRooms(ctx, media));
  const provider = await openProvider(config);
  const entrance = openEntrance(ctx, async (name) => {
    await settled();
    const { openDoorNamed } = await import("./main-doors.ts");
    return openDoorNamed(name, { ctx, media, provider, rooms: await liveRooms() });
  });
  await entrance.listen({ port: config.port, host: config.host });
  const door = { what: "door", close: () => entrance.close() };
  opened.push(door);
  // Closed after the door, when no new work comes any more.
  const behindDoor = (thing: OpenThing) => opened.splice(opened.indexOf(door), 0, thing);
  // Requests that already wait for the port are answered before anything else is loaded.
  await sleep(answersFirstMs);

  behindDoor({ what: "media workers", close: () => media.stop() });
  const rooms = await liveRooms();
  behindDoor({ what: "live rooms", close: () => rooms.close() });
  const [courier] = await Promise.all([openCourier(config), media.start(), entrance.door("holder")]);
  behindDoor({ what: "outgoing mail", close: async () => courier.close() });
  const { startJobs } = await import("./main-jobs.ts");
  const { worker, lists, ends } = await startJobs(ctx, { media, courier, provider });
  behindDoor({ what: "jobs", close: () => worker.stop(5_000) });
  behindDoor({ what: "lists of revoked certificates", close: () => lists.stop() });
  behindDoor({ what: "end of retention", close: () => ends.stop() });
  const { startPaperDesk } = await import("./documents/papers/paper-desk.ts");
  const desk = startPaperDesk(ctx);
  behindDoor({ what: "desk of papers", close: () => desk.close() });
  const { startMailReceiver } = await import("./documents/mail/mail-receiver.ts");
  const mail = await startMailReceiver(ctx);
  opened.push({ what: "mail receiver", close: () => mail.close() });
  const { openFirstAccountLink } = await import("./people/team/open-first-account-link.ts");
  announce(ctx, mail.port, accounts, config.demo ? undefined : (await openFirstAccountLink(ctx))?.token);
  giveBackMemory();
}

async function openRooms(ctx: Context, media: RoomMedia): Promise<RoomHub> {
  const { RoomHub } = await import("./rooms/live/room-hub.ts");
  return new RoomHub(ctx, media);
}

/** The pretended bank is not even loaded outside the demo. */
async function openProvider({ paymentProvider }: Config): Promise<PaymentProvider | undefined> {
  if (paymentProvider === undefined) return undefined;
  const { simulatedBank } = await import("./payments/providers/simulated-bank.ts");
  return simulatedBank();
}

async function openCourier({ smtpUrl, mailFrom, publicUrl }: Config): Promise<Courier> {
  if (!smtpUrl) return (await import("./notifications/couriers/mailbox-courier.ts")).mailboxCourier;
  const { smtpCourier } = await import("./notifications/couriers/smtp-courier.ts");
  return smtpCourier({ smtpUrl, mailFrom, publicUrl });
}

/** The demo's terminal is for a person: the log goes to a file beside the data. Elsewhere it goes to standard output. */
function openLog(config: Config): Logger {
  if (!config.demo) return createLogger();
  return createLogger({ destination: logDestination(join(config.dataFolder, "confere.log")) });
}

function openContext(connection: Connection, secrets: Secrets, config: Config, log: Logger): Context {
  const db = openDatabase(connection, (error) => log.warn({ err: error }, "idle database connection lost"));
  opened.push({ what: "database connections", close: () => db.destroy() });
  const blobs = createBlobStore(join(config.dataFolder, "blobs"), db, secrets);
  return { db, clock: systemClock, blobs, secrets, config, log };
}

/** What every page counts on first: today's tables, the right master key, data of this kind of installation. */
async function prepareDatabase(connection: Connection, ctx: Context): Promise<void> {
  const here = ["../../db", "../db"].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const applied = await migrate(connection, readSchema(here.find((path) => existsSync(path)) ?? here[0]!));
  if (applied.length > 0) ctx.log.info({ applied }, "migrations and functions applied");
  await checkMasterKey(ctx.db, ctx.secrets);
  await declareInstallation(ctx);
}

async function settleAuthorities(ctx: Context): Promise<void> {
  const { settleAuthorities } = await import("./main-authorities.ts");
  return settleAuthorities(ctx);
}

async function tellStory(ctx: Context): Promise<DemoAccount[]> {
  const { tellDemoStory } = await import("./faces/demo/demo-story.ts");
  return tellDemoStory(ctx);
}

async function openConnection(config: Config, log: Logger): Promise<Connection> {
  if (config.databaseUrl) return { url: config.databaseUrl };
  const server = await startManagedPostgres({
    dataFolder: config.dataFolder,
    environment: process.env,
    onNotice: (words) => log.warn(words),
  });
  opened.push({ what: "database server", close: () => server.stop() });
  return server.connection();
}

function announce(ctx: Context, smtpPort: number, accounts: DemoAccount[], firstToken: string | undefined): void {
  const { publicUrl, smtpUrl, dataFolder, demo, paymentProvider } = ctx.config;
  say("");
  say("ready");
  say(`  Site do titular      ${publicUrl}/`);
  say(`  Mesa do agente       ${publicUrl}${deskPath()}`);
  say(`  Gestão               ${publicUrl}${officePath()}`);
  if (!smtpUrl)
    say(
      `  Caixa de mensagens   ${publicUrl}${mailboxPath()}${demo ? "" : "  (para o gestor, enquanto não há SMTP_URL)"}`,
    );
  say(`  Correio de entrada   smtp://127.0.0.1:${smtpPort}`);
  if (demo) say(`  Dados e registro     ${dataFolder}`);
  if (!paymentProvider) {
    say("\n  Pagamento: nenhum banco ligado. A loja recebe pedidos, mas não vende pela internet: o titular combina o");
    say(`  pagamento com a AR, e um gestor o registra em ${publicUrl}${officePaymentsPath()}`);
  }
  if (accounts.length > 0) say("\n  Contas de demonstração (só desta instalação):");
  for (const { name, email, password, roles } of accounts)
    say(`    ${email.padEnd(30)} ${password}   ${name} (${roles.join(", ")})`);
  if (firstToken) {
    say("\n  Primeiro gestor: abra este endereço uma vez para criar a AR e a sua conta.");
    say(`    ${publicUrl}${deskInvitationPath(firstToken)}`);
  }
  say("");
}

let stopping = false;

/**
 * SIGTERM and SIGINT: no new work, running work ends, and everything is closed once, within ten seconds. One Ctrl-C comes
 * several times (the terminal tells the whole group, and those who started us pass it on), so a second one changes nothing.
 */
async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  const limit = setTimeout(() => process.exit(code || 1), closeWithinMs);
  // What is being opened right now would be forgotten.
  await Promise.race([starting, new Promise((resolve) => setTimeout(resolve, startSettlesWithinMs))]);
  for (const { what, close } of opened.reverse())
    await close().catch((error: unknown) => complain(`closing ${what}: ${String(error)}`));
  clearTimeout(limit);
  process.exit(code);
}

/** Of `bin/keep-running.mjs`: the server fell, and may be started again. */
const fell = 70;
let houseLog: Logger | undefined;

/** What nobody caught goes into the log, or on the terminal where there is no log yet. */
function note(reason: unknown, words: string): void {
  if (houseLog) houseLog.error({ err: reason instanceof Error ? reason : new Error(String(reason)) }, words);
  else complain(reason instanceof Error ? reason.stack : reason);
}

function complain(words: unknown): void {
  process.stderr.write(`${words}\n`);
}

// A terminal or a file that can no longer be written to must not end anybody's call.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
process.on("SIGTERM", () => void stop(0));
process.on("SIGINT", () => void stop(0));
surviveErrors(note, (error) => {
  complain(error instanceof Error ? error.stack : error);
  void stop(fell);
});
const starting = start().catch((error: unknown) => {
  // Interrupted, a start fails of itself; nobody needs to read how.
  if (!stopping) complain(error instanceof Error ? error.message : error);
  void stop(1);
});
