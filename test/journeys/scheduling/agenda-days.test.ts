import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "../../../src/platform/database.ts";
import { agendaFaults } from "../../../src/scheduling/agenda/agenda-faults-reads.ts";
import { setAgendaHours } from "../../../src/scheduling/agenda/set-agenda-hours.ts";
import { agendaAnchor } from "../../../src/scheduling/agenda/slot-chain.ts";
import { openShop } from "../../kit/shop.ts";
import { createWorld, type World } from "../../kit/world.ts";

const quarter = 15 * 60_000;
const day = 86_400_000;
const cellsOfDay = 96;

/** Every zone that Brazil has, and clocks that jump by an hour or half of one, at midnight and at other hours. */
const zones = [
  "America/Sao_Paulo",
  "America/Manaus",
  "America/Rio_Branco",
  "America/Noronha",
  "America/New_York",
  "America/Santiago",
  "Europe/London",
  "Pacific/Auckland",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
];
/** Agenda days; the clocks of the last five zones change within one of these. */
const windows = [
  ["2026-10-20", "2026-11-10"],
  ["2027-03-08", "2027-04-12"],
  ["2026-08-30", "2026-10-06"],
] as const;
const spans = [
  ["00:00", "06:00"],
  ["09:00", "12:00"],
  ["13:00", "18:00"],
  ["20:00", "23:45"],
] as const;

/** The same question asked of another judge: Intl's own zone table, one cell at a time. */
function openByIntl(zone: string, at: number): boolean {
  const parts = formats.get(zone)!.formatToParts(at);
  const [hour, minutes] = ["hour", "minute"].map((type) => parts.find((part) => part.type === type)!.value);
  const wall = `${hour}:${minutes}`;
  return spans.some(([opens, closes]) => opens <= wall && wall < closes);
}
const formats = new Map(
  zones.map((zone) => [
    zone,
    new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
  ]),
);

async function openCells(world: World, agentId: string, from: string, through: string): Promise<Map<number, boolean>> {
  const { rows } = await sql<{ day: string; open: string }>`
    select day, open::text from agenda_open_cells(${agentId}, ${from}, ${through})`.execute(world.ctx.db);
  const cells = new Map<number, boolean>();
  for (const row of rows)
    for (const [i, bit] of [...row.open].entries()) {
      const at = agendaAnchor(row.day).getTime() + i * quarter;
      const before = cells.get(at);
      assert.ok(
        before === undefined || before === (bit === "1"),
        "the head of a day and the end of the one before agree",
      );
      cells.set(at, bit === "1");
    }
  return cells;
}

test("open cells are right to the last one in ten zones over every kind of clock change", async () => {
  await using world = await createWorld();
  const { agentIds } = await openShop(world.ctx);
  const agentId = agentIds[0]!;
  await sql`delete from holidays`.execute(world.ctx.db);
  const hours = [0, 1, 2, 3, 4, 5, 6].flatMap((weekday) =>
    spans.map(([opens, closes]) => ({ weekday, opens, closes })),
  );
  let compared = 0;
  for (const zone of zones) {
    await setAgendaHours(world.ctx, { agentId, hours, zone, by: "installation" });
    for (const [from, through] of windows) {
      const cells = await openCells(world, agentId, from, through);
      const days = (agendaAnchor(through).getTime() - agendaAnchor(from).getTime()) / day + 1;
      assert.equal(cells.size, days * cellsOfDay + 16);
      for (const [at, open] of cells) assert.equal(open, openByIntl(zone, at), `${zone} ${new Date(at).toISOString()}`);
      compared += cells.size;
    }
  }
  assert.ok(compared > 90_000, String(compared));
});

test("the reference's wrong cell: a shift that ends in the hour that Santiago repeats", async () => {
  await using world = await createWorld();
  const { agentIds } = await openShop(world.ctx);
  const hours = [{ weekday: 6, opens: "20:00", closes: "23:45" }];
  await setAgendaHours(world.ctx, { agentId: agentIds[0]!, hours, zone: "America/Santiago", by: "installation" });
  const cells = await openCells(world, agentIds[0]!, "2027-04-03", "2027-04-03");
  const open = [...cells].filter(([, is]) => is).map(([at]) => new Date(at).toISOString().slice(8, 16));
  // Clocks go back at 24:00 (03:00 UTC): 23:00 to 24:00 comes twice, and each time its last quarter is closed.
  assert.equal(open[0], "03T23:00");
  assert.equal(open.at(-1), "04T03:30");
  assert.ok(!open.includes("04T02:45"), "23:45 the first time");
  assert.equal(open.length, 15 + 3);
});

test("the check sees what is wrong", async () => {
  await using world = await createWorld();
  const { agentIds } = await openShop(world.ctx);
  const { db } = world.ctx;
  await sql`select agenda_reach(${agentIds}::uuid[], '2026-11-23', '2026-11-25')`.execute(db);
  assert.deepEqual(await agendaFaults(db), []);
  await sql`update agent_days set taken = set_bit(taken, 5, 1), load = 3 where day = '2026-11-24'`.execute(db);
  await sql`update agent_days set open = 0::bit(112) where day = '2026-11-25'`.execute(db);
  const faults = (await agendaFaults(db)).map((fault) => `${fault.kind} ${"day" in fault ? fault.day : ""}`);
  assert.deepEqual(faults.sort(), ["load 2026-11-24", "open-cells 2026-11-25", "taken-cells 2026-11-24"]);
});
