import { clockWords } from "../time/brasilia.ts";
import { houseFailures } from "./house-failures.ts";

/** One refusal: its HTTP status, what is wrong and what to do next, in the reader's words. A {name} in them is filled by a detail. */
type Refusal = {
  status: number;
  title: string;
  advice: string;
  /** Details that no words say, for whoever catches it. */
  tells?: readonly string[];
};
/** Stable code -> refusal. */
type Catalogue = Readonly<Record<string, Refusal>>;

type Hole<Words extends string> = Words extends `${string}{${infer Name}}${infer Rest}` ? Name | Hole<Rest> : never;
type Told<R extends Refusal> = R extends { tells: readonly (infer Name extends string)[] } ? Name : never;
/** Exactly what the words of a refusal leave open; a moment is said by the clock of Brasília: "14h", "14h30". */
type Details<R extends Refusal> = Record<Hole<R["title"] | R["advice"]>, string | number | Date> &
  Record<Told<R>, unknown>;
type Open<R extends Refusal> = keyof Details<R> extends never ? [] : [details: Details<R>];

/** The refusals of one owner, as a class: `new OrdersFailure("contact-codes-exhausted", { minutes })`. */
type FailureKind<C extends Catalogue, Caught extends string = keyof C & string> = {
  new <Code extends keyof C & string>(code: Code, ...details: Open<C[Code]>): Failure<Code>;
  readonly prototype: Failure<Caught>;
  readonly catalogue: C;
};

/** The codes of one owner: `CodeOf<typeof OrdersFailure>`. */
export type CodeOf<Kind extends { readonly catalogue: Catalogue }> = Kind extends unknown
  ? keyof Kind["catalogue"] & string
  : never;

/** The one refusal type. Use cases throw it; only the door turns it into an answer. It knows no form: beside which field it stands, its face says. */
class AnyFailure<Code extends string = string> extends Error {
  static readonly catalogue: Catalogue = houseFailures;
  readonly code: Code;
  readonly details: Readonly<Record<string, unknown>>;
  readonly #refusal: Refusal;

  constructor(code: Code, details: Record<string, unknown> = {}, catalogue: Catalogue = houseFailures) {
    super(code);
    this.name = "Failure";
    this.code = code;
    this.details = details;
    this.#refusal = catalogue[code]!;
  }

  get status(): number {
    return this.#refusal.status;
  }

  /** What is wrong, in the reader's words. */
  get title(): string {
    return fill(this.#refusal.title, this.details);
  }

  /** What to do next, in the reader's words. */
  get advice(): string {
    return fill(this.#refusal.advice, this.details);
  }
}

export type Failure<Code extends string = string> = AnyFailure<Code>;
/** The house's own refusals, and what every owner's are a kind of: `instanceof Failure` is any of them. */
export const Failure = AnyFailure as unknown as FailureKind<typeof houseFailures, string>;

/** The refusals of a domain, in its `…-failures.ts`. Whoever throws one imports it from there, so only from the left. */
export function defineFailures<const C extends Catalogue>(catalogue: C): FailureKind<C> {
  class Owned extends AnyFailure {
    static override readonly catalogue = catalogue;

    constructor(code: keyof C & string, details?: Record<string, unknown>) {
      super(code, details, catalogue);
    }
  }
  return Owned as unknown as FailureKind<C>;
}

function fill(text: string, details: Readonly<Record<string, unknown>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name] ?? "";
    return value instanceof Date ? clockWords(value) : String(value);
  });
}
