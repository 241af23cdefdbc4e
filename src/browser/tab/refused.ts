/** A refusal of the server in its own Portuguese words: the only error whose message may be shown to a person. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string, words: string) {
    super(words);
    this.name = "Refused";
    this.code = code;
  }
}

/** The refusal in a problem+json answer; undefined where something else answered in the server's place. */
export function refusalIn(said: unknown): Refused | undefined {
  const { code, title, detail } = (said ?? {}) as Record<string, unknown>;
  return typeof title === "string" ? new Refused(String(code), `${title} ${detail ?? ""}`.trim()) : undefined;
}
