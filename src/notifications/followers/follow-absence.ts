import { agentById } from "../../people/agent-reads.ts";
import type { EventPayloads } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { appointmentById } from "../../scheduling/appointments/scheduling-reads.ts";
import { offerPath } from "../../watch/lateness/offer-link.ts";
import { latenessById } from "../../watch/lateness/watch-reads.ts";
import { agentLate, handedOver, slotsOffered } from "../letters/absence-letters.ts";
import { tellHolder } from "./tell-holder.ts";

/** Told only while it is still so: a letter about a lateness that was settled meanwhile would send the holder away. */
export async function tellAgentLate(ctx: Context, event: EventPayloads["agent.late"]): Promise<void> {
  await tellHolder(ctx, event.orderId, `agent-late:${event.latenessId}`, async (facts, tx) => {
    const lateness = await latenessById(tx, event.latenessId);
    // Offered in the same breath: one letter, with the times, is enough.
    if (!lateness || lateness.outcome !== null || lateness.offeredAt) return undefined;
    const visit = await appointmentById(tx, lateness.appointmentId);
    return visit && agentLate(facts, ctx.config.publicUrl, visit.startsAt);
  });
}

export async function tellSlotsOffered(ctx: Context, event: EventPayloads["slots.offered"]): Promise<void> {
  await tellHolder(ctx, event.orderId, `slots-offered:${event.latenessId}`, async (facts, tx) => {
    const lateness = await latenessById(tx, event.latenessId);
    if (!lateness || lateness.outcome !== null) return undefined;
    const offers = lateness.offers.map((startsAt) => ({
      startsAt,
      path: offerPath(ctx.secrets, lateness.id, startsAt),
    }));
    return slotsOffered(facts, ctx.config.publicUrl, offers);
  });
}

export async function tellHandedOver(ctx: Context, event: EventPayloads["appointment.handed-over"]): Promise<void> {
  await tellHolder(ctx, event.orderId, `handed-over:${event.latenessId}`, async (facts, tx) => {
    const agent = await agentById(tx, event.agentId);
    return agent && handedOver(facts, ctx.config.publicUrl, agent.name);
  });
}
