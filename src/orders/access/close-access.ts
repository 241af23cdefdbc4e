import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import { sha256Hex } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { endAccesses, setTabLeft } from "./access-store.ts";

/** Closes every order in this browser, for every copy of its token; a token that opens nothing is no error. */
export async function closeAccess(ctx: Context, command: { accessToken: string }): Promise<void> {
  const now = ctx.clock.now();
  await transact(ctx.db, async (tx) => {
    for (const id of await endAccesses(tx, sha256Hex(command.accessToken), now))
      await record(tx, { chain: `order:${id}`, act: "order.closed", actor: { kind: "applicant" } }, now);
  });
}

/**
 * Notes that a page of a borrowed device opened, or that its last one closed: its access ends with the tab. On any
 * other device this changes nothing.
 */
export async function noteTab(ctx: Context, command: { accessToken: string; isOpen: boolean }): Promise<void> {
  const now = ctx.clock.now();
  const at = command.isOpen ? null : now;
  await transact(ctx.db, (tx) => setTabLeft(tx, sha256Hex(command.accessToken), at, now));
}
