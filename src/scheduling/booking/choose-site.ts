import { takeToSite } from "../../orders/draft/take-to-site.ts";
import type { OrderPrincipal } from "../../orders/order-principal.ts";
import { transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { servedSitesOf } from "../agenda/agenda-reads.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";

/**
 * The way out for who may not be attended by video: the draft becomes one in person at this site. Failures:
 * site-not-served (nobody receives people there), and those of `takeToSite`.
 */
export async function chooseSite(
  ctx: Context,
  command: { orderId: string; siteId: string; by: OrderPrincipal },
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const { raId } = await takeToSite(tx, command, ctx.clock.now());
    const served = await servedSitesOf(tx, raId);
    if (!served.some(({ id }) => id === command.siteId)) throw new SchedulingFailure("site-not-served");
  });
}
