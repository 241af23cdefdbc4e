import { isPlaced, type PlacedOrder } from "../../orders/order.ts";
import { orderById, ordersOfPurchase } from "../../orders/orders-reads.ts";
import { type Reader, sql } from "../../platform/database.ts";
import {
  type Paper,
  type PaperRequirement,
  type PaperSide,
  type RequirementState,
  requirementStates,
  stillToCome,
  unreadExtras,
} from "./paper.ts";
import type { PaperArrival } from "./paper-arrival.ts";
import { arrivalColumns } from "./paper-arrival-store.ts";

type ExtraPaper = Pick<RequirementState, "place" | "title" | "state">;

const paperFields = sql`
  p.id, p.order_id as "orderId", p.mail_id as "mailId", p.source, p.file_name as "fileName", p.kind, p.side,
  p.media_type as "mediaType", p.hash, p.bytes, p.pages, p.verdict, p.reason,
  p.sender_is_holder as "senderIsHolder", p.received_at as "receivedAt", p.judged_at as "judgedAt",
  p.shared_from as "sharedFrom", r.agent_id as "agentId",
  r.outcome, r.kind as "reviewKind", r.side as "reviewSide", r.note, r.reviewed_at as "reviewedAt"
  from papers p left join lateral (
    select * from paper_reviews where paper_id = p.id order by reviewed_at desc, id desc limit 1) r on true`;

type PaperFields = Omit<Paper, "review"> & {
  agentId: string | null;
  outcome: "accepted" | "refused";
  reviewKind: string;
  reviewSide: PaperSide | null;
  note: string;
  reviewedAt: Date;
};

function asPaper(fields: PaperFields): Paper {
  const { agentId, outcome, reviewKind: kind, reviewSide: side, note, reviewedAt, ...paper } = fields;
  return { ...paper, review: agentId === null ? null : { agentId, outcome, kind, side, note, reviewedAt } };
}

/** Every file of an order with the newest review, in order of arrival. Refused ones too: their senders must see why. */
export async function papersOf(reader: Reader, orderId: string): Promise<Paper[]> {
  const { rows } = await sql<PaperFields>`select ${paperFields}
    where p.order_id = ${orderId} order by p.received_at, p.id`.execute(reader);
  return rows.map(asPaper);
}

/** Those of one form or mail that have their verdict, and were not brought anew by another since. */
export async function papersOfBatch(reader: Reader, batchId: string): Promise<Paper[]> {
  const { rows } = await sql<PaperFields>`select ${paperFields}
    where p.batch_id = ${batchId} order by p.received_at, p.id`.execute(reader);
  return rows.map(asPaper);
}

export async function paperOfHash(reader: Reader, orderId: string, hash: string): Promise<Paper | undefined> {
  const { rows } = await sql<PaperFields>`select ${paperFields}
    where p.order_id = ${orderId} and p.hash = ${hash}`.execute(reader);
  return rows[0] && asPaper(rows[0]);
}

/** Files of an order that wait for their verdict, in order of arrival. */
export function arrivalsOf(reader: Reader, orderId: string): Promise<PaperArrival[]> {
  const waiting = reader.selectFrom("paper_arrivals").select(arrivalColumns).where("order_id", "=", orderId);
  return waiting.orderBy("received_at").orderBy("id").execute();
}

export async function paperById(reader: Reader, id: string): Promise<Paper | undefined> {
  const { rows } = await sql<PaperFields>`select ${paperFields} where p.id = ${id}`.execute(reader);
  return rows[0] && asPaper(rows[0]);
}

/** The same as their sender sees them: an hour that has come is no wait any more. */
export async function waitingFilesOf(reader: Reader, orderId: string, now: Date): Promise<PaperArrival[]> {
  const arrivals = await arrivalsOf(reader, orderId);
  return arrivals.map((one) => (one.waitsUntil && one.waitsUntil <= now ? { ...one, waitsUntil: null } : one));
}

/** What an order needs on this day, by person kind, product and AR; as the database asks before an approval. */
export async function paperRequirements(reader: Reader, orderId: string, now: Date): Promise<PaperRequirement[]> {
  const { rows } = await sql<PaperRequirement>`
    select kind, title, advice, name_hints as "nameHints", sides, of_person as "isOfPerson"
    from papers_required(${orderId}, ${now}::timestamptz::date) order by position, kind`.execute(reader);
  return rows;
}

/** Each requirement of the order and where it stands. */
export async function paperStates(reader: Reader, orderId: string, now: Date): Promise<RequirementState[]> {
  const requirements = await paperRequirements(reader, orderId, now);
  return requirementStates(requirements, await papersOf(reader, orderId), await waitingFilesOf(reader, orderId, now));
}

/** Files beside the requirements that nobody has looked at, as an approval waits for them. */
export async function extrasToRead(reader: Reader, orderId: string, now: Date): Promise<ExtraPaper[]> {
  const papers = unreadExtras(await paperRequirements(reader, orderId, now), await papersOf(reader, orderId));
  return papers.map(({ id, fileName }) => ({ place: id, title: `Outro documento: ${fileName}`, state: "received" }));
}

/** What must still come (never sent, or refused by an agent). */
export async function missingPapers(reader: Reader, orderId: string, now: Date): Promise<RequirementState[]> {
  return stillToCome(await paperStates(reader, orderId, now));
}

/**
 * The other orders that a document of this order's person serves too: bought in the same purchase, for the same person,
 * attended by video, and not cancelled.
 */
export async function ordersOfSamePerson(reader: Reader, orderId: string): Promise<PlacedOrder[]> {
  const order = await orderById(reader, orderId);
  const all = order ? await ordersOfPurchase(reader, order.purchaseId) : [];
  return all
    .filter(isPlaced)
    .filter(({ id, cpf, attendance }) => id !== orderId && cpf === order?.cpf && attendance === "video");
}

/** The order's number and the holder's address: what a paper's arrival is checked against. */
export async function holderOf(reader: Reader, orderId: string): Promise<{ raId: string; email: string } | undefined> {
  const order = await orderById(reader, orderId);
  return order && { raId: order.raId, email: (order.email ?? "").toLowerCase() };
}
