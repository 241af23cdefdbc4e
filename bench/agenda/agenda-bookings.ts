import { execFile } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Connection, openClient, sql } from "../../src/platform/database.ts";
import type { Context } from "../../src/platform/settings/context.ts";
import { dayOf, type Seed } from "./agenda-seed.ts";

export const clients = 64;
const each = 20;

/**
 * Two SQL functions: `bench_book` takes a time as the product does (choice of the agent, appointment, job, audit entry),
 * `bench_limit` makes the same writes for a given agent who is nobody else's: no choice, no contention, and (see
 * `callsASecond`) no triggers and no foreign keys.
 */
export async function prepareBookings({ db }: Context, seed: Seed): Promise<void> {
  await sql`create sequence bench_turns`.execute(db);
  await sql`create table bench_orders as select row_number() over (order by number) as n, id, cpf from orders where number is not null`.execute(
    db,
  );
  await sql`create unique index on bench_orders (n)`.execute(db);
  await sql`create table bench_agents as select row_number() over () as n, id from agents`.execute(db);
  await sql`create unique index on bench_agents (n)`.execute(db);
  const [first] = seed.weeks;
  await sql
    .raw(`
    create function bench_entries(p_order uuid, p_starts timestamptz) returns void language sql as $$
      insert into pgboss.job (id, name, data, singleton_key, start_after)
      values (gen_random_uuid(), 'confere', jsonb_build_object('order', p_order), p_order::text, p_starts + interval '10 years');
      insert into audit_entries (chain, seq, at, act, actor, details, previous_hash, hash)
      values ('bench:' || gen_random_uuid(), 1, now(), 'slot.held', '{"kind": "applicant"}',
        jsonb_build_object('startsAt', p_starts), repeat('0', 64), encode(sha256(p_order::text::bytea), 'hex'));
    $$;
    create function bench_start(p_turn bigint) returns timestamptz language sql as $$
      -- Four days of sixteen starts in everybody's hours, or nearly.
      select '${first} 14:00Z'::timestamptz + (p_turn % 4) * interval '1 day' + (p_turn / 4 % 16) * interval '30 minutes'
    $$;
    create function bench_book() returns text language plpgsql as $$
    declare
      v_turn bigint := nextval('bench_turns');
      v_order bench_orders;
      v_time tstzrange := tstzrange(bench_start(v_turn), bench_start(v_turn) + interval '30 minutes');
      v_pick record;
    begin
      select * into v_order from bench_orders where n = v_turn;
      for v_try in 1..200 loop
        select * into v_pick from agenda_pick('${seed.raId}', array['${seed.productId}'::uuid], 'pt-BR', v_time, now());
        exit when v_pick.outcome <> 'busy';
        perform pg_sleep(random() * 0.004);
      end loop;
      if v_pick.outcome <> 'picked' then return v_pick.outcome; end if;
      insert into appointments (id, order_id, ra_id, agent_id, holder_cpf, during, occupied, status, calendar_uid, created_at, booked_at)
      values (gen_random_uuid(), v_order.id, '${seed.raId}', v_pick.agent, v_order.cpf, v_time, v_time, 'booked', 'bench', now(), now());
      perform bench_entries(v_order.id, lower(v_time));
      return 'picked';
    end $$;
    create function bench_limit() returns void language plpgsql as $$
    declare
      v_turn bigint := nextval('bench_turns');
      v_order bench_orders;
      v_agent uuid;
      v_time tstzrange := tstzrange('2028-01-01Z'::timestamptz + v_turn * interval '30 minutes',
        '2028-01-01Z'::timestamptz + (v_turn + 1) * interval '30 minutes');
    begin
      select * into v_order from bench_orders where n = 1 + v_turn % (select max(n) from bench_orders);
      select id into v_agent from bench_agents where n = 1 + v_turn % ${1000};
      update agent_days set taken = taken, load = load where day = '${dayOf(seed.now, 20)}' and agent_id = v_agent;
      insert into appointments (id, order_id, ra_id, agent_id, holder_cpf, during, occupied, status, calendar_uid, created_at, booked_at)
      values (gen_random_uuid(), gen_random_uuid(), '${seed.raId}', v_agent, v_order.cpf, v_time, v_time, 'booked', 'bench', now(), now());
      perform bench_entries(v_order.id, lower(v_time));
    end $$;`)
    .execute(db);
}

/** Transactions a second of 64 clients that call the function one after the other: by pgbench, else by the driver. */
export async function callsASecond(connection: Connection, call: "bench_book()" | "bench_limit()"): Promise<number> {
  const script = join(tmpdir(), `confere-${process.pid}.sql`);
  writeFileSync(script, `select ${call};\n`);
  try {
    if (!("host" in connection)) throw new Error("the bench's database is on a socket");
    const where = ["-h", connection.host, "-U", connection.user, connection.database];
    const load = ["-n", "-M", "prepared", "-c", String(clients), "-j", "2", "-t", String(each), "-f", script];
    const env = { ...process.env, PGOPTIONS: optionsOf(call) };
    const { stdout } = await promisify(execFile)("pgbench", [...load, ...where], { env });
    return Number(/tps = ([\d.]+) \(without/.exec(stdout)![1]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return await callsByDriver(connection, call);
  } finally {
    rmSync(script);
  }
}

/** A switch for superusers: triggers and foreign keys are off, the table's own constraints stay on. */
const optionsOf = (call: string) => (call === "bench_limit()" ? "-c session_replication_role=replica" : "");

async function callsByDriver(connection: Connection, call: string): Promise<number> {
  const open = await Promise.all(Array.from({ length: clients }, () => openClient(connection)));
  if (call === "bench_limit()") for (const client of open) await client.query("set session_replication_role = replica");
  const began = performance.now();
  const run = async (client: (typeof open)[number]) => {
    for (let n = 0; n < each; n++) await client.query({ name: "call", text: `select ${call}` });
  };
  await Promise.all(open.map(run));
  const seconds = (performance.now() - began) / 1000;
  await Promise.all(open.map((client) => client.end()));
  return (clients * each) / seconds;
}
