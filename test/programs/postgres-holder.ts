// A process that uses the managed database of a folder, to be killed by a test: prints the number of each row it was
// told is committed. With "once" it only starts, says "ready" and stops cleanly at the end of its input.
import { openClient } from "../../src/platform/database.ts";
import { startManagedPostgres } from "../../src/platform/postgres/managed-postgres.ts";

const [dataFolder, mode] = process.argv.slice(2) as [string, string];
const postgres = await startManagedPostgres({ dataFolder, environment: process.env });
const client = await openClient(postgres.connection());
await client.query("create table if not exists rows (n int primary key)");
if (mode === "once") {
  process.stdout.write("ready\n");
  process.stdin
    .on("data", () => {})
    .on("end", async () => {
      await client.end();
      await postgres.stop();
    });
} else {
  const { rows } = await client.query("select coalesce(max(n), 0) as last from rows");
  for (let n = Number(rows[0].last) + 1; ; n++) {
    await client.query("insert into rows values ($1)", [n]);
    await new Promise((resolve) => process.stdout.write(`${n}\n`, resolve));
  }
}
