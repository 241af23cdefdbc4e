import type { FastifyRequest } from "fastify";
import type { ComponentChildren } from "preact";
import { formatEmail } from "../../orders/applicant.ts";
import type { PaymentProvider } from "../../payments/payment-provider.ts";
import {
  registrationAuthorities,
  registrationAuthority,
  registrationAuthorityBySlug,
} from "../../people/people-views.ts";
import type { RegistrationAuthority } from "../../people/registration-authority.ts";
import type { Context } from "../../platform/context.ts";
import { Failure } from "../../platform/failure.ts";
import { Layout } from "../ui/layout.tsx";

/** What the holder's pages lean on. */
export type ApplicantDeps = { ctx: Context; provider: PaymentProvider };

/** What every page of one AR shows around its content. */
export type Frame = { ra: RegistrationAuthority | undefined; demo: boolean };

export async function frameOf(ctx: Context, raId: string): Promise<Frame> {
  return { ra: await registrationAuthority(ctx.db, raId), demo: ctx.config.demo };
}

/** The AR whose shop was entered: `?ar=slug`, else the installation's first. Failure not-found for a wrong slug. */
export async function shopFrame(ctx: Context, request: FastifyRequest): Promise<Frame> {
  const slug = (request.query as Record<string, unknown>)["ar"];
  const demo = ctx.config.demo;
  if (typeof slug !== "string" || slug === "") return { ra: (await registrationAuthorities(ctx.db))[0], demo };
  const ra = await registrationAuthorityBySlug(ctx.db, slug);
  if (!ra) throw new Failure("not-found");
  return { ra, demo };
}

export function ApplicantPage(props: {
  frame: Frame;
  title: string;
  children: ComponentChildren;
  width?: "reading" | "wide";
  islands?: string[];
  sheets?: string[];
  refresh?: number;
  address?: string;
}) {
  const { frame, children, ...layout } = props;
  const ra = frame.ra && {
    name: frame.ra.name,
    phone: frame.ra.phone,
    openingHours: frame.ra.openingHours,
    look: frame.ra.look,
  };
  return (
    <Layout {...layout} demo={frame.demo} {...(ra ? { ra } : {})}>
      {children}
    </Layout>
  );
}

/** Who to talk to, on every page about an order (seed S18). */
export function RaCard({ ra }: { ra: RegistrationAuthority | undefined }) {
  if (!ra) return null;
  return (
    <section class="card" aria-labelledby="fale-com-a-ar">
      <h2 id="fale-com-a-ar">Fale com a AR</h2>
      <p>
        <strong>{ra.name}</strong>
        <br />
        Telefone: <a href={`tel:${ra.phone.replace(/[^\d+]/g, "")}`}>{ra.phone}</a>
        <br />
        E-mail: <a href={`mailto:${ra.email}`}>{formatEmail(ra.email)}</a>
        <br />
        Atendimento: {ra.openingHours}
      </p>
    </section>
  );
}
