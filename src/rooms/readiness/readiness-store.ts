import { type ColumnType, jsonb, type Transaction } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import type { Findings } from "./readiness.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    readiness_checks: {
      id: string;
      order_id: string;
      findings: ColumnType<Findings, unknown, never>;
      taken_at: Date;
    };
  }
}

export async function insertReadiness(tx: Transaction, orderId: string, findings: Findings, now: Date): Promise<void> {
  await tx
    .insertInto("readiness_checks")
    .values({ id: newId(), order_id: orderId, findings: jsonb(findings), taken_at: now })
    .execute();
}
