import { generateKeyPairSync } from "node:crypto";
import { type Transaction, transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { signHead } from "./recording-head.ts";
import { evidenceKey, insertEvidenceKey, insertHeads, unsignedSegments } from "./recording-store.ts";

/**
 * Signs how far each running segment of these rooms has grown since the last time, with the installation's own key.
 * Whoever changes a file later contradicts a signature that lies elsewhere (VC-21).
 */
export async function signHeads(ctx: Context, command: { roomIds: string[] }): Promise<void> {
  if (command.roomIds.length === 0) return;
  const at = ctx.clock.now();
  await transact(ctx.db, async (tx) => {
    const grown = await unsignedSegments(tx, command.roomIds);
    if (grown.length === 0) return;
    const { privateKey } = await keyOf(ctx, tx);
    await insertHeads(
      tx,
      grown.map((segment) => signHead({ ...segment, at }, privateKey)),
    );
  });
}

/** The installation's key for heads (PEM); made at the first use. */
export async function keyOf(ctx: Context, tx: Transaction): Promise<{ publicKey: string; privateKey: string }> {
  if (!(await evidenceKey(tx))) {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519", {
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    await insertEvidenceKey(tx, { publicKey, sealedKey: ctx.secrets.seal(privateKey) }, ctx.clock.now());
  }
  const { publicKey, sealedKey } = (await evidenceKey(tx))!;
  return { publicKey, privateKey: ctx.secrets.open(sealedKey).toString() };
}
