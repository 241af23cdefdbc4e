import { type PemLabel, toPem } from "../pki/der/pem.ts";
import { Failure } from "../platform/failures/failure.ts";
import type { Context } from "../platform/settings/context.ts";
import { checkSeal } from "./check-seal.ts";
import type { Manifest, SealStage, SealVerdict } from "./dossier.ts";
import { sealOfProofing } from "./dossier-reads.ts";
import { howToCheck } from "./how-to-check.ts";
import type { SealSigner } from "./seal-signer.ts";
import { type ZipEntry, zipStream } from "./zip-stream.ts";

/**
 * The sealed dossier as a ZIP that anybody can check offline: items, manifest, seal, sums, root, lists of
 * revoked certificates, how to.
 * Call open-dossier first: an export is an opening. Failures: not-found.
 */
export async function exportDossier(
  ctx: Context,
  signer: SealSigner,
  command: { orderId: string; proofingId: string; stage?: SealStage },
): Promise<{ fileName: string; content: AsyncIterable<Uint8Array> }> {
  const { orderId, proofingId } = command;
  const seal = await sealOfProofing(ctx.db, proofingId, command.stage);
  if (!seal) throw new Failure("not-found");
  const content = await ctx.blobs.read(orderId, seal.manifestHash);
  const manifest = JSON.parse(content.toString("utf8")) as Manifest;
  if (manifest.order.id !== orderId) throw new Failure("not-found");
  const sums = manifest.items.map((item) => `${item.hash}  ${item.name}\n`).join("");
  const signature = await ctx.blobs.read(orderId, seal.signatureHash);
  const [roots, { intermediates, lists }] = [await signer.roots(ctx), await signer.published(ctx)];
  const stampRoots = await signer.stampRoots(ctx);
  const pems = (label: PemLabel, all: readonly Uint8Array[]) =>
    Buffer.from(all.map((der) => toPem(label, der)).join(""));
  const listsAt = lists.length === 0 ? undefined : Math.max(...lists.map(({ thisUpdate }) => seconds(thisUpdate)));
  const stamp = stampOf(checkSeal(content, signature, { roots, stampRoots }));
  const words = howToCheck({ manifest, site: ctx.config.publicUrl, sealedAt: seconds(seal.sealedAt), listsAt, stamp });
  const listed = pems(
    "X509 CRL",
    lists.map(({ crl }) => crl),
  );
  const entries: ZipEntry[] = [
    { name: "LEIA-ME.txt", content: Buffer.from(words) },
    { name: "raiz.pem", content: pems("CERTIFICATE", roots) },
    { name: "intermediarias.pem", content: pems("CERTIFICATE", intermediates) },
    ...(lists.length > 0 ? [{ name: "listas.pem", content: listed }] : []),
    ...(stampRoots.length > 0 ? [{ name: "raizes-do-carimbo.pem", content: pems("CERTIFICATE", stampRoots) }] : []),
    { name: "manifest.json", content },
    { name: "manifest.p7s", content: signature },
    { name: "SHA256SUMS", content: Buffer.from(sums) },
    ...manifest.items.map((item) => ({ name: item.name, content: ctx.blobs.stream(orderId, item.hash) })),
  ];
  return {
    fileName: `dossie-${manifest.order.number}${seal.stage === "issuance" ? "-com-certificado" : ""}.zip`,
    content: zipStream(entries, seal.sealedAt),
  };
}

const stampOf = (verdict: SealVerdict) =>
  verdict.good && verdict.stampedBy ? { by: verdict.stampedBy, isOwn: verdict.stampIsOwn } : undefined;

const seconds = (at: Date): number => Math.ceil(at.getTime() / 1000);
