import { orderById } from "../../orders/orders-reads.ts";
import { type Reader, sql } from "../../platform/database.ts";
import { earlier, minuteMs } from "../../platform/time/durations.ts";
import { bareAddress } from "../../scheduling/appointments/invitation-reply.ts";
import { type InboundMail, openOutcomes } from "./inbound-mail.ts";
import { inboundMailRow, mailColumns } from "./inbound-mail-store.ts";

export const mailById: (reader: Reader, id: string) => Promise<InboundMail | undefined> = inboundMailRow;

/** Which of these numbers are placed orders: number -> id. */
export async function ordersNumbered(reader: Reader, numbers: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ number: string; id: string }>`
    select number, id from orders where number = any(${[...numbers]}::text[])`.execute(reader);
  return new Map(rows.map(({ number, id }) => [number, id]));
}

/** The AR whose papers mailbox this is; undefined: no mail is taken for it. */
export async function mailboxOwner(reader: Reader, address: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from registration_authorities where lower(papers_address) = ${bareAddress(address)}`.execute(reader);
  return rows[0]?.id;
}

const cameTo = (raId: string) => sql<boolean>`exists (select 1 from registration_authorities a
  where a.id = ${raId} and lower(a.papers_address) in
    (select regexp_replace(t, '\\+convite-[0-9a-f]{24}@', '@') from unnest(envelope_to) t))`;

/** Mails of an AR that no machine could place, oldest first. */
export async function mailsForPerson(reader: Reader, raId: string): Promise<InboundMail[]> {
  return reader
    .selectFrom("inbound_mails")
    .select(mailColumns)
    .where("outcome", "in", [...openOutcomes])
    .where(cameTo(raId))
    .orderBy("received_at")
    .limit(200)
    .execute();
}

const opensWithinMs = minuteMs;
export type UnopenedMails = { count: number; oldestAt: Date | null };

/** Mails, of an AR or of all, that nothing has opened a minute after they were answered 250: an alarm. */
export async function unopenedMails(reader: Reader, now: Date, raId?: string): Promise<UnopenedMails> {
  const before = earlier(now, opensWithinMs);
  const { rows } = await sql<UnopenedMails>`
    select count(*)::int as count, min(received_at) as "oldestAt" from inbound_mails
    where opened_at is null and received_at < ${before} and ${raId === undefined ? sql`true` : cameTo(raId)}`.execute(
    reader,
  );
  return rows[0]!;
}

/** Mails of an order opened after `since`, oldest first. */
export async function mailsOfOrder(reader: Reader, orderId: string, since: Date): Promise<InboundMail[]> {
  const found = reader.selectFrom("inbound_mails").select(mailColumns).where("order_id", "=", orderId);
  return found.where("opened_at", ">", since).orderBy("opened_at").execute();
}

/** A mail that this AR may read: for a person, or on one of its orders. */
export async function mailOfRa(reader: Reader, raId: string, id: string): Promise<InboundMail | undefined> {
  const mail = await inboundMailRow(reader, id);
  if (!mail) return undefined;
  if (mail.orderId !== null) return (await orderById(reader, mail.orderId))?.raId === raId ? mail : undefined;
  return (await mailsForPerson(reader, raId)).find((one) => one.id === id);
}
