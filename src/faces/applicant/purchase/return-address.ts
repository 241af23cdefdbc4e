import { readAddress } from "../../../contract/address.ts";
import { orderPath } from "../../../contract/holder-addresses.ts";
import { letterMarkName } from "../../../orders/access/letter-mark.ts";
import { parseOrderNumber } from "../../../orders/order-number.ts";

/**
 * A browser whose sign-in was lost comes back, by number and CPF, to where it was: the same page, the same choice. Only
 * what is chosen from a list travels in the address; what was typed stays out of it.
 */
const choices = ["dia", "idioma", "horario"] as const;
/** Pages below the first part of an order's address; every other form is answered by the page of that first part. */
const deeper = ["horario/sozinho", "horario/mudanca"];

/** The page from which this form was sent, with what was chosen in it; undefined: no page of an order. */
export function pageOfForm(address: string, body: unknown): string | undefined {
  const { pathname, searchParams } = new URL(address, "http://own.invalid");
  const { filled: [number = ""] = [], below: rest = "" } = readAddress(orderPath, pathname) ?? {};
  if (!/^[A-Za-z0-9]{4,24}$/.test(number)) return undefined;
  const [first = ""] = rest.split("/");
  const page = deeper.find((one) => rest.startsWith(one)) ?? (first === "mensagens" ? "" : first);
  const sent = (body ?? {}) as Record<string, unknown>;
  const kept = choices.flatMap((name) => {
    const value = sent[name] ?? searchParams.get(name);
    return typeof value === "string" && value !== "" && value.length < 60 ? [[name, value]] : [];
  });
  const query = kept.length > 0 ? `?${new URLSearchParams(kept)}` : "";
  return `${orderPath(number)}${page && `/${page}`}${query}`;
}

/** Asked for at `/revogar`, before it is known of which order. */
export const wantsRevocation = "/revogacao";

/** What an address of our letters says of itself; undefined: it came by another way. */
export function letterMarkIn(wanted: string): string | undefined {
  const site = "http://own.invalid";
  return URL.canParse(wanted, site) ? (new URL(wanted, site).searchParams.get(letterMarkName) ?? undefined) : undefined;
}

/** Where to go once this order is open: `wanted` where it is one of its own pages, else its panel; never another site. */
export function returnTo(wanted: string, number: string): string {
  const home = orderPath(number);
  if (wanted === wantsRevocation) return home + wanted;
  const site = "http://own.invalid";
  if (!wanted.startsWith("/") || !URL.canParse(wanted, site)) return home;
  const { origin, pathname, searchParams } = new URL(wanted, site);
  searchParams.delete(letterMarkName);
  const search = searchParams.size > 0 ? `?${searchParams}` : "";
  const { filled: [named = ""] = [], below } = readAddress(orderPath, pathname) ?? {};
  if (origin !== site || parseOrderNumber(named) !== number) return home;
  return `${home}${below && `/${below}`}${search}`;
}
