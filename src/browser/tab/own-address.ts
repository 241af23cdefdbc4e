import { told } from "./told.ts";

/**
 * Where this page is asked for. The answer to a refused form stands at the form's own address, where a GET finds nothing
 * and a reload sends the form again; the page says then which address is its own (`data-address`, see faces/ui/layout.tsx).
 * A page that stands at its own address keeps what was chosen in it (`?papel=…`).
 */
export function addressOf(own: string | undefined, shown: string): string {
  if (own === undefined) return shown;
  const [mine, here] = [new URL(own, shown), new URL(shown)];
  return mine.pathname === here.pathname ? shown : mine.href;
}

export const ownAddress = (): string => addressOf(told(document.documentElement).address, location.href);

/** Shows the page anew, by a GET. */
export function openAgain(): void {
  const own = ownAddress();
  if (own === location.href) location.reload();
  else location.replace(own);
}
