import { Readable } from "node:stream";
import type { Dice } from "../../bench/made-cases.ts";
import { makeMail } from "../../bench/made-mail.ts";
import { documentsJobs } from "../../src/documents/documents-jobs.ts";
import { mailById } from "../../src/documents/mail/mail-reads.ts";
import { spoolMail } from "../../src/documents/mail/mail-spool.ts";
import { receiveMail } from "../../src/documents/mail/receive-mail.ts";
import { mostPapers } from "../../src/documents/papers/paper-arrival.ts";
import { papersOf } from "../../src/documents/papers/paper-reads.ts";
import { registrationAuthority } from "../../src/people/authority/registration-authority-reads.ts";
import { sql } from "../../src/platform/database.ts";
import { watchJobs } from "../../src/watch/watch-jobs.ts";
import { openWatch } from "../kit/watch-story.ts";
import type { FuzzPart } from "./fuzz-part.ts";
import { hostileText } from "./hostile-text.ts";

/** A made mail in which bytes are exchanged, cut out, doubled, or put where a program would not put them. */
function spoilt(dice: Dice, raw: Buffer): Buffer {
  let bytes = raw;
  for (let times = dice.upTo(6); times > 0; times--) {
    const at = dice.upTo(bytes.length);
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
    const some = 1 + dice.upTo(60);
    bytes = dice.one([
      () => Buffer.concat([before, Buffer.from(Array.from({ length: some }, () => dice.upTo(256))), after]),
      () => Buffer.concat([before, Buffer.from(hostileText(dice, []).slice(0, 2_000)), after]),
      () => Buffer.concat([before, after.subarray(some)]),
      () => Buffer.concat([before, after.subarray(0, some), after]),
      () => before,
      () => Buffer.concat([bytes, bytes.subarray(at)]),
    ])();
  }
  return bytes.length > 0 ? bytes : Buffer.from("\0");
}

const unstorable = /[\p{Cs}]|(?![\t\n\r])\p{Cc}/u;

/** Every mail that was answered 250 is opened or waits for a person, fails no job, and leaves texts that can be read. */
export const mails: FuzzPart = {
  name: "mails",
  async open() {
    const { world, ctx, shop, order, ear } = await openWatch(1);
    const mailbox = (await registrationAuthority(ctx.db, shop.raId))!.papersAddress;
    const domains = { ...ear.domains, documents: documentsJobs, watch: watchJobs };
    return {
      async once(dice) {
        const made = makeMail(dice, dice.roll() < 0.8 ? order.number : undefined);
        const spooled = await spoolMail(ctx, Readable.from([spoilt(dice, made.raw)]), 10_000_000);
        if (spooled === "too-big") return undefined;
        const envelope = { envelopeFrom: hostileText(dice, ["a@b.example"]).slice(0, 80), envelopeTo: [mailbox] };
        const envelopeFrom = envelope.envelopeFrom.replace(/[\0\ud800-\udfff]/g, "");
        const mail = { id: spooled.id, rawHash: spooled.hash, bytes: spooled.bytes, ...envelope, envelopeFrom };
        if ((await receiveMail(ctx, mail)) === "duplicate") return undefined;
        await world.runJobs(domains, { tolerate: true });
        const failed = await sql<{ name: string; error: string }>`select data->>'name' as name, output::text as error
          from pgboss.job where state in ('retry', 'failed') or name = 'confere.dead'`.execute(ctx.db);
        if (failed.rows[0]) {
          await sql`delete from pgboss.job`.execute(ctx.db);
          return `${failed.rows[0].name} failed: ${failed.rows[0].error}`;
        }
        const read = (await mailById(ctx.db, spooled.id))!;
        if (!read.openedAt || !read.outcome) return "it was not opened";
        const texts = [read.subject, read.sender, read.words, read.messageId, ...read.leftOut];
        const papers = await papersOf(ctx.db, order.orderId);
        texts.push(...papers.map(({ fileName }) => fileName));
        const bad = texts.find((text) => text !== null && unstorable.test(text));
        if (bad !== undefined) return `a text was kept as ${JSON.stringify(bad)}`;
        if (papers.length > mostPapers) return `${papers.length} files on one order`;
        if (papers.length > mostPapers - 15) await sql`delete from papers`.execute(ctx.db);
        return undefined;
      },
      close: () => world.close(),
    };
  },
};
