import type { Config } from "../../platform/settings/config.ts";
import { minuteMs } from "../../platform/time/durations.ts";

/** Who asks for a passkey (WebAuthn §5.1.2): bound to the public address, so a copy of the site gets nothing. */
export function relyingParty(config: Config): { id: string; name: string; origin: string } {
  const address = new URL(config.publicUrl);
  return { id: address.hostname, name: "Confere", origin: address.origin };
}

/** How long a browser may take over one passkey prompt. */
export const challengeMs = 5 * minuteMs;
