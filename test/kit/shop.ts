import { putProduct } from "../../src/catalog/put-product.ts";
import { confirmContact } from "../../src/orders/contact/confirm-contact.ts";
import { requestContactCode } from "../../src/orders/contact/request-contact-code.ts";
import { answerBiometrics } from "../../src/orders/draft/answer-biometrics.ts";
import { type ApplicantData, describeApplicant } from "../../src/orders/draft/describe-applicant.ts";
import { placeOrder } from "../../src/orders/draft/place-order.ts";
import { startOrder } from "../../src/orders/draft/start-order.ts";
import type { ContactChannel } from "../../src/orders/order.ts";
import { holderOf } from "../../src/orders/order-principal.ts";
import { openCharge } from "../../src/payments/open-charge.ts";
import { paymentsJobs } from "../../src/payments/payments-jobs.ts";
import { simulatedBank } from "../../src/payments/providers/simulated-bank.ts";
import { recordPayment } from "../../src/payments/record-payment.ts";
import { openRegistrationAuthority } from "../../src/people/authority/open-registration-authority.ts";
import { createAgent } from "../../src/people/team/create-agent.ts";
import { sql } from "../../src/platform/database.ts";
import type { DomainJobs, EventPayloads } from "../../src/platform/jobs/jobs.ts";
import type { Context } from "../../src/platform/settings/context.ts";
import type { Cnpj, Cpf } from "../../src/platform/taxpayer-id.ts";
import { setAgendaHours } from "../../src/scheduling/agenda/set-agenda-hours.ts";
import { schedulingJobs } from "../../src/scheduling/scheduling-jobs.ts";

/** A receiver of events that only remembers them, in the place of the domains to the right of scheduling. */
export function listener() {
  const heard: { event: string; payload: Record<string, unknown> }[] = [];
  const codes = new Map<string, string>();
  const hear =
    <E extends keyof EventPayloads>(event: E) =>
    async (ctx: Context, payload: EventPayloads[E]) => {
      heard.push({ event, payload: { ...payload } });
      if (!("sealedCode" in payload)) return;
      codes.set(
        `${payload.orderId}/${payload.channel}`,
        ctx.secrets.open(Buffer.from(payload.sealedCode, "base64")).toString(),
      );
    };
  const domains: DomainJobs = {
    payments: paymentsJobs(simulatedBank()),
    scheduling: schedulingJobs,
    listener: {
      events: {
        "order.placed": hear("order.placed"),
        "order.paid": hear("order.paid"),
        "order.cancelled": hear("order.cancelled"),
        "contact-code.requested": hear("contact-code.requested"),
        "appointment.booked": hear("appointment.booked"),
        "appointment.moved": hear("appointment.moved"),
        "appointment.released": hear("appointment.released"),
      },
    },
  };
  const codeOf = (orderId: string, channel: ContactChannel) => codes.get(`${orderId}/${channel}`) ?? "";
  return { heard, codeOf, domains, events: () => heard.map(({ event }) => event) };
}

/** Numbers that no holder of a test has: nobody is offered a time with themselves. */
export const shopAgents = [
  ["Agente 111", "31690482796" as Cpf],
  ["Agente 123", "84721530617" as Cpf],
  ["Agente 987", "59073814260" as Cpf],
] as const;

const days = [0, 1, 2, 3, 4, 5, 6];
let count = 0;

/**
 * An AR that sells: `agents` people who attend round the clock, one more who verifies, an e-CPF A1 (12 months), an e-CPF A3
 * (36), an e-CNPJ A1. A3 is on sale as it will be once it can be issued, unless `a3` is "closed", as it is today.
 */
export async function openShop(
  ctx: Context,
  options: { agents?: number; a3?: "open" | "closed"; verifier?: boolean } = {},
) {
  const n = ++count;
  if (options.a3 !== "closed")
    // The real row comes with the version that issues on cards and tokens (see migration 0129); everything else about
    // an A3 is tested already.
    await sql`insert into sale_periods (certificate_type, valid_from) values ('A3', '2026-01-01')
      on conflict do nothing`.execute(ctx.db);
  const { raId } = await openRegistrationAuthority(ctx, {
    by: "installation",
    ra: {
      slug: `ar-teste-${n}`,
      name: "AR Teste",
      cnpj: "11222333000181" as Cnpj,
      phone: "(11) 3456-7890",
      email: "contato@ar.example",
      openingHours: "segunda a sexta, 8h às 18h",
      address: "Rua A, 10, São Paulo/SP",
      municipalityCode: "3550308",
      papersAddress: `documentos-${n}@ar.example`,
      look: {},
    },
  });
  const agentIds: string[] = [];
  for (const [name, cpf] of shopAgents.slice(0, options.agents ?? 1)) {
    const agent = { raId, name, cpf, email: `${cpf}-${n}@ar.example` };
    const { agentId } = await createAgent(ctx, { ...agent, roles: ["agent"], by: "installation" });
    const hours = days.map((weekday) => ({ weekday, opens: "00:00", closes: "24:00" }));
    await setAgendaHours(ctx, { agentId, hours, by: "installation" });
    agentIds.push(agentId);
  }
  if (options.verifier !== false) {
    const second = { raId, name: "Verificadora", cpf: "20468197303" as Cpf, email: `verificadora-${n}@ar.example` };
    await createAgent(ctx, { ...second, roles: ["verifier"], by: "installation" });
  }
  const base = { raId, summary: "Para pessoas.", slotMinutes: 30, active: true, position: 1 };
  const sell = (
    code: string,
    more: Pick<
      Parameters<typeof putProduct>[1]["product"],
      "name" | "person" | "certificateType" | "device" | "validityMonths" | "priceCentavos"
    >,
  ) => putProduct(ctx, { by: "installation", product: { ...base, code, ...more } });
  const ecpf = {
    name: "e-CPF A1",
    person: "natural",
    certificateType: "A1",
    device: "none",
    validityMonths: 12,
    priceCentavos: 19990,
  } as const;
  const { productId } = await sell("e-cpf-a1-12", ecpf);
  const { productId: a3Id } = await sell("e-cpf-a3-36", {
    ...ecpf,
    name: "e-CPF A3",
    certificateType: "A3",
    device: "token",
    validityMonths: 36,
    priceCentavos: 45990,
  });
  const { productId: companyId } = await sell("e-cnpj-a1-12", {
    ...ecpf,
    name: "e-CNPJ A1",
    person: "legal",
    priceCentavos: 24990,
  });
  return { raId, agentIds, productId, a3Id, companyId };
}

export const maria: ApplicantData = {
  name: "Maria da Silva",
  cpf: "52998224725" as Cpf,
  birthDate: "1990-02-28",
  email: "maria@exemplo.com.br",
  phone: "+5511987654321",
};

/** A draft with everything but its number: data given, contacts confirmed, eligibility decided. */
export async function readyDraft(
  ctx: Context,
  productId: string,
  data: ApplicantData = maria,
  ear = listener(),
  run?: () => Promise<void>,
) {
  const { orderId, accessToken } = await startOrder(ctx, { productId });
  await answerBiometrics(ctx, { orderId, biometricsOnFile: true, by: holderOf(orderId) });
  await describeApplicant(ctx, { orderId, data, by: holderOf(orderId) });
  for (const channel of ["email", "phone"] as const)
    await requestContactCode(ctx, { orderId, channel, by: holderOf(orderId), address: undefined });
  await run?.();
  for (const channel of ["email", "phone"] as const)
    await confirmContact(ctx, { orderId, channel, code: ear.codeOf(orderId, channel), by: holderOf(orderId) });
  return { orderId, accessToken };
}

/** Pays a placed order at the simulated bank. */
export async function pay(ctx: Context, orderId: string): Promise<void> {
  const bank = simulatedBank();
  const charge = await openCharge(ctx, bank, { orderId, by: holderOf(orderId) });
  await recordPayment(ctx, bank.simulation.pay(charge, ctx.clock.now()));
}

/** An order with its number, not paid. */
export async function placedOrder(
  ctx: Context,
  productId: string,
  data: ApplicantData,
  ear: ReturnType<typeof listener>,
  run: () => Promise<void>,
) {
  const draft = await readyDraft(ctx, productId, data, ear, run);
  const { number } = await placeOrder(ctx, { orderId: draft.orderId, by: holderOf(draft.orderId) });
  return { ...draft, number };
}
