import type { Transaction } from "../../platform/database.ts";
import { enqueue } from "../../platform/jobs/jobs.ts";
import { abandonIntent, type Intent } from "./certificate-store.ts";

/** Gives an intent up: our own list names its serial, an authority outside is told by a job. */
export async function giveUpIntent(tx: Transaction, { serial, authorityId }: Intent, now: Date): Promise<void> {
  await abandonIntent(tx, serial, now);
  if (!authorityId) await endOutside(tx, serial);
}

/** Leaves the job that tells the authority that no certificate of this serial may live. */
export const endOutside = (tx: Transaction, serial: string): Promise<void> =>
  enqueue(tx, "issuance.revoke", { serial }, { key: serial });
