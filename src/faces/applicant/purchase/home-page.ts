import type { FastifyInstance } from "fastify";
import { eligibilityTable, productByCode } from "../../../catalog/catalog-reads.ts";
import { biometricsAnswerMatters, decideEligibility } from "../../../catalog/eligibility.ts";
import type { Product } from "../../../catalog/product.ts";
import { productPath } from "../../../contract/holder-addresses.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { dayInBrazil } from "../../../platform/time/brasilia.ts";
import { saleGap, shelfOf } from "../../../scheduling/agenda/shop-opening-reads.ts";
import { sendPage } from "../../page.ts";
import { type ApplicantDeps, shopFrame } from "../applicant-page.tsx";
import { HomeView, type Offer, ProductView, type VideoRule } from "./home-view.tsx";
import { knownSites } from "./in-person-pages.ts";

/** Who may use video for this product, by today's table: everybody, those with biometrics, or nobody. */
async function videoRule(ctx: Context, product: Product): Promise<VideoRule> {
  const day = dayInBrazil(ctx.clock.now());
  const rules = await eligibilityTable(ctx.db, product.raId);
  const facts = { ...product, biometricsOnFile: null };
  if (biometricsAnswerMatters(rules, facts, day)) return "with-biometrics";
  return decideEligibility(rules, facts, day)?.outcome === "video" ? "everybody" : "nobody";
}

/** What is on an AR's shelf, who may have each by video, and why it cannot be bought now. */
export async function offersOf(ctx: Context, raId: string): Promise<Offer[]> {
  const shelf = await shelfOf(ctx.db, raId, ctx.clock.now());
  return Promise.all(shelf.map(async ({ product, gap }) => ({ product, gap, video: await videoRule(ctx, product) })));
}

export function homePages(app: FastifyInstance, { ctx }: ApplicantDeps): void {
  app.get("/", async (request, reply) => {
    const frame = await shopFrame(ctx, request);
    return sendPage(reply, HomeView({ frame, offers: frame.ra ? await offersOf(ctx, frame.ra.id) : [] }));
  });

  app.get<{ Params: { code: string } }>(productPath.route, async (request, reply) => {
    const frame = await shopFrame(ctx, request);
    const product = frame.ra && (await productByCode(ctx.db, frame.ra.id, request.params.code));
    if (!product?.active) throw new Failure("not-found");
    return sendPage(
      reply,
      ProductView({
        frame,
        product,
        gap: await saleGap(ctx.db, product, ctx.clock.now()),
        video: await videoRule(ctx, product),
        sites: await knownSites(ctx, product.raId),
      }),
    );
  });
}
