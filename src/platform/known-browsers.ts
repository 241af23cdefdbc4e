import { type Reader, sql, type Transaction } from "./database.ts";
import { newToken, sha256Hex } from "./ids.ts";
import { dayMs, later } from "./time/durations.ts";

/** How long a browser counts as known after somebody last came in with it. */
const knownDays = 180;

/**
 * Whether somebody came to this (`subject`: a keyed hash of an account or an order) with this browser before. That
 * opens nothing; it only keeps what others guess elsewhere from counting against this browser.
 */
export async function isKnownBrowser(
  reader: Reader,
  token: string | undefined,
  subject: string,
  now: Date,
): Promise<boolean> {
  if (!token) return false;
  const { rows } = await sql`select from known_browsers
    where token_hash = ${sha256Hex(token)} and subject = ${subject} and expires_at > ${now}`.execute(reader);
  return rows.length > 0;
}

/** After somebody came in: the browser's next token, which knows this and all that the one of before knew, if it was ours. */
export async function rememberBrowser(
  tx: Transaction,
  token: string | undefined,
  subject: string,
  now: Date,
): Promise<string> {
  const next = newToken();
  const hash = sha256Hex(next);
  const until = later(now, knownDays * dayMs);
  await sql`delete from known_browsers where expires_at <= ${now}`.execute(tx);
  if (token)
    await sql`update known_browsers set token_hash = ${hash} where token_hash = ${sha256Hex(token)}`.execute(tx);
  await sql`insert into known_browsers (token_hash, subject, expires_at) values (${hash}, ${subject}, ${until})
    on conflict (token_hash, subject) do update set expires_at = ${until}`.execute(tx);
  return next;
}
