/** What must survive a reload while the certificate is on its way: a key that is lost cannot be made again. */
export type KeptCeremony = { pair: CryptoKeyPair; request: Uint8Array; startedAt: Date };

const store = "ceremonies";

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function ceremonies(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const opening = indexedDB.open("confere-keys", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(store);
  return (await answer(opening)).transaction(store, mode).objectStore(store);
}

/** `name`: the order's number. */
export const keptCeremony = async (name: string): Promise<KeptCeremony | undefined> =>
  answer((await ceremonies("readonly")).get(name));

export async function keepCeremony(name: string, kept: KeptCeremony): Promise<void> {
  const objects = await ceremonies("readwrite");
  await answer(objects.put(kept, name));
}

export async function forgetCeremony(name: string): Promise<void> {
  await answer((await ceremonies("readwrite")).delete(name));
}
