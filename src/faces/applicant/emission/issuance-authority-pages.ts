import type { FastifyInstance } from "fastify";
import {
  authorityChainFilePath,
  authorityFilePath,
  authorityIssuingFilePath,
  authorityPath,
  authorityPracticesPath,
  authorityRootFilePath,
  authoritySecondFilePath,
} from "../../../contract/holder-addresses.ts";
import {
  everyAuthority,
  listFiles,
  publishedChain,
  publishedCrl,
  publishedCrlOf,
} from "../../../issuance/authorities/authority-reads.ts";
import { readCertificate } from "../../../pki/certificates/certificate-reader.ts";
import { certificatesOnly } from "../../../pki/signatures/cades.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { sha256Hex } from "../../../platform/ids.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { sendPage } from "../../page.ts";
import { shopFrame } from "../applicant-page.tsx";
import { AuthorityView, PracticeView } from "./issuance-authority-view.tsx";

/** `/ac`: what every verifier of our certificates fetches, and a page about it for people. */
export function authorityPages(app: FastifyInstance, { ctx }: { ctx: Context }): void {
  const chainOrNothing = async () => {
    const chain = await publishedChain(ctx.db);
    if (!chain) throw new Failure("not-found");
    return chain;
  };

  app.get(authorityPath.route, async (request, reply) => {
    const { root, issuing } = await chainOrNothing();
    const about = (certificate: Uint8Array) => ({
      ...readCertificate(certificate),
      fingerprint: sha256Hex(certificate),
    });
    const view = AuthorityView({
      frame: await shopFrame(ctx, request),
      root: about(root),
      issuing: about(issuing),
      crl: await publishedCrl(ctx.db, "issuing"),
      files: await listFiles(ctx.db),
    });
    return sendPage(reply, view);
  });

  app.get(authorityPracticesPath.route, async (request, reply) =>
    sendPage(reply, PracticeView({ frame: await shopFrame(ctx, request) })),
  );

  const certificateFile = (path: string, which: "root" | "issuing") =>
    app.get(path, async (_request, reply) => {
      const chain = await chainOrNothing();
      return reply
        .type("application/pkix-cert")
        .header("cache-control", "public, max-age=86400")
        .send(Buffer.from(chain[which]));
    });
  certificateFile(authorityRootFilePath.route, "root");
  certificateFile(authorityIssuingFilePath.route, "issuing");

  app.get(authorityChainFilePath.route, async (_request, reply) => {
    await chainOrNothing();
    const { issuing, roots } = await everyAuthority(ctx.db);
    return reply
      .type("application/x-pkcs7-certificates")
      .header("cache-control", "public, max-age=86400")
      .send(Buffer.from(certificatesOnly([...issuing, ...roots])));
  });

  // Every list stands at two addresses, as certificates print them (DOC-ICP-04 7.1.2.2 e), for ever: "lcr.crl" of the
  // first authority, "lcr-2.crl" of the one that came after it.
  for (const route of [authorityFilePath.route, authoritySecondFilePath.route])
    app.get<{ Params: { file: string } }>(route, { config: { rateLimit: false } }, async (request, reply) => {
      const [, which, generation] = /^(raiz|lcr)(?:-([1-9]\d{0,3}))?\.crl$/.exec(request.params.file) ?? [];
      const of = which === "raiz" ? "root" : "issuing";
      const list = which && (await publishedCrlOf(ctx.db, of, Number(generation ?? 1)));
      if (!list) throw new Failure("not-found");
      return reply
        .type("application/pkix-crl")
        .header("cache-control", "public, max-age=300")
        .header("last-modified", list.thisUpdate.toUTCString())
        .header("expires", list.nextUpdate.toUTCString())
        .send(Buffer.from(list.crl));
    });
}
