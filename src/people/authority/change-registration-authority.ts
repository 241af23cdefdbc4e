import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { type AgentPrincipal, actorOf, mayManage } from "../agent.ts";
import { requireWritable } from "./certificate-name.ts";
import { cityIn } from "./city-in.ts";
import type { RegistrationAuthority, RegistrationAuthorityDraft } from "./registration-authority.ts";
import { registrationAuthority } from "./registration-authority-reads.ts";
import { updateRegistrationAuthority } from "./registration-authority-store.ts";

/**
 * Name, phone, hours, look … of the manager's own AR. Failures: not-allowed, name-not-writable, ra-slug-taken,
 * ra-papers-address-taken.
 */
export async function changeRegistrationAuthority(
  ctx: Context,
  command: { raId: string; changes: Partial<RegistrationAuthorityDraft>; by: AgentPrincipal },
): Promise<void> {
  if (!mayManage(command.by, command.raId)) throw new Failure("not-allowed");
  requireWritable(command.changes.name ?? "", "authority");
  await transact(ctx.db, async (tx) => {
    const ra = await registrationAuthority(tx, command.raId);
    if (!ra) throw new Failure("not-found");
    await updateRegistrationAuthority(tx, { ...ra, ...command.changes, city: cityAfter(ra, command.changes) });
    const details = { changed: Object.keys(command.changes) };
    await record(tx, { chain: `ar:${ra.id}`, act: "ra.changed", actor: actorOf(command.by), details }, ctx.clock.now());
  });
}

/**
 * The city after a change: one that was taken from the address follows the new address; one that was typed stays until
 * another is typed.
 */
function cityAfter(ra: RegistrationAuthority, changes: Partial<RegistrationAuthorityDraft>): string {
  const { address = ra.address, city = ra.city } = changes;
  if (city && city !== ra.city) return city;
  const follows = !ra.city || ra.city === cityIn(ra.address);
  return (follows && cityIn(address)) || city;
}
