import { orderEntryPath } from "../../contract/holder-addresses.ts";
import type { Secrets } from "../../platform/secrets.ts";

/** Name of the parameter by which a link of our letters is told at the look-up. */
export const letterMarkName = "carta";

/**
 * Tells that an address was in a letter of ours about this order. It is no key (number and CPF still open the order); who
 * comes by it is not shut out by strangers who guess the number.
 */
export function letterMarkOf(secrets: Pick<Secrets, "hmac">, number: string): string {
  return secrets.hmac("order-letter", number).slice(0, 20);
}

/** The same text with every address of an order's page marked. `site`: where those addresses begin. */
export function withLetterMarks(secrets: Pick<Secrets, "hmac">, text: string, site: string): string {
  const start = `${site}${orderEntryPath()}/`;
  return text
    .split(start)
    .map((part, i) => {
      const [, number, path = "", query = "", rest = ""] =
        /^((?:CERTI|17)\d{4,16})([\w/-]*)(\?[^\s"<#]*)?(.*)$/s.exec(part) ?? [];
      if (i === 0 || !number) return part;
      const mark = `${letterMarkName}=${letterMarkOf(secrets, number)}`;
      return `${number}${path}${query ? `${query}&${mark}` : `?${mark}`}${rest}`;
    })
    .join(start);
}
