import type { FastifyInstance } from "fastify";
import { registrationAuthorityBySlug } from "../../people/people-views.ts";
import type { Context } from "../../platform/context.ts";
import { Failure } from "../../platform/failure.ts";

/** Tokens an AR may override; everything else of the look is the house's. */
const overridable = ["brand", "brand-strong", "brand-soft", "on-brand"];

/** The AR's token file: colours only, checked here so that a stored value can never become other CSS. */
export function lookSheet(look: Record<string, string>): string {
  const lines = overridable
    .filter((name) => /^#[0-9a-f]{6}$/i.test(look[name] ?? ""))
    .map((name) => `--${name}:${look[name]};`);
  return `:root{${lines.join("")}}`;
}

/** `/aparencia/<slug>.css`: one small sheet per AR, after the house's own. */
export function lookPages(app: FastifyInstance, ctx: Context): void {
  app.get<{ Params: { slug: string } }>("/aparencia/:slug.css", async (request, reply) => {
    const ra = await registrationAuthorityBySlug(ctx.db, request.params.slug);
    if (!ra) throw new Failure("not-found");
    return reply
      .type("text/css; charset=utf-8")
      .header("cache-control", "public, max-age=300")
      .send(lookSheet(ra.look));
  });
}
