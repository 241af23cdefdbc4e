import { type Transaction, violatedConstraint } from "../../platform/database.ts";
import { PeopleFailure } from "../people-failures.ts";
import type { Site, SiteDraft } from "./site.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    sites: {
      id: string;
      ra_id: string;
      name: string;
      address: string;
      opening_hours: string;
      notes: string;
      created_at: Date;
      closed_at: Date | null;
    };
  }
}

export const siteColumns = [
  "id",
  "ra_id as raId",
  "name",
  "address",
  "opening_hours as openingHours",
  "notes",
] as const;

const valuesOf = ({ name, address, openingHours, notes }: SiteDraft) => ({
  name,
  address,
  opening_hours: openingHours,
  notes,
});

async function named<T>(write: Promise<T>): Promise<T> {
  return write.catch((error: unknown) => {
    throw violatedConstraint(error) === "one_open_site_per_name" ? new PeopleFailure("site-name-taken") : error;
  });
}

/** Failures: site-name-taken. */
export async function insertSite(tx: Transaction, site: Site, now: Date): Promise<void> {
  const values = { id: site.id, ra_id: site.raId, created_at: now, closed_at: null, ...valuesOf(site) };
  await named(tx.insertInto("sites").values(values).execute());
}

/** False where the AR has no such open site. Failures: site-name-taken. */
export async function updateSite(tx: Transaction, site: Site): Promise<boolean> {
  const change = tx.updateTable("sites").set(valuesOf(site)).where("id", "=", site.id).where("ra_id", "=", site.raId);
  const { numUpdatedRows } = await named(change.where("closed_at", "is", null).executeTakeFirstOrThrow());
  return numUpdatedRows === 1n;
}

/** False where the AR has no such open site. */
export async function markSiteClosed(tx: Transaction, raId: string, id: string, now: Date): Promise<boolean> {
  const change = tx.updateTable("sites").set({ closed_at: now }).where("id", "=", id).where("ra_id", "=", raId);
  return (await change.where("closed_at", "is", null).executeTakeFirstOrThrow()).numUpdatedRows === 1n;
}
