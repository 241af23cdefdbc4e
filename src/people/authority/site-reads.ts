import type { Reader } from "../../platform/database.ts";
import type { Site } from "./site.ts";
import { siteColumns } from "./site-store.ts";

/** A site, open or closed: what was booked there still names it. */
export async function siteById(reader: Reader, id: string): Promise<Site | undefined> {
  return reader.selectFrom("sites").select(siteColumns).where("id", "=", id).executeTakeFirst();
}

/** The AR's open sites, by name. */
export async function sitesOf(reader: Reader, raId: string): Promise<Site[]> {
  const open = reader.selectFrom("sites").select(siteColumns).where("ra_id", "=", raId).where("closed_at", "is", null);
  return open.orderBy("name").orderBy("id").execute();
}
