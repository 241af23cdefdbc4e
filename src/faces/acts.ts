import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { VNode } from "preact";
import { z } from "zod";
import type { Address } from "../contract/address.ts";
import { Failure } from "../platform/failures/failure.ts";
import { answerForm, type Beside, type FormErrors, type FormValues } from "./form.ts";
import { sendPage } from "./page.ts";

// A door as a table: what may be asked for, what may be pressed, and where a press leads.

/** Who asks, and for what of theirs. Whoever may not is thrown out: by a `Failure`, or to another page by `GoTo`. */
type Guard<B> = (request: FastifyRequest, reply: FastifyReply) => Promise<B>;

type Page = VNode | Promise<VNode>;

type Press<B, S extends z.ZodType, R> = {
  guard: Guard<B>;
  /** Its fields; a function where they depend on what it is about. */
  form: S | ((by: B) => S);
  act(form: z.output<S>, by: B): Promise<R> | R;
  /** Where the press leads, so that a page asked for again presses nothing again; a page itself only where no address shows it. */
  to(by: B, done: Awaited<R>): string | VNode | Promise<string | VNode>;
  /** The page that comes back with what was typed; without it a refusal is the door's own page. */
  again?: (by: B, errors: FormErrors, values: FormValues) => Page;
  beside?: Beside | undefined;
};

/** Thrown by a guard or an act: the reader is led there instead. */
export class GoTo extends Error {
  readonly href: string;

  constructor(href: string) {
    super(`led to ${href}`);
    this.href = href;
  }
}

/** A press without fields. */
export const nothing = z.object({});

export function actsOf(app: FastifyInstance) {
  const led = async (reply: FastifyReply, answer: () => Promise<unknown>): Promise<unknown> => {
    try {
      return await answer();
    } catch (error) {
      if (error instanceof GoTo) return reply.redirect(error.href, 303);
      throw error;
    }
  };
  return {
    page<B>(address: Address, guard: Guard<B>, view: (by: B) => Page): void {
      app.get(address.route, (request, reply) =>
        led(reply, async () => sendPage(reply, await view(await guard(request, reply)))),
      );
    },

    press<B, S extends z.ZodType, R>(
      address: Pick<Address, "route">,
      { guard, form, act, to, again, beside }: Press<B, S, R>,
    ): void {
      app.post(address.route, (request, reply) =>
        led(reply, async () => {
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
        }),
      );
    },
  };
}
