import type { Reader } from "../../platform/database.ts";
import { passportOf, type Readiness } from "./readiness.ts";

/** More runs than anybody makes; a bound, so that a page that saves in a circle cannot make a desk slow. */
const mostRuns = 20;

/** The order's readiness passport; undefined while nothing was ever tested. */
export async function readinessOf(reader: Reader, orderId: string): Promise<Readiness | undefined> {
  const runs = await reader
    .selectFrom("readiness_checks")
    .select(["findings", "taken_at as takenAt"])
    .where("order_id", "=", orderId)
    .orderBy("taken_at", "desc")
    .limit(mostRuns)
    .execute();
  return passportOf(runs);
}
