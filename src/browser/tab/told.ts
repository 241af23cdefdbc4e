import { attributeOf, type PageData } from "../../contract/page-data.ts";

type Told = { [K in keyof PageData]?: string };

/** What the page says of an element by `data-…` attributes; nothing where there is no element. */
export const told = (element: HTMLElement | null | undefined): Told => element?.dataset ?? {};

/** A selector: elements of which the page says this. */
export const telling = (key: keyof PageData): string => `[${attributeOf(key)}]`;
