import { type ColumnType, type Generated, sql, type Transaction } from "../../platform/database.ts";
import type { PaperRefusal } from "../documents-failures.ts";
import type { Paper, PaperSide } from "./paper.ts";

type PaperRow = {
  id: string;
  order_id: string;
  mail_id: string | null;
  source: "upload" | "mail";
  file_name: string;
  kind: string | null;
  side: PaperSide | null;
  /** The same file on another order of the purchase, where it was sent. */
  shared_from: string | null;
  media_type: string;
  hash: string;
  bytes: ColumnType<number, number, number>;
  pages: number;
  verdict: "accepted" | "refused";
  reason: PaperRefusal | null;
  sender_is_holder: boolean;
  received_at: Date;
  /** The form or mail that brought it last. */
  batch_id: string | null;
  judged_at: Date;
};

type PaperReviewRow = {
  id: string;
  paper_id: string;
  agent_id: string;
  outcome: "accepted" | "refused";
  kind: string;
  side: PaperSide | null;
  note: Generated<string>;
  reviewed_at: Date;
};

type PaperRequirementRow = {
  id: string;
  ra_id: string | null;
  product_id: string | null;
  person: "natural" | "legal";
  kind: string;
  position: number;
  title: string;
  advice: string;
  name_hints: Generated<string[]>;
  sides: Generated<1 | 2>;
  of_person: Generated<boolean>;
  valid_from: string;
  valid_until: string | null;
};

declare module "../../platform/database.ts" {
  interface Tables {
    papers: PaperRow;
    paper_reviews: PaperReviewRow;
    paper_requirements: PaperRequirementRow;
  }
}

/**
 * Stores a paper and gives its id. The same file again is the one already there, unless that one was refused and now
 * passes.
 */
export async function putPaper(tx: Transaction, paper: Omit<Paper, "review">, batchId: string | null): Promise<string> {
  const judged = {
    verdict: paper.verdict,
    reason: paper.reason,
    pages: paper.pages,
    media_type: paper.mediaType,
    judged_at: paper.judgedAt,
  };
  await tx
    .insertInto("papers")
    .values({
      id: paper.id,
      order_id: paper.orderId,
      mail_id: paper.mailId,
      source: paper.source,
      file_name: paper.fileName,
      kind: paper.kind,
      side: paper.side,
      shared_from: paper.sharedFrom,
      hash: paper.hash,
      bytes: paper.bytes,
      sender_is_holder: paper.senderIsHolder,
      received_at: paper.receivedAt,
      batch_id: batchId,
      ...judged,
    })
    .onConflict((conflict) =>
      conflict.columns(["order_id", "hash"]).doUpdateSet(judged).where("papers.verdict", "=", "refused"),
    )
    .execute();
  const { rows } = await sql<{ id: string }>`update papers set batch_id = coalesce(${batchId}, batch_id)
    where order_id = ${paper.orderId} and hash = ${paper.hash} returning id`.execute(tx);
  return rows[0]!.id;
}

export async function insertReview(
  tx: Transaction,
  review: {
    id: string;
    paperId: string;
    agentId: string;
    outcome: "accepted" | "refused";
    kind: string;
    side: PaperSide | null;
    note: string;
    reviewedAt: Date;
  },
): Promise<void> {
  await tx
    .insertInto("paper_reviews")
    .values({
      id: review.id,
      paper_id: review.paperId,
      agent_id: review.agentId,
      outcome: review.outcome,
      kind: review.kind,
      side: review.side,
      note: review.note,
      reviewed_at: review.reviewedAt,
    })
    .execute();
}

/** Says of a file, on every one of these orders that has it, that both sides are on it. */
export async function markBothSides(tx: Transaction, orderIds: readonly string[], hash: string): Promise<void> {
  await tx
    .updateTable("papers")
    .set({ side: "both" })
    .where("order_id", "in", [...orderIds])
    .where("hash", "=", hash)
    .execute();
}
