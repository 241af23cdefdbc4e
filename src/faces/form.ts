import type { FastifyReply } from "fastify";
import type { VNode } from "preact";
import { z } from "zod";
import { Failure } from "../platform/failures/failure.ts";
import type { FailureCode } from "./failure-catalogue.ts";
import { sayWhenAgain, sendPage } from "./page.ts";

// What a schema says nothing of itself about (a field that did not come at all) is said in the reader's language too.
z.config({ customError: ({ input }) => (input === undefined ? "Preencha este campo." : "Confira este campo.") });

/** Words per field name; "" holds what belongs to the whole form. */
export type FormErrors = Record<string, string>;
/** What the person typed, given back so that nothing is typed twice. */
export type FormValues = Record<string, string>;

/**
 * Beside which field of a form a refusal stands; what is not named here belongs to the whole form. Domains know no form: the
 * table stands beside the form's handler.
 */
export type Beside = Partial<Record<FailureCode, string | ((failure: Failure) => string)>>;

/** The words of a refusal, under the name of the field they stand beside. */
export function refusalBeside(failure: Failure, beside: Beside = {}): FormErrors {
  const field = beside[failure.code as FailureCode] ?? "";
  return { [typeof field === "string" ? field : field(failure)]: `${failure.title} ${failure.advice}`.trim() };
}

function typed(body: unknown): FormValues {
  const entries = Object.entries((body ?? {}) as Record<string, unknown>);
  return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === "string" ? value : ""]));
}

/**
 * One form post: `act` runs with values that passed the schema and answers itself (redirect 303);
 * a wrong field or a refusal (except 401, 403, 404, 429 and "busy") shows the form `again`, with the words `beside` their field.
 */
export async function answerForm<S extends z.ZodType>(
  reply: FastifyReply,
  schema: S,
  body: unknown,
  act: (values: z.output<S>) => Promise<unknown>,
  again: (errors: FormErrors, values: FormValues) => VNode | Promise<VNode>,
  beside?: Beside,
): Promise<unknown> {
  const parsed = schema.safeParse(body ?? {});
  if (!parsed.success) {
    const errors: FormErrors = {};
    for (const issue of parsed.error.issues) errors[String(issue.path[0] ?? "")] ??= issue.message;
    return sendPage(reply, await again(errors, typed(body)), 422);
  }
  try {
    return await act(parsed.data);
  } catch (error) {
    if (!(error instanceof Failure) || error.code === "busy" || [401, 403, 404, 429].includes(error.status))
      throw error;
    sayWhenAgain(reply, error);
    return sendPage(reply, await again(refusalBeside(error, beside), typed(body)), error.status);
  }
}
