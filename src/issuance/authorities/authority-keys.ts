import type { Authority } from "../../pki/certificates/certificate.ts";
import type { PublishedAt } from "../../pki/certificates/holder-profile.ts";
import { openRsaKey, softwareSigner } from "../../pki/keys/software-signer.ts";
import type { TimestampUnit } from "../../pki/signatures/timestamp.ts";
import type { Reader } from "../../platform/database.ts";
import type { Config } from "../../platform/settings/config.ts";
import type { Context } from "../../platform/settings/context.ts";
import {
  type AuthorityKind,
  authorityById,
  authorityInService,
  generationOf,
  type StoredAuthority,
} from "./authority-store.ts";

import { type ListedKind, listFileOf } from "./crl-state.ts";

export type OpenAuthority = Authority & { id: string; name: string; issuerId: string | null };

export const hashOfKind = { root: "sha512", issuing: "sha512", timestamp: "sha256", seal: "sha256" } as const;

function open(ctx: Context, stored: StoredAuthority): OpenAuthority {
  const signer = softwareSigner(openRsaKey(ctx.secrets.open(stored.sealedKey)), hashOfKind[stored.kind]);
  const { id, name, issuerId, certificate } = stored;
  return { id, name, issuerId, certificate, signer };
}

/** The authority in service with its key opened. An Error where the first start has not made it: nothing can go on. */
export async function openAuthority(ctx: Context, reader: Reader, kind: AuthorityKind): Promise<OpenAuthority> {
  const stored = await authorityInService(reader, kind);
  if (!stored) throw new Error(`no ${kind} authority: ensureAuthorities did not run`);
  return open(ctx, stored);
}

/** undefined where there is none (yet). */
export async function openAuthorityInService(
  ctx: Context,
  reader: Reader,
  kind: AuthorityKind,
): Promise<OpenAuthority | undefined> {
  const stored = await authorityInService(reader, kind);
  return stored && open(ctx, stored);
}

export async function openAuthorityById(ctx: Context, reader: Reader, id: string): Promise<OpenAuthority> {
  const stored = await authorityById(reader, id);
  if (!stored) throw new Error(`authority ${id} is gone`);
  return open(ctx, stored);
}

export async function openSealOf(ctx: Context, reader: Reader, raId: string): Promise<OpenAuthority | undefined> {
  const stored = await authorityInService(reader, "seal", raId);
  return stored && open(ctx, stored);
}

/** Certificate and all above it, DER, the root last. */
export async function chainOf(
  reader: Reader,
  authority: { certificate: Uint8Array; issuerId: string | null },
): Promise<[Uint8Array, ...Uint8Array[]]> {
  const chain: [Uint8Array, ...Uint8Array[]] = [authority.certificate];
  for (let next = authority.issuerId; next; ) {
    const issuer = await authorityById(reader, next);
    if (!issuer) throw new Error(`authority ${next} is gone`);
    chain.push(issuer.certificate);
    next = issuer.issuerId;
  }
  return chain;
}

/** The built-in time-stamping unit. */
export async function openTimestampUnit(ctx: Context, reader: Reader): Promise<TimestampUnit> {
  const authority = await openAuthority(ctx, reader, "timestamp");
  return { certificates: await chainOf(reader, authority), signer: authority.signer, policy: "2.16.76.1.6.999" };
}

/** Addresses printed in what an authority signs; its list stands at two (DOC-ICP-04 7.1.2.2 e). */
export function publishedAt(config: Config, kind: ListedKind, generation: number): PublishedAt {
  if (!config.certificateFolders)
    throw new Error("CERTIFICATE_SITES is not set: certificates have nowhere to point to");
  const [first, second] = config.certificateFolders;
  const file = listFileOf(kind, generation);
  return {
    crl: [`${first}/${file}`, `${second}/${file}`],
    issuers: `${first}/cadeia.p7b`,
    practice: `${first}/praticas`,
  };
}

/** Addresses printed in what the authority in service of this kind signs. */
export async function publishedBy(ctx: Context, reader: Reader, issuer: OpenAuthority, kind: ListedKind) {
  return publishedAt(ctx.config, kind, await generationOf(reader, kind, issuer.id));
}
