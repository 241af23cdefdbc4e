import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { VNode } from "preact";
import { z } from "zod";
import { deskPath } from "../../contract/desk-addresses.ts";
import type { AgentPrincipal } from "../../people/agent.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { isId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { dayInBrazil } from "../../platform/time/brasilia.ts";
import { areDaysSound, awayNow, isDay, isPeriodSound } from "../../scheduling/agenda/agenda.ts";
import { profileOf, zoneOf } from "../../scheduling/agenda/agenda-reads.ts";
import { blockAgenda } from "../../scheduling/agenda/block-agenda.ts";
import { blockDays } from "../../scheduling/agenda/block-days.ts";
import { setAvailability } from "../../scheduling/agenda/set-agent-profile.ts";
import { bookedWithin, timeOffOf } from "../../scheduling/agenda/time-off-reads.ts";
import { unblockAgenda } from "../../scheduling/agenda/unblock-agenda.ts";
import { answerForm, type FormErrors, type FormValues } from "../form.ts";
import { parsed, parseLocalTime, words } from "./form-fields.ts";
import type { TimeOffRoutes } from "./time-off-addresses.ts";
import type { TimeOffState } from "./time-off-view.tsx";

const tooEarly = "Escolha um fim que ainda vem.";
const longest = "O fim precisa vir depois do começo, com no máximo um ano entre eles.";
const moment = (message: string) => parsed(parseLocalTime, message);
const day = (message: string) => z.string().refine(isDay, message);
const clock = (message: string) => z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, message);
const reason = words("Diga o motivo.");

function whenBack(text: string): { at: Date | null } | undefined {
  const at = text.trim() === "" ? null : parseLocalTime(text);
  return at === undefined ? undefined : { at };
}

const awayForm = (now: Date) =>
  z.object({
    "ausente-ate": parsed(whenBack, "Escolha o dia e a hora da volta, ou deixe em branco.").refine(
      ({ at }) => at === null || at > now,
      "Escolha uma volta que ainda vem.",
    ),
    "ausente-motivo": reason,
  });

const blockForm = (now: Date) =>
  z
    .object({
      "bloqueio-de": moment("Escolha o dia e a hora do começo."),
      "bloqueio-ate": moment("Escolha o dia e a hora do fim.").refine((at) => at > now, tooEarly),
      "bloqueio-motivo": reason,
    })
    .refine((form) => isPeriodSound(form["bloqueio-de"], form["bloqueio-ate"]), {
      message: longest,
      path: ["bloqueio-ate"],
    });

const lastDay = (now: Date) => day("Escolha o último dia.").refine((text) => text >= dayInBrazil(now), tooEarly);

const breakForm = (now: Date) =>
  z
    .object({
      "pausa-comeca": clock("Escolha a hora em que começa."),
      "pausa-termina": clock("Escolha a hora em que termina."),
      "pausa-de": day("Escolha o primeiro dia."),
      "pausa-ate": lastDay(now),
      "pausa-motivo": reason,
    })
    .refine((form) => form["pausa-comeca"] < form["pausa-termina"], {
      message: "A pausa precisa terminar depois de começar, no mesmo dia.",
      path: ["pausa-termina"],
    })
    .refine((form) => areDaysSound(form["pausa-de"], form["pausa-ate"]), { message: longest, path: ["pausa-ate"] });

const vacationForm = (now: Date) =>
  z
    .object({
      "ferias-de": day("Escolha o primeiro dia."),
      "ferias-ate": lastDay(now),
      "ferias-motivo": z.string().trim().max(200, "Texto longo demais.").default(""),
    })
    .refine((form) => areDaysSound(form["ferias-de"], form["ferias-ate"]), { message: longest, path: ["ferias-ate"] });

/** What stands on the page of an agent's time. */
export async function timeOffState(ctx: Context, agentId: string): Promise<TimeOffState> {
  const now = ctx.clock.now();
  const away = awayNow(await profileOf(ctx.db, agentId), now);
  return {
    away,
    duringAway: await bookedWithin(ctx.db, agentId, now, away?.until ?? null),
    list: await timeOffOf(ctx.db, agentId, now),
    zone: await zoneOf(ctx.db, agentId),
    now,
  };
}

/** One person at one agent's page: who acts, on whose time, and the page itself with what came back wrong. */
type Visit = {
  by: AgentPrincipal;
  agentId: string;
  home: string;
  again(errors: FormErrors, values: FormValues): Promise<VNode>;
};

/** The forms of an agent's time, below the page they stand on: the agent's own, and the manager's of each agent. */
export function timeOffForms(
  app: FastifyInstance,
  ctx: Context,
  routes: TimeOffRoutes,
  visit: (request: FastifyRequest) => Promise<Visit>,
): void {
  const back = (reply: FastifyReply, { home }: Visit, done: string) => reply.redirect(`${home}?feito=${done}`, 303);

  app.post(routes.away.route, async (request, reply) => {
    const at = await visit(request);
    const act = async (form: z.output<ReturnType<typeof awayForm>>) => {
      const away = { until: form["ausente-ate"].at, reason: form["ausente-motivo"] };
      await setAvailability(ctx, { agentId: at.agentId, away, by: at.by });
      return back(reply, at, "ausencia");
    };
    return answerForm(reply, awayForm(ctx.clock.now()), request.body, act, at.again);
  });

  app.post(routes.awayEnd.route, async (request, reply) => {
    const at = await visit(request);
    await setAvailability(ctx, { agentId: at.agentId, away: null, by: at.by });
    // When it was pressed on the queue, the queue's own line is the answer.
    const fromQueue = (request.body as Record<string, unknown> | null)?.["de"] === "fila";
    return fromQueue ? reply.redirect(deskPath(), 303) : back(reply, at, "volta");
  });

  app.post(routes.blocks.route, async (request, reply) => {
    const at = await visit(request);
    const act = async (form: z.output<ReturnType<typeof blockForm>>) => {
      const [from, to] = [form["bloqueio-de"], form["bloqueio-ate"]];
      await blockAgenda(ctx, { agentId: at.agentId, from, to, reason: form["bloqueio-motivo"], by: at.by });
      return back(reply, at, "bloqueio");
    };
    return answerForm(reply, blockForm(ctx.clock.now()), request.body, act, at.again);
  });

  app.post(routes.breaks.route, async (request, reply) => {
    const at = await visit(request);
    const act = async (form: z.output<ReturnType<typeof breakForm>>) => {
      const daily = { opens: form["pausa-comeca"], closes: form["pausa-termina"] };
      const days = { fromDay: form["pausa-de"], throughDay: form["pausa-ate"] };
      await blockDays(ctx, { agentId: at.agentId, ...days, daily, reason: form["pausa-motivo"], by: at.by });
      return back(reply, at, "pausa");
    };
    return answerForm(reply, breakForm(ctx.clock.now()), request.body, act, at.again);
  });

  app.post(routes.leave.route, async (request, reply) => {
    const at = await visit(request);
    const act = async (form: z.output<ReturnType<typeof vacationForm>>) => {
      const days = { fromDay: form["ferias-de"], throughDay: form["ferias-ate"] };
      await blockDays(ctx, { agentId: at.agentId, ...days, reason: form["ferias-motivo"] || "férias", by: at.by });
      return back(reply, at, "ferias");
    };
    return answerForm(reply, vacationForm(ctx.clock.now()), request.body, act, at.again);
  });

  app.post(routes.release.route, async (request, reply) => {
    const at = await visit(request);
    const { bloqueio: blockId } = request.params as { bloqueio: string };
    if (!isId(blockId)) throw new Failure("not-found");
    await unblockAgenda(ctx, { blockId, by: at.by });
    return back(reply, at, "liberacao");
  });
}
