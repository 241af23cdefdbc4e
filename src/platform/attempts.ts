import { type Reader, sql } from "./database.ts";

type Attempts = {
  /** In the running window, this one included. */
  count: number;
  /** Until the window ends. */
  seconds: number;
};

/**
 * Counts one attempt, before what it is good for is looked at. `key` is a keyed hash (`secrets.hmac`). One statement,
 * so that of a hundred attempts at one instant each gets its own number. To stay counted when the answer is a refusal,
 * it needs a transaction of its own.
 */
export async function countAttempt(reader: Reader, key: string, windowMs: number, now: Date): Promise<Attempts> {
  const endsAt = new Date((Math.floor(now.getTime() / windowMs) + 1) * windowMs);
  const { rows } = await sql<{ count: number }>`
    with gone as (delete from attempts where (key, ends_at) in
      (select key, ends_at from attempts where ends_at <= ${now} limit 20 for update skip locked))
    insert into attempts as a (key, ends_at, count) values (${key}, ${endsAt}, 1)
    on conflict (key, ends_at) do update set count = a.count + 1 returning count`.execute(reader);
  return { count: rows[0]?.count ?? 1, seconds: Math.max(1, Math.ceil((endsAt.getTime() - now.getTime()) / 1000)) };
}
