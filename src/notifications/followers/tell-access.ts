import { agentById } from "../../people/agent-reads.ts";
import { registrationAuthority } from "../../people/authority/registration-authority-reads.ts";
import { transact } from "../../platform/database.ts";
import { sha256Hex } from "../../platform/ids.ts";
import type { EventPayloads } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { invitation, keysAsked } from "../letters/access-letters.ts";
import { whenWords } from "../letters/when.ts";
import { draftOf, type Letter } from "../outbox/letter.ts";
import { sendMessage } from "../outbox/send-message.ts";

/** A one-time link to the person's own e-mail. */
export async function tellInvited(ctx: Context, event: EventPayloads["agent.invited"]): Promise<void> {
  const { agentId, sealedToken, begunByName } = event;
  await tellAgent(
    ctx,
    agentId,
    `agent-invited:${sha256Hex(sealedToken)}`,
    Buffer.from(sealedToken, "base64"),
    (isNew) => invitation(ctx.config.publicUrl, begunByName, isNew),
  );
}

export async function tellKeysAsked(ctx: Context, event: EventPayloads["agent.keys-asked"]): Promise<void> {
  const { removalId, agentId, askedBy, takesEffectAt } = event;
  const asker = askedBy === agentId ? undefined : await agentById(ctx.db, askedBy);
  const when = takesEffectAt === null ? null : whenWords(new Date(takesEffectAt));
  await tellAgent(ctx, agentId, `agent-keys-asked:${removalId}`, undefined, () =>
    keysAsked(ctx.config.publicUrl, asker?.name ?? null, when),
  );
}

async function tellAgent(
  ctx: Context,
  agentId: string,
  dedupeKey: string,
  sealedCode: Buffer | undefined,
  write: (isNew: boolean) => Letter,
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const agent = await agentById(tx, agentId);
    const ra = agent && (await registrationAuthority(tx, agent.raId));
    if (!agent || !ra) return;
    const head = { number: null, applicantName: agent.name, ra, orderUrl: ctx.config.publicUrl };
    await sendMessage(ctx, tx, {
      dedupeKey,
      orderId: null,
      raId: ra.id,
      channel: "email",
      recipient: agent.email,
      draft: draftOf(head, write(!agent.hasPassword)),
      ...(sealedCode && { sealedCode }),
    });
  });
}
