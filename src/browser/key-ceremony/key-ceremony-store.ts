import { answerWithin, NoAnswer } from "../tab/answer-within.ts";

/** What must survive a reload while the certificate is on its way: a key that is lost cannot be made again. */
export type KeptCeremony = { pair: CryptoKeyPair; request: Uint8Array; startedAt: Date; filesMadeAt?: Date };

const store = "ceremonies";
/** A working store answers in milliseconds, on a busy phone within a second. After this it will not answer at all. */
const patienceMs = 5000;

async function opened(): Promise<IDBDatabase> {
  // Read here: in some windows the mere mention of indexedDB throws.
  const opening = indexedDB.open("confere-keys", 1);
  let isLate = false;
  const answered = new Promise<IDBDatabase>((resolve, reject) => {
    opening.onupgradeneeded = () => opening.result.createObjectStore(store);
    opening.onerror = () => reject(opening.error);
    // Another tab holds an older version of the store open; it may close it before the deadline.
    opening.onblocked = () => console.warn("the key store is held by another tab");
    opening.onsuccess = () => {
      opening.result.onversionchange = () => opening.result.close();
      if (isLate) opening.result.close();
      else resolve(opening.result);
    };
  });
  try {
    return await answerWithin(patienceMs, answered);
  } catch (error) {
    isLate = true;
    throw error;
  }
}

/** Why this window cannot keep a key: it refuses (private, inside an app, blocked), it is full, it does not answer. */
export type StoreFault = "refused" | "full" | "silent";

export class StoreTrouble extends Error {
  readonly fault: StoreFault;

  constructor(cause: unknown) {
    super("the key store failed", { cause });
    this.name = "StoreTrouble";
    const name = cause instanceof Error ? cause.name : "";
    this.fault = cause instanceof NoAnswer ? "silent" : name === "QuotaExceededError" ? "full" : "refused";
  }
}

type Asked = IDBRequest<KeptCeremony | undefined>;
type Act<T> = (objects: IDBObjectStore, done: (value: T) => void) => void;

/**
 * One transaction, answered only when it has *completed*: a request that succeeded says nothing yet, the disk may still
 * refuse, and that comes with the abort. StoreTrouble for everything that goes wrong, sooner or later.
 */
async function inStore<T>(mode: IDBTransactionMode, act: Act<T>): Promise<T> {
  let database: IDBDatabase | undefined;
  try {
    const open = await opened();
    database = open;
    return await answerWithin(
      patienceMs,
      new Promise<T>((resolve, reject) => completed(open, mode, act, resolve, reject)),
    );
  } catch (error) {
    throw new StoreTrouble(error);
  } finally {
    database?.close();
  }
}

function completed<T>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  act: Act<T>,
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
): void {
  const transaction = database.transaction(store, mode, { durability: "strict" });
  let value = undefined as T;
  transaction.oncomplete = () => resolve(value);
  // Every error ends in an abort, which knows it.
  transaction.onabort = () => reject(transaction.error ?? new DOMException("", "AbortError"));
  act(transaction.objectStore(store), (found) => {
    value = found;
  });
}

/** What is kept under `name`, the order's number. */
export const keptCeremony = (name: string): Promise<KeptCeremony | undefined> =>
  inStore("readonly", (objects, done) => {
    const asked: Asked = objects.get(name);
    asked.onsuccess = () => done(asked.result);
  });

/** Keeps `fresh`, unless another tab kept one meanwhile: answers the one that stands, once it does. */
export const keepCeremony = (name: string, fresh: KeptCeremony): Promise<KeptCeremony> =>
  inStore("readwrite", (objects, done) => {
    const asked: Asked = objects.get(name);
    asked.onsuccess = () => {
      done(asked.result ?? fresh);
      // A window that cannot clone a key throws here; thrown in an event, that aborts the transaction.
      if (!asked.result) objects.put(fresh, name);
    };
  });

/** That the files were made, for the words after a reload; nothing where the key was taken away meanwhile. */
export const noteFilesMade = (name: string, filesMadeAt: Date): Promise<void> =>
  inStore<void>("readwrite", (objects) => {
    const asked: Asked = objects.get(name);
    asked.onsuccess = () => asked.result && objects.put({ ...asked.result, filesMadeAt }, name);
  });

export const forgetCeremony = (name: string): Promise<void> =>
  inStore<void>("readwrite", (objects) => void objects.delete(name));

/**
 * Whether this window can keep a key at all: a small one, in the very shape of the real one, is written, read back and
 * taken away. StoreTrouble where not. Private windows, windows inside other apps and full disks fail here, before
 * anybody pressed anything.
 */
export async function proveStore(): Promise<void> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const pair = await globalThis.crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const name = `proof ${globalThis.crypto.randomUUID()}`;
  await keepCeremony(name, { pair, request: new Uint8Array(64), startedAt: new Date() });
  const found = await keptCeremony(name);
  await forgetCeremony(name);
  if (!(found?.pair.privateKey instanceof CryptoKey)) throw new StoreTrouble(new DOMException("", "DataCloneError"));
}
