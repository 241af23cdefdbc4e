const words: Record<string, string> = { simulated: "banco simulado", "pix-bacen": "banco, por Pix" };

/** Who did what a record tells of: a person by name, a service in words instead of the name it has in the records. */
export function actorName({ kind, name }: { kind: string; name?: string }): string | undefined {
  return kind === "provider" && name !== undefined ? (words[name] ?? name) : name;
}
