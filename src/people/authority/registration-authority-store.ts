import { jsonb, type Reader, type Transaction, violatedConstraint } from "../../platform/database.ts";
import type { Cnpj } from "../../platform/taxpayer-id.ts";
import { PeopleFailure } from "../people-failures.ts";
import { cityIn } from "./city-in.ts";
import type { RegistrationAuthority } from "./registration-authority.ts";

type RegistrationAuthorityRow = {
  id: string;
  slug: string;
  name: string;
  cnpj: string;
  phone: string;
  email: string;
  opening_hours: string;
  address: string;
  city: string;
  municipality_code: string;
  papers_address: string;
  look: Record<string, string>;
  created_at: Date;
};

declare module "../../platform/database.ts" {
  interface Tables {
    registration_authorities: RegistrationAuthorityRow;
  }
}

export function raFromRow(row: RegistrationAuthorityRow): RegistrationAuthority {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    cnpj: row.cnpj as Cnpj,
    phone: row.phone,
    email: row.email,
    openingHours: row.opening_hours,
    address: row.address,
    city: row.city || (cityIn(row.address) ?? ""),
    municipalityCode: row.municipality_code,
    papersAddress: row.papers_address,
    look: row.look,
  };
}

function valuesOf(ra: RegistrationAuthority) {
  return {
    slug: ra.slug,
    name: ra.name,
    cnpj: ra.cnpj,
    phone: ra.phone,
    email: ra.email,
    opening_hours: ra.openingHours,
    address: ra.address,
    city: ra.city,
    municipality_code: ra.municipalityCode,
    papers_address: ra.papersAddress,
    look: jsonb(ra.look),
  };
}

function refusal(error: unknown): unknown {
  const constraint = violatedConstraint(error);
  if (constraint === "registration_authorities_slug_key") return new PeopleFailure("ra-slug-taken");
  if (constraint === "registration_authorities_papers_address_key") return new PeopleFailure("ra-papers-address-taken");
  return error;
}

export async function insertRegistrationAuthority(
  tx: Transaction,
  ra: RegistrationAuthority,
  now: Date,
): Promise<void> {
  try {
    await tx
      .insertInto("registration_authorities")
      .values({ id: ra.id, created_at: now, ...valuesOf(ra) })
      .execute();
  } catch (error) {
    throw refusal(error);
  }
}

export async function updateRegistrationAuthority(tx: Transaction, ra: RegistrationAuthority): Promise<void> {
  try {
    await tx.updateTable("registration_authorities").set(valuesOf(ra)).where("id", "=", ra.id).execute();
  } catch (error) {
    throw refusal(error);
  }
}

export async function countAgents(reader: Reader): Promise<number> {
  const row = await reader
    .selectFrom("agents")
    .select((of) => of.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return row.count;
}
