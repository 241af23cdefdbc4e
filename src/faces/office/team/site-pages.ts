import type { FastifyInstance } from "fastify";
import { z } from "zod";
import {
  officeSiteClosingPath,
  officeSitePath,
  officeSitesNewPath,
  officeSitesPath,
} from "../../../contract/office-addresses.ts";
import { closeSite, putSite } from "../../../people/authority/put-site.ts";
import type { Site } from "../../../people/authority/site.ts";
import { sitesOf } from "../../../people/authority/site-reads.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { answerForm, type Beside } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { words } from "../../staff/form-fields.ts";
import { type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
import { SitesView, SiteView } from "./site-view.tsx";

const siteForm = z.object({
  name: words("Digite o nome do posto.", 80),
  address: words("Digite o endereço completo.", 300),
  openingHours: words("Diga quando o posto atende, em palavras."),
  notes: z.string().trim().max(500, "Texto longo demais.").default(""),
});

const besideSite: Beside = { "site-name-taken": "name" };

type Address = { Params: { siteId: string } };

/** `/office/postos`: where the AR attends in person; shown to whoever may not do it by video. */
export function sitePages(app: FastifyInstance, { ctx }: OfficeDeps): void {
  const siteOf = async (frame: OfficeFrame, id: string): Promise<Site> => {
    const site = (await sitesOf(ctx.db, frame.who.raId)).find((one) => one.id === id);
    if (!site) throw new Failure("not-found");
    return site;
  };

  app.get(officeSitesPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    return sendPage(reply, SitesView({ frame, sites: await sitesOf(ctx.db, frame.who.raId) }));
  });

  app.get(officeSitesNewPath.route, async (request, reply) =>
    sendPage(reply, SiteView({ frame: await officeFrame(ctx, request, "manager") })),
  );

  app.post(officeSitesNewPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    return answerForm(
      reply,
      siteForm,
      request.body,
      async (site) => {
        await putSite(ctx, { raId: frame.who.raId, site, by: frame.who });
        return reply.redirect(officeSitesPath(), 303);
      },
      (errors, values) => SiteView({ frame, errors, values }),
      besideSite,
    );
  });

  app.get<Address>(officeSitePath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    return sendPage(reply, SiteView({ frame, site: await siteOf(frame, request.params.siteId) }));
  });

  app.post<Address>(officeSitePath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    const site = await siteOf(frame, request.params.siteId);
    return answerForm(
      reply,
      siteForm,
      request.body,
      async (changed) => {
        await putSite(ctx, { raId: site.raId, siteId: site.id, site: changed, by: frame.who });
        return reply.redirect(officeSitesPath(), 303);
      },
      (errors, values) => SiteView({ frame, site, errors, values }),
      besideSite,
    );
  });

  app.post<Address>(officeSiteClosingPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    const { id: siteId, raId } = await siteOf(frame, request.params.siteId);
    await closeSite(ctx, { raId, siteId, by: frame.who });
    return reply.redirect(officeSitesPath(), 303);
  });
}
