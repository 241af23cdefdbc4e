import type { Reader } from "../../platform/database.ts";
import type { RegistrationAuthority } from "./registration-authority.ts";
import { raFromRow } from "./registration-authority-store.ts";

export async function registrationAuthorities(reader: Reader): Promise<RegistrationAuthority[]> {
  const rows = await reader.selectFrom("registration_authorities").selectAll().orderBy("created_at").execute();
  return rows.map(raFromRow);
}

export async function registrationAuthority(reader: Reader, id: string): Promise<RegistrationAuthority | undefined> {
  const row = await reader.selectFrom("registration_authorities").selectAll().where("id", "=", id).executeTakeFirst();
  return row && raFromRow(row);
}

export async function registrationAuthorityBySlug(
  reader: Reader,
  slug: string,
): Promise<RegistrationAuthority | undefined> {
  const row = await reader
    .selectFrom("registration_authorities")
    .selectAll()
    .where("slug", "=", slug)
    .executeTakeFirst();
  return row && raFromRow(row);
}
