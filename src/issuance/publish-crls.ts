import { signRevocationList } from "../pki/revocation-list.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { enqueue } from "../platform/jobs.ts";
import { openAuthority } from "./authority-keys.ts";
import { insertCrl, lastCrlNumber, revokedBy } from "./certificate-store.ts";

const hourMs = 3_600_000;
/** The issuing authority's list every hour, good for six (regulation CER-08); the root's for a month of the same habit. */
const goodForMs = { root: 30 * 24 * hourMs, issuing: 6 * hourMs };

/** Publishes a new list of each authority and leaves the job that does it again within the hour. */
export async function publishCrls(ctx: Context): Promise<void> {
  const now = ctx.clock.now();
  const lists = await Promise.all(
    (["root", "issuing"] as const).map(async (kind) => {
      const authority = await openAuthority(ctx, ctx.db, kind);
      const number = (await lastCrlNumber(ctx.db, authority.id)) + 1;
      const revoked = await revokedBy(ctx.db, authority.id);
      const nextUpdate = new Date(now.getTime() + goodForMs[kind]);
      const crl = await signRevocationList(authority, { number, thisUpdate: now, nextUpdate, revoked });
      return { authorityId: authority.id, number, thisUpdate: now, nextUpdate, entries: revoked.length, crl };
    }),
  );
  await transact(ctx.db, async (tx) => {
    for (const list of lists) await insertCrl(tx, list);
    await enqueue(tx, "issuance.publish-crls", {}, { key: "next", startAt: new Date(now.getTime() + hourMs) });
  });
}
