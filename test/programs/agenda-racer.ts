// A process that holds, books, moves and frees times as fast as it can, to be killed by a test: says each act before it
// begins and what came of it once it is committed, a line of JSON each (see test/kit/agenda-history.ts).
// Arguments: connection, folder of the blobs, lanes (arrays of order ids; one lane does one act at a time), starts.
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createBlobStore } from "../../src/platform/blobs/blob-store.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { type Connection, openDatabase, sql } from "../../src/platform/database.ts";
import { Failure } from "../../src/platform/failures/failure.ts";
import { createLogger } from "../../src/platform/logger.ts";
import { createSecrets } from "../../src/platform/secrets.ts";
import { readConfig } from "../../src/platform/settings/config.ts";
import type { Context } from "../../src/platform/settings/context.ts";
import type { Appointment } from "../../src/scheduling/appointments/appointment.ts";
import { releaseOrderTime } from "../../src/scheduling/appointments/release-appointment.ts";
import { bookHeldSlot } from "../../src/scheduling/booking/book-held-slot.ts";
import { holdSlot } from "../../src/scheduling/booking/hold-slot.ts";
import { rescheduleAppointment } from "../../src/scheduling/booking/reschedule-appointment.ts";
import type { Act, Said } from "../kit/agenda-history.ts";

const [connection, dataFolder, lanes, starts] = process.argv.slice(2) as [string, string, string, string];
const db = openDatabase(JSON.parse(connection) as Connection, undefined, 8);
const secrets = createSecrets(Buffer.alloc(32, 7));
const ctx: Context = {
  db,
  clock: systemClock,
  blobs: createBlobStore(join(dataFolder, "blobs"), db, secrets),
  secrets,
  config: readConfig({ CONFERE_DATA: dataFolder }),
  log: createLogger({ level: "silent" }),
};
const by = "installation";
const any = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)]!;
// Writing to a pipe blocks until it is written: what was said is said, even if the next instant kills.
const say = (said: Said) => process.stdout.write(`${JSON.stringify(said)}\n`);

const acts: Record<Act, (orderId: string, startsAt: Date) => Promise<Appointment | undefined>> = {
  hold: (orderId, startsAt) => holdSlot(ctx, { orderId, startsAt, by }),
  book: async (orderId) => {
    await bookHeldSlot(ctx, { orderId });
    return undefined;
  },
  move: (orderId, startsAt) => rescheduleAppointment(ctx, { orderId, startsAt, by }),
  release: async (orderId) => {
    await releaseOrderTime(ctx, { orderId, reason: "cancelled", actor: { kind: "system" } });
    return undefined;
  },
};
const mix: Act[] = ["hold", "hold", "hold", "hold", "book", "move", "move", "release"];

async function once(order: string): Promise<void> {
  const act = any(mix);
  say({ order, act, outcome: "begun" });
  try {
    const appointment = await acts[act](order, new Date(any(JSON.parse(starts) as string[])));
    const told = appointment && {
      appointmentId: appointment.id,
      agentId: appointment.agentId,
      startsAt: appointment.startsAt.toISOString(),
    };
    say({ order, act, outcome: "done", ...told });
  } catch (error) {
    if (error instanceof Failure) return void say({ order, act, outcome: "refused", code: error.code });
    // 57P01 to 57P03 and broken connections: the database is being killed or started.
    const code = String((error as { code?: string }).code);
    const away = /^(57P0[123]|ECONN|ENOENT|EPIPE)/.test(code) || /connection/i.test(String(error));
    if (!away) throw error;
    say({ order, act, outcome: "unknown" });
    while (!(await databaseAnswers())) await sleep(50);
  }
}

async function databaseAnswers(): Promise<boolean> {
  return sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
}

for (const lane of JSON.parse(lanes) as string[][])
  void (async () => {
    for (;;) await once(any(lane));
  })();
