import { type Reader, sql } from "../../platform/database.ts";
import { stopsHolder, type Trouble } from "./trouble.ts";
import { troubleColumns } from "./trouble-store.ts";

export type TroubleRow = Trouble & { orderNumber: string | null; applicantName: string | null };

/** What fails now for the AR or for the whole installation, the oldest first. */
export async function troublesOf(reader: Reader, raId: string, limit = 50): Promise<TroubleRow[]> {
  const { rows } = await sql<TroubleRow>`
    select t.job_id as "jobId", t.name, t.order_id as "orderId", t.ra_id as "raId", t.attempts, t.last_error as "lastError",
      t.began_at as "beganAt", t.failed_at as "failedAt", t.given_up_at as "givenUpAt", t.settled_at as "settledAt",
      t.outcome, t.settled_by as "settledBy", t.note, o.number as "orderNumber", o.applicant_name as "applicantName"
    from job_troubles t left join orders o on o.id = t.order_id
    where t.settled_at is null and (t.ra_id = ${raId} or t.ra_id is null)
    order by t.began_at limit ${limit}`.execute(reader);
  return rows;
}

/** What keeps the holder of this order waiting because something of ours fails; the oldest. */
export async function troubleOf(reader: Reader, orderId: string): Promise<Trouble | undefined> {
  const open = await reader
    .selectFrom("job_troubles")
    .select(troubleColumns)
    .where("order_id", "=", orderId)
    .where("settled_at", "is", null)
    .orderBy("began_at")
    .execute();
  return open.find(({ name }) => stopsHolder(name));
}
