import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { VNode } from "preact";
import { z } from "zod";
import type { Address } from "../contract/address.ts";
import { Failure } from "../platform/failures/failure.ts";
import { answerForm, type Beside, type FormErrors, type FormValues } from "./form.ts";
import { sendPage } from "./page.ts";

// A door as a table: what may be asked for, what may be pressed, and where a press leads.

/**
 * Finds out who asks and for which of their things. Whoever may not is refused: by a `Failure`, or led to another page
 * by `Elsewhere`.
 */
type Guard<B> = (request: FastifyRequest, reply: FastifyReply) => Promise<B>;

type Page = VNode | Promise<VNode>;

type Press<B, S extends z.ZodType, R> = {
  guard: Guard<B>;
  /** The form's fields; a function where they depend on what the guard found. */
  form: S | ((by: B) => S);
  act(form: z.output<S>, by: B): Promise<R> | R;
  /** Where the press leads, so that a page asked for again presses nothing again; a page itself only where no address shows it. */
  to(by: B, done: Awaited<R>): string | VNode | Promise<string | VNode>;
  /** The page that comes back with what was typed; without it a refusal is the door's own page. */
  again?: (by: B, errors: FormErrors, values: FormValues) => Page;
  beside?: Beside | undefined;
};

/** A press without fields. */
export const nothing = z.object({});

export function actsOf(app: FastifyInstance) {
  return {
    page<B>(address: Address, guard: Guard<B>, view: (by: B) => Page): void {
      app.get(address.route, async (request, reply) => sendPage(reply, await view(await guard(request, reply))));
    },

    press<B, S extends z.ZodType, R>(address: Pick<Address, "route">, row: Press<B, S, R>): void {
      const { guard, form, act, to, again, beside } = row;
      app.post(address.route, async (request, reply) => {
        const by = await guard(request, reply);
        const done = async (values: z.output<S>) => {
          const next = await to(by, await act(values, by));
          return typeof next === "string" ? reply.redirect(next, 303) : sendPage(reply, next);
        };
        const schema = typeof form === "function" ? form(by) : form;
        if (again) return answerForm(reply, schema, request.body, done, (...back) => again(by, ...back), beside);
        const { success, data } = schema.safeParse(request.body ?? {});
        if (!success) throw new Failure("form-invalid");
        return done(data);
      });
    },
  };
}
