import { transact } from "../../platform/database.ts";
import { enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { insertMail, type ReceivedMail } from "./inbound-mail-store.ts";

/** Takes responsibility for a spooled message: row and job in one transaction. "duplicate": those bytes came before. */
export function receiveMail(ctx: Context, mail: Omit<ReceivedMail, "receivedAt">): Promise<"received" | "duplicate"> {
  return transact(ctx.db, async (tx) => {
    if (!(await insertMail(tx, { ...mail, receivedAt: ctx.clock.now() }))) return "duplicate";
    await enqueue(tx, "documents.open-mail", { mailId: mail.id }, { key: mail.id });
    return "received";
  });
}
