import { attributeOf, type PageData } from "../../contract/page-data.ts";

type Attributes = Record<`data-${string}`, string | number | boolean | undefined>;

/** `data-…` attributes of an element, for the script that finds it: `<form {...told({ papersForm: true })}>`. */
export function told(data: { [K in keyof PageData]?: PageData[K] | undefined }): Attributes {
  const entries = Object.entries(data) as [keyof PageData, string | number | boolean | undefined][];
  return Object.fromEntries(entries.map(([key, value]) => [attributeOf(key), value]));
}
