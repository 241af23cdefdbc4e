import { setBookingTerms } from "../../src/catalog/set-booking-terms.ts";
import { orderNumberFrom } from "../../src/orders/order-number.ts";
import { type Database, sql } from "../../src/platform/database.ts";
import { sha256Hex } from "../../src/platform/ids.ts";
import type { Context } from "../../src/platform/settings/context.ts";
import { openShop } from "../../test/kit/shop.ts";

export const agentCount = 1000;
export const daysAhead = 60;
/** `weeks`: Mondays of two weeks ahead in which everybody attends from Monday to Thursday. */
export type Seed = { raId: string; productId: string; now: Date; orders: SeedOrder[]; weeks: [string, string] };
/** A placed order of a person of its own, and the token of the browser that may see it. */
export type SeedOrder = { id: string; number: string; token: string };

/**
 * 1,000 agents in the four zones of Brazil, Monday to Friday 9 to 12 and 13 to 18, half of every day taken for 60 days by
 * appointments of half an hour, and `orders` placed orders that have no time yet.
 */
export async function seedAgenda(ctx: Context, orders: number): Promise<Seed> {
  const { db } = ctx;
  const { raId, productId } = await openShop(ctx, { agents: 0 });
  const terms = { productId, slotMinutes: 30, pauseBeforeMinutes: 0, pauseAfterMinutes: 0 };
  await setBookingTerms(ctx, { terms: { ...terms, noticeMinutes: 0, horizonDays: daysAhead + 2 }, by: "installation" });
  await sql`insert into agents (id, ra_id, name, cpf, email, roles, created_at)
    select gen_random_uuid(), ${raId}, 'Agente ' || n, lpad(n::text, 11, '0'), 'a' || n || '@bench.example', '{agent}', now()
    from generate_series(1, ${agentCount}::int) n`.execute(db);
  await sql`insert into agenda_hours (id, agent_id, weekday, opens, closes, zone)
    select gen_random_uuid(), a.id, d, t.opens::time, t.closes::time,
      (array['America/Sao_Paulo', 'America/Manaus', 'America/Rio_Branco', 'America/Noronha'])
        [1 + case when abs(hashtext(a.id::text)) % 10 < 7 then 0 else abs(hashtext(a.id::text)) % 3 + 1 end]
    from agents a, generate_series(1, 5) d, (values ('09:00', '12:00'), ('13:00', '18:00')) t (opens, closes)`.execute(
    db,
  );
  const now = ctx.clock.now();
  await fillHalf(db, raId, now);
  await sql`analyze`.execute(db);
  await sql`select agenda_reach(array(select id from agents), ${dayOf(now, -1)}, ${dayOf(now, daysAhead + 2)})`.execute(
    db,
  );
  const weeks = await wholeWeeks(db, now);
  const seed = { raId, productId, now, orders: await placeOrders(db, raId, productId, orders), weeks };
  await sql`vacuum analyze`.execute(db);
  return seed;
}

export function dayOf(now: Date, days: number): string {
  return new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

async function wholeWeeks(db: Database, now: Date): Promise<[string, string]> {
  const { rows } = await sql<{ monday: string }>`
    select monday::date::text as monday from generate_series(${dayOf(now, 7)}::date, ${dayOf(now, 50)}::date, interval '1 day') monday
    where extract(dow from monday) = 1
      and not exists (select from holidays y where y.state is null and y.day between monday::date and monday::date + 3)
    order by 1 limit 2`.execute(db);
  return [rows[0]!.monday, rows[1]!.monday];
}

/** Straight into the table, without triggers and foreign keys: 300,000 rows that the bitmap is computed from afterwards. */
async function fillHalf(db: Database, raId: string, now: Date): Promise<void> {
  await db.connection().execute(async (one) => {
    await sql`set session_replication_role = replica`.execute(one);
    await sql`insert into appointments (id, order_id, ra_id, agent_id, holder_cpf, during, occupied, status, calendar_uid, created_at, booked_at)
      select gen_random_uuid(), gen_random_uuid(), ${raId}, agent_id, '8' || lpad((row_number() over ())::text, 10, '0'),
        tstzrange(at, at + interval '30 minutes'), tstzrange(at, at + interval '30 minutes'), 'booked', 'bench', now(), now()
      from (select h.agent_id, (d::date + h.opens) at time zone h.zone + n * interval '30 minutes' as at
        from agenda_hours h, generate_series(${dayOf(now, 1)}::date, ${dayOf(now, daysAhead)}::date, interval '1 day') d,
          generate_series(0, extract(epoch from h.closes - h.opens)::int / 1800 - 1) n
        where extract(dow from d) = h.weekday
          and not exists (select from holidays y where y.day = d::date and y.state is null)) as halves
      where hashtext(agent_id::text || at::text) % 2 = 0`.execute(one);
    await sql`set session_replication_role = default`.execute(one);
  });
}

async function placeOrders(db: Database, raId: string, productId: string, count: number): Promise<SeedOrder[]> {
  const orders = Array.from({ length: count }, (_, n) => {
    const token = Buffer.from(String(n).padStart(32, "t")).toString("base64url");
    return {
      number: orderNumberFrom(500_000 + n),
      token,
      hash: sha256Hex(token),
      cpf: `9${String(n).padStart(10, "0")}`,
    };
  });
  const { rows } = await sql<{ id: string; number: string }>`
    with placed as (
      select gen_random_uuid() as id, x.number, x.cpf
      from jsonb_to_recordset(${JSON.stringify(orders)}::jsonb) as x (number text, cpf text)
    ), bought as (
      insert into purchases (id, ra_id, created_at) select id, ${raId}, now() from placed
    )
    insert into orders (id, purchase_id, ra_id, product_id, number, price_centavos, applicant_name, cpf, birth_date, email, phone,
      eligibility_outcome, eligibility_decided_at, email_confirmed_at, phone_confirmed_at, created_at, placed_at)
    select x.id, x.id, ${raId}, ${productId}, x.number, 19990, 'Maria da Silva', x.cpf, '1990-02-28',
      'maria@exemplo.com.br', '+5511987654321', 'video', now(), now(), now(), now(), now()
    from placed x
    returning id, number`.execute(db);
  await sql`insert into order_accesses (token_hash, order_id, access_id, created_at, expires_at)
    select x.hash, o.id, gen_random_uuid(), now(), now() + interval '1 day'
    from jsonb_to_recordset(${JSON.stringify(orders)}::jsonb) as x (number text, hash text)
    join orders o on o.number = x.number`.execute(db);
  const tokens = new Map<string, string>(orders.map(({ number, token }) => [number, token]));
  return rows.map(({ id, number }) => ({ id, number, token: tokens.get(number)! }));
}
