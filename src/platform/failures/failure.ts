import { type FailureCode, failures } from "./failure-catalogue.ts";

export type { FailureCode } from "./failure-catalogue.ts";

/**
 * The one refusal type. Use cases throw it; only the door turns it into an answer.
 * `details` fill the {placeholders} of the catalogue's words. It knows no form: beside which field it stands, its face says.
 */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly details: Record<string, unknown>;

  constructor(code: FailureCode, details: Record<string, unknown> = {}) {
    super(code);
    this.name = "Failure";
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return failures[this.code].status;
  }

  /** What is wrong, in the reader's words. */
  get title(): string {
    return fill(failures[this.code].title, this.details);
  }

  /** What to do next, in the reader's words. */
  get advice(): string {
    return fill(failures[this.code].advice, this.details);
  }
}

const clock = new Intl.DateTimeFormat("pt-BR", { timeZone: "America/Sao_Paulo", hour: "2-digit", minute: "2-digit" });

/** A moment is said by the clock of Brasília: "14h", "14h30". */
function fill(text: string, details: Record<string, unknown>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name] ?? "";
    return value instanceof Date ? clock.format(value).replace(":00", "h").replace(":", "h") : String(value);
  });
}
