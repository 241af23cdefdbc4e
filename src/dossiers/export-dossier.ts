import type { Context } from "../platform/context.ts";
import { Failure } from "../platform/failure.ts";
import type { Manifest } from "./dossier.ts";
import { sealOfProofing } from "./dossier-views.ts";
import { type ZipEntry, zipStream } from "./zip-stream.ts";

const howToCheck = `Este arquivo prova a si mesmo, sem o Confere.

1. Conteúdo: na pasta em que você abriu o ZIP, rode
     sha256sum -c SHA256SUMS
2. Lacre: manifest.p7s é uma assinatura CAdES destacada sobre manifest.json.
     openssl cms -verify -binary -cades -inform DER -purpose any -in manifest.p7s -content manifest.json -CAfile raiz.pem -out /dev/null
   raiz.pem: a raiz publicada pela AC em /ac.
3. manifest.json lista os mesmos arquivos e as mesmas somas de SHA256SUMS.
`;

/**
 * The sealed dossier as a ZIP that anybody can check offline: items, manifest, seal, sums, how to.
 * Call open-dossier first: an export is an opening. Refuses not-found.
 */
export async function exportDossier(
  ctx: Context,
  command: { orderId: string; proofingId: string },
): Promise<{ fileName: string; content: AsyncIterable<Uint8Array> }> {
  const { orderId, proofingId } = command;
  const seal = await sealOfProofing(ctx.db, proofingId);
  if (!seal) throw new Failure("not-found");
  const content = await ctx.blobs.read(orderId, seal.manifestHash);
  const manifest = JSON.parse(content.toString("utf8")) as Manifest;
  if (manifest.order.id !== orderId) throw new Failure("not-found");
  const sums = manifest.items.map((item) => `${item.hash}  ${item.name}\n`).join("");
  const signature = await ctx.blobs.read(orderId, seal.signatureHash);
  const entries: ZipEntry[] = [
    { name: "LEIA-ME.txt", content: Buffer.from(howToCheck) },
    { name: "manifest.json", content },
    { name: "manifest.p7s", content: signature },
    { name: "SHA256SUMS", content: Buffer.from(sums) },
    ...manifest.items.map((item) => ({ name: item.name, content: ctx.blobs.stream(orderId, item.hash) })),
  ];
  return { fileName: `dossie-${manifest.order.number}.zip`, content: zipStream(entries, seal.sealedAt) };
}
