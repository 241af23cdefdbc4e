import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CompiledQuery,
  Kysely,
  type Transaction as KyselyTransaction,
  PostgresDialect,
  type RawBuilder,
  sql,
} from "kysely";
import pg from "pg";

export type { ColumnType, Generated, Insertable, RawBuilder, Selectable, Updateable } from "kysely";
export { sql };

/** Every table of the product; each store adds its own: `declare module "../platform/database.ts" { interface Tables { … } }`. */
// biome-ignore lint/suspicious/noEmptyInterface: it is filled by the stores.
export interface Tables {}

export type Database = Kysely<Tables>;
export type Transaction = KyselyTransaction<Tables>;
/** What a read-only query may run on: the pool, or the transaction that must see its own writes. */
export type Reader = Database | Transaction;

/** Where a PostgreSQL is: an address (`postgres://…`) or the folder of a unix socket. */
export type Connection = { url: string } | { host: string; port?: number; user: string; database: string };

const date = 1082;
const int8 = 20;

/** Calendar days stay text ("2026-11-23"): a Date would drift by the time zone. int8 fits a JS number everywhere here. */
function typeParser(oid: number, format?: "text" | "binary"): (value: string) => unknown {
  if (oid === date) return (value) => value;
  if (oid === int8) return Number;
  return pg.types.getTypeParser(oid, format as "text");
}

function driverOptions(connection: Connection): pg.ClientConfig {
  return {
    ...("url" in connection ? { connectionString: connection.url } : connection),
    application_name: "confere",
    options: "-c timezone=UTC -c idle_in_transaction_session_timeout=60s",
    types: { getTypeParser: typeParser } as pg.CustomTypesConfig,
  };
}

/** More statements than the product has; texts that are made up as they go (lists of any length) must not fill a connection. */
const mostNamed = 500;
const longestNamed = 8000;
const named = new Map<string, string>();
/** Texts with parameters that were asked once so far. */
const once = new Set<string>();

/** The name of a text that is asked again: parsing and planning are more than half of what a short statement costs. */
function nameOf(text: string): string | undefined {
  const known = named.get(text);
  if (known !== undefined || named.size >= mostNamed || text.length > longestNamed) return known;
  if (!once.delete(text)) {
    if (once.size >= mostNamed) once.clear();
    once.add(text);
    return undefined;
  }
  const name = `confere_${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
  named.set(text, name);
  return name;
}

/** A connection of the pool: prepares what is asked again, each statement once. */
class PreparingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the driver's own overloads, of which the product uses text and values.
  override query(first: any, values?: any, callback?: any): any {
    const name = typeof first === "string" && Array.isArray(values) && values.length > 0 ? nameOf(first) : undefined;
    return name === undefined
      ? super.query(first, values, callback)
      : super.query({ name, text: first as string, values: values as unknown[] }, callback);
  }
}

const letGoWithinMs = 2_000;

/**
 * Its end is there when the server has let go of every connection, or does not answer. The driver's own comes back before
 * that: the server, stopped next, would still find them, and the log would say that they were cut.
 */
class LastingPool extends pg.Pool {
  readonly #open = new Set<pg.PoolClient>();

  constructor(options: pg.PoolConfig) {
    super(options);
    this.on("connect", (client) => {
      this.#open.add(client);
      client.once("end", () => this.#open.delete(client));
    });
  }

  override async end(): Promise<void> {
    await super.end();
    const ends = [...this.#open].map((client) => new Promise<void>((resolve) => client.once("end", resolve)));
    await Promise.race([Promise.all(ends), sleep(letGoWithinMs, undefined, { ref: false })]);
  }
}

/**
 * Opens the pool. Ten connections beat sixty-four on a small machine; a use case holds one at a time.
 * `onIdleError` hears of connections that broke while nobody used them (a database restart); the pool replaces them.
 */
export function openDatabase(
  connection: Connection,
  onIdleError: (error: Error) => void = () => {},
  max = 10,
): Database {
  const pool = new LastingPool({
    ...driverOptions(connection),
    Client: PreparingClient,
    max,
    connectionTimeoutMillis: 30_000,
  });
  pool.on("error", onIdleError);
  // The pool listens only while a connection rests. One that breaks between two statements of a transaction would end
  // the process; with a listener the next statement is refused, and the transaction with it.
  pool.on("connect", (client) => client.on("error", () => {}));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  pools.set(db, pool);
  return db;
}

/** One connection outside any pool (supervisor, migrations, tests). The caller ends it. Rejects as the driver does. */
export async function openClient(connection: Connection): Promise<pg.Client> {
  const client = new pg.Client({ ...driverOptions(connection), connectionTimeoutMillis: 30_000 });
  // Without a listener a connection that breaks while idle would end the process; whoever waits on it is told by "end".
  client.on("error", () => {});
  await client.connect();
  return client;
}

export type Client = pg.Client;

const pools = new WeakMap<Reader, pg.Pool>();

/** Statements as text, for a library that writes its own SQL (pg-boss). */
export interface PlainSql {
  // biome-ignore lint/suspicious/noExplicitAny: the shape of a row is the library's affair.
  executeSql(text: string, values?: unknown[]): Promise<{ rows: any[] }>;
}

/** Runs on the given transaction or client, or on the pool of `on`. Several statements in one text: pool and client only. */
export function plainSql(on: Reader | Client): PlainSql {
  const runner = on instanceof pg.Client ? on : pools.get(on);
  if (runner) return { executeSql: (text, values) => runner.query(text, values) };
  const transaction = on as Transaction;
  return {
    async executeSql(text, values = []) {
      const { rows } = await transaction.executeQuery(CompiledQuery.raw(text, values));
      return { rows };
    },
  };
}

const serializationFailure = "40001";
const deadlockDetected = "40P01";
const attempts = 5;
const hooks = new WeakMap<Transaction, (() => void)[]>();

/**
 * Runs `work` in one transaction and commits. Serialization failures and deadlocks run it again (at most five times),
 * so `work` must do nothing outside the transaction. Rejects with what `work` rejected with, rolled back.
 */
export async function transact<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    let after: (() => void)[] = [];
    try {
      const result = await db.transaction().execute((tx) => {
        after = [];
        hooks.set(tx, after);
        return work(tx);
      });
      for (const hook of after) hook();
      return result;
    } catch (error) {
      const code = sqlState(error);
      if (attempt === attempts || (code !== serializationFailure && code !== deadlockDetected)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt));
    }
  }
}

/** Calls `hook` once `tx` has committed; never if it rolls back. `hook` must not throw and must not matter after a crash. */
export function afterCommit(tx: Transaction, hook: () => void): void {
  hooks.get(tx)?.push(hook);
}

/** The five-letter SQLSTATE of a database error; undefined for any other. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** SQLSTATE classes and codes of a server that stops, starts or takes nobody more; the system's words for one that is not there. */
const away = /^(08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/;
/** What the driver and its pool say in words alone. */
const awayWords =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether an error says that the database cannot be reached now: what was asked was not refused, and is worth asking again. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message, syscall } = (error ?? {}) as { code?: string; message?: string; syscall?: string };
  if (awayWords.test(message ?? "")) return true;
  // Of the system's errors only those of a connection: a file that is not there is another matter.
  if (syscall !== undefined && !/^(connect|read|write)$/.test(syscall)) return false;
  return (error instanceof pg.DatabaseError || syscall !== undefined) && away.test(code ?? "");
}

/** Whether the database answers; rejects as the driver does. */
export async function answersAtAll(db: Database): Promise<boolean> {
  return (await sql`select 1`.execute(db)).rows.length === 1;
}

/** The name of the constraint a statement ran against (unique, exclusion, check, foreign key), or undefined. */
export function violatedConstraint(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError && error.code?.startsWith("23") ? error.constraint : undefined;
}

/** A value for a jsonb column (the driver alone would write a JS array as an SQL array). */
export function jsonb<T>(value: T): RawBuilder<T> {
  return sql<T>`${JSON.stringify(value)}::jsonb`;
}
