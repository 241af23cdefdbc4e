import { transact } from "../platform/database.ts";
import type { Context } from "../platform/settings/context.ts";
import { declaredAsDemo } from "./installation-kind-store.ts";

/**
 * Run at every start, before anything is served. Throws an Error where a demonstration's data would be served in
 * earnest (its passwords were printed and its orders paid with nothing), or where the demonstration would start on data
 * that is in earnest.
 */
export async function declareInstallation(ctx: Context): Promise<void> {
  const { demo } = ctx.config;
  const begunAsDemo = await transact(ctx.db, (tx) => declaredAsDemo(tx, demo, ctx.clock.now()));
  if (begunAsDemo === demo) return;
  throw new Error(
    begunAsDemo
      ? "This data was begun as a demonstration: its passwords were printed and its orders paid with nothing. CONFERE_DEMO=0 " +
          "needs data of its own: another CONFERE_DATA, and another DATABASE_URL where one is set."
      : "This data is in earnest (CONFERE_DEMO=0), and the demonstration would add accounts with printed passwords to it. Set " +
          "CONFERE_DEMO=0, or give the demonstration another CONFERE_DATA, and another DATABASE_URL where one is set.",
  );
}
