import { record } from "../../audit/record.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { type AgentPrincipal, actorOf, type Installation, mayOpenRegistrationAuthority } from "../agent.ts";
import { requireWritable } from "./certificate-name.ts";
import { cityIn } from "./city-in.ts";
import type { RegistrationAuthorityDraft } from "./registration-authority.ts";
import { insertRegistrationAuthority } from "./registration-authority-store.ts";

type OpenRegistrationAuthority = { ra: RegistrationAuthorityDraft; by: AgentPrincipal | Installation };

/** A new AR in the installation. Failures: not-allowed, name-not-writable, ra-slug-taken, ra-papers-address-taken. */
export async function openRegistrationAuthority(
  ctx: Context,
  command: OpenRegistrationAuthority,
): Promise<{ raId: string }> {
  if (!mayOpenRegistrationAuthority(command.by)) throw new Failure("not-allowed");
  return transact(ctx.db, async (tx) => ({ raId: await openRegistrationAuthorityIn(ctx, tx, command) }));
}

/** The same inside the caller's transaction (the first manager comes with the first AR). */
export async function openRegistrationAuthorityIn(
  ctx: Context,
  tx: Transaction,
  command: OpenRegistrationAuthority,
): Promise<string> {
  const now = ctx.clock.now();
  // The AR's seal bears its name.
  requireWritable(command.ra.name, "authority");
  const id = newId(now.getTime());
  const city = command.ra.city || (cityIn(command.ra.address) ?? "");
  await insertRegistrationAuthority(tx, { id, ...command.ra, city }, now);
  await record(
    tx,
    { chain: `ar:${id}`, act: "ra.opened", actor: actorOf(command.by), details: { slug: command.ra.slug } },
    now,
  );
  return id;
}
