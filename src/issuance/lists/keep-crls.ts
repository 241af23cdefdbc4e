import { signRevocationList } from "../../pki/certificates/revocation-list.ts";
import { transact, violatedConstraint } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { later } from "../../platform/time/durations.ts";
import { type OpenAuthority, openAuthorityById } from "../authorities/authority-keys.ts";
import { authoritiesOf, type StoredAuthority } from "../authorities/authority-store.ts";
import { goodForMs, type ListedKind, listFault, listIsDue } from "../authorities/crl-state.ts";
import { newestList, revokedCount } from "./crl-reads.ts";
import { insertCrl, revokedBy } from "./crl-store.ts";

const kinds: ListedKind[] = ["root", "issuing"];

/**
 * Publishes each list that is due by what stands published: none, one from the future (the clock was wrong), one that runs out or
 * lacks a serial, one of age. Run every half minute and after each revocation; nothing depends on the run before it. Several at
 * once end with one new list.
 */
export async function keepCrls(ctx: Context): Promise<void> {
  for (const kind of kinds) for (const stored of await authoritiesOf(ctx.db, kind)) await keepList(ctx, kind, stored);
}

/** Of a retired authority too: certificates that it signed are still asked about. */
async function keepList(ctx: Context, kind: ListedKind, stored: StoredAuthority): Promise<void> {
  const now = ctx.clock.now();
  const list = await newestList(ctx.db, stored.id);
  if (!listIsDue(kind, list, await revokedCount(ctx.db, stored.id), now)) return;
  const fault = listFault(list, now);
  if (fault && list)
    ctx.log.error(
      { list: kind, fault, thisUpdate: list.thisUpdate },
      "a list of revoked certificates was not in order",
    );
  const number = (list?.number ?? 0) + 1;
  // Another published this number in the meantime: whoever revoked looks again, until the newest list lacks nothing.
  if (!(await publish(ctx, await openAuthorityById(ctx, ctx.db, stored.id), { kind, number }, now)))
    await keepList(ctx, kind, stored);
}

async function publish(
  ctx: Context,
  authority: OpenAuthority,
  { kind, number }: { kind: ListedKind; number: number },
  now: Date,
): Promise<boolean> {
  const serials = await revokedBy(ctx.db, authority.id);
  // A clock that was ahead left days of tomorrow: no list names a revocation that is later than itself.
  const revoked = serials.map((one) => ({ ...one, revokedAt: one.revokedAt < now ? one.revokedAt : now }));
  const nextUpdate = later(now, goodForMs[kind]);
  const crl = await signRevocationList(authority, { number, thisUpdate: now, nextUpdate, revoked });
  const list = { authorityId: authority.id, number, thisUpdate: now, nextUpdate, entries: revoked.length, crl };
  try {
    await transact(ctx.db, (tx) => insertCrl(tx, list));
    return true;
  } catch (error) {
    if (violatedConstraint(error) !== "crls_pkey") throw error;
    return false;
  }
}
