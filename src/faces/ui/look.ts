/** Tokens an AR may override; everything else of the look is the house's. */
const overridable = ["brand", "brand-strong", "brand-soft", "on-brand"];

/** The AR's tokens: colours only, checked here so that a stored value can never become other CSS. */
export function lookSheet(look: Record<string, string>): string {
  const lines = overridable
    .filter((name) => /^#[0-9a-f]{6}$/i.test(look[name] ?? ""))
    .map((name) => `--${name}:${look[name]};`);
  return lines.length > 0 ? `:root{${lines.join("")}}` : "";
}
