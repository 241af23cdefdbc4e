import type { FastifyRequest } from "fastify";
import type { ComponentChildren } from "preact";
import { formatEmail } from "../../orders/applicant/applicant.ts";
import type { PaymentProvider } from "../../payments/payment-provider.ts";
import type { RegistrationAuthority } from "../../people/authority/registration-authority.ts";
import {
  registrationAuthorities,
  registrationAuthority,
  registrationAuthorityBySlug,
} from "../../people/authority/registration-authority-reads.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Config } from "../../platform/settings/config.ts";
import type { Context } from "../../platform/settings/context.ts";
import { Notice } from "../ui/components.tsx";
import { Layout } from "../ui/layout.tsx";

/** What the holder's pages lean on. */
export type ApplicantDeps = { ctx: Context; provider: PaymentProvider | undefined };

/** What every page of one AR shows around its content. */
export type Frame = { ra: RegistrationAuthority | undefined; demo: boolean; paysOnline: boolean };

/** `paysOnline`: without a provider the holder pays the AR, which writes it down. */
const settingsOf = ({ demo, paymentProvider }: Config) => ({ demo, paysOnline: paymentProvider !== undefined });

export async function frameOf(ctx: Context, raId: string): Promise<Frame> {
  return { ra: await registrationAuthority(ctx.db, raId), ...settingsOf(ctx.config) };
}

/** The AR whose shop was entered: `?ar=slug`, else the installation's first. Failure not-found for a wrong slug. */
export async function shopFrame(ctx: Context, request: FastifyRequest): Promise<Frame> {
  const slug = (request.query as Record<string, unknown>)["ar"];
  const settings = settingsOf(ctx.config);
  if (typeof slug !== "string" || slug === "") return { ra: (await registrationAuthorities(ctx.db))[0], ...settings };
  const ra = await registrationAuthorityBySlug(ctx.db, slug);
  if (!ra) throw new Failure("not-found");
  return { ra, ...settings };
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

/** Who to talk to, on every page about an order. */
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

/** Telephone and e-mail of the AR, inside a sentence. */
export function RaContact({ ra }: { ra: RegistrationAuthority }) {
  return (
    <>
      {ra.name}, telefone <a href={`tel:${ra.phone.replace(/[^\d+]/g, "")}`}>{ra.phone}</a>, e-mail{" "}
      <a href={`mailto:${ra.email}`}>{formatEmail(ra.email)}</a>
    </>
  );
}

/** No bank is connected: said to visitors before they type anything, with what to do. */
export function PaysTheAuthority({ frame: { ra, paysOnline } }: { frame: Frame }) {
  if (paysOnline || !ra) return null;
  return (
    <Notice tone="warn" title="Esta AR ainda não recebe pagamentos pelo site">
      <p>
        Você faz o pedido aqui e combina o pagamento direto com a AR. Assim que ela registrar que recebeu, você é
        avisado e escolhe o horário. Fale com <RaContact ra={ra} />.
      </p>
    </Notice>
  );
}
