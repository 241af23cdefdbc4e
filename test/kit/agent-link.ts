import { mailboxCourier } from "../../src/notifications/couriers/mailbox-courier.ts";
import { allMessages } from "../../src/notifications/followers/notifications-reads.ts";
import { notificationsJobs } from "../../src/notifications/notifications-jobs.ts";
import { withCode } from "../../src/notifications/outbox/deliver-message.ts";
import type { Message } from "../../src/notifications/outbox/message.ts";
import type { World } from "./world.ts";

/** What was mailed to one of the AR's people, newest first. */
export async function lettersTo(world: World, email: string): Promise<Message[]> {
  await world.runJobs({ notifications: notificationsJobs(mailboxCourier) });
  return allMessages(world.ctx.db, 100, email);
}

/** The token of the newest one-time link in somebody's own mailbox; "" where none came. */
export async function linkTo(world: World, email: string): Promise<string> {
  const letter = (await lettersTo(world, email)).find(({ template }) => template === "agent-invitation");
  const text = letter ? withCode(world.ctx, letter.bodyText, letter) : "";
  return /\/desk\/convite\/([\w-]{43})/.exec(text)?.[1] ?? "";
}
