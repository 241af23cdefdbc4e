import { jsonb, type Transaction, violatedConstraint } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { ProofingFailure } from "../proofing-failures.ts";
import type { FieldKind } from "./certificate-fields.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    certificate_fields: {
      id: string;
      proofing_id: string;
      order_id: string;
      field: FieldKind;
      content: object | null;
      paper_id: string | null;
      written_by: string;
      written_at: Date;
    };
  }
}

type NewField = {
  proofingId: string;
  orderId: string;
  field: FieldKind;
  /** undefined: what was written before is taken back. */
  written: { content: object; paperId: string } | undefined;
  by: string;
};

/** Failures: field-unproven, where SQL sees no paper of this order that a person accepted. */
export async function insertField(tx: Transaction, one: NewField, now: Date): Promise<void> {
  try {
    await tx
      .insertInto("certificate_fields")
      .values({
        id: newId(now.getTime()),
        proofing_id: one.proofingId,
        order_id: one.orderId,
        field: one.field,
        content: one.written ? jsonb(one.written.content) : null,
        paper_id: one.written?.paperId ?? null,
        written_by: one.by,
        written_at: now,
      })
      .execute();
  } catch (error) {
    if (violatedConstraint(error) === "field_needs_proof") throw new ProofingFailure("field-unproven");
    throw error;
  }
}
