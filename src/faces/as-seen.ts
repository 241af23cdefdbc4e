import { withoutMarks } from "../platform/typed-text.ts";

/** A password is kept to the letter. */
const secret = /password|senha|^again$/i;

/** Takes the marks that nobody sees out of the texts of a form or a query, in place. */
export function readAsSeen(fields: unknown): void {
  if (typeof fields !== "object" || fields === null || Buffer.isBuffer(fields)) return;
  for (const [name, value] of Object.entries(fields)) {
    if (secret.test(name)) continue;
    if (typeof value === "string") (fields as Record<string, unknown>)[name] = withoutMarks(value);
    else if (Array.isArray(value))
      (fields as Record<string, unknown>)[name] = value.map((one) =>
        typeof one === "string" ? withoutMarks(one) : one,
      );
  }
}
