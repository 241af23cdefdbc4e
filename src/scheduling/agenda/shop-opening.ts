/** A person of an AR, as far as selling depends on them. Suspended ones are none. */
export type TeamMember = {
  id: string;
  attends: boolean;
  verifies: boolean;
  /** Any weekly hours. */
  hasAgenda: boolean;
  /** What they attend; null: every product of the AR. */
  productIds: readonly string[] | null;
};

/** Why an AR may not sell a product yet, in the order in which its manager mends it. */
export type OpeningGap = "nobody-attends" | "no-agenda" | "no-skill" | "no-verifier";

/**
 * An AR sells what somebody attends (agenda and skill) and what somebody else, never the one who attended, can verify:
 * DOC-ICP-05.05 asks for two people. undefined: it may be sold. Who is away for now still counts.
 */
export function openingGap(team: readonly TeamMember[], productId: string): OpeningGap | undefined {
  const attending = team.filter(({ attends }) => attends);
  if (attending.length === 0) return "nobody-attends";
  const withAgenda = attending.filter(({ hasAgenda }) => hasAgenda);
  if (withAgenda.length === 0) return "no-agenda";
  const skilled = withAgenda.filter(({ productIds }) => productIds === null || productIds.includes(productId));
  if (skilled.length === 0) return "no-skill";
  const isSecond = (id: string) => team.some((other) => other.verifies && other.id !== id);
  return skilled.some(({ id }) => isSecond(id)) ? undefined : "no-verifier";
}
