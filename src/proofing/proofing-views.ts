import type { Reader } from "../platform/database.ts";
import { recordingsOf, roomById, stillsOf } from "../rooms/rooms-views.ts";
import { finalOutcome, type Outcome, type Proofing, type RoomFacts } from "./proofing.ts";
import { readProofing } from "./proofing-store.ts";
import { reasonOf } from "./reason-catalogue.ts";
import type { Stretch } from "./replay.ts";

export const proofingById: (reader: Reader, id: string) => Promise<Proofing | undefined> = readProofing;

export async function proofingOfRoom(reader: Reader, roomId: string): Promise<Proofing | undefined> {
  const row = await reader.selectFrom("proofings").select("id").where("room_id", "=", roomId).executeTakeFirst();
  return row && readProofing(reader, row.id);
}

/** Every attempt of an order, newest first. */
export async function proofingsOf(reader: Reader, orderId: string): Promise<Proofing[]> {
  const rows = await reader
    .selectFrom("proofings")
    .select("id")
    .where("order_id", "=", orderId)
    .orderBy("started_at", "desc")
    .execute();
  const all = await Promise.all(rows.map((row) => readProofing(reader, row.id)));
  return all.filter((proofing) => proofing !== undefined);
}

/** For the holder's page and for issuance: where the identification stands, by the newest attempt. */
export type ProofingProgress =
  | { state: "none" }
  | { state: "running"; proofingId: string; startedAt: Date }
  | { state: "awaiting-verification"; proofingId: string; validatedAt: Date }
  | { state: "decided"; proofingId: string; outcome: Outcome; reason: string; words: string; cure: string; at: Date };

export async function proofingProgress(reader: Reader, orderId: string): Promise<ProofingProgress> {
  const [latest] = await proofingsOf(reader, orderId);
  if (!latest) return { state: "none" };
  const { id: proofingId, validation, verification } = latest;
  if (!validation) return { state: "running", proofingId, startedAt: latest.startedAt };
  const outcome = finalOutcome(latest);
  if (!outcome) return { state: "awaiting-verification", proofingId, validatedAt: validation.at };
  const last = verification ?? validation;
  const reason = reasonOf(last.reason);
  const words = reason?.holder ?? "Sua identidade foi confirmada.";
  return { state: "decided", proofingId, outcome, reason: last.reason, words, cure: reason?.cure ?? "", at: last.at };
}

/** The proofing that allows issuing: validated and verified as approved by two people; undefined without one. */
export async function approvedProofing(
  reader: Reader,
  orderId: string,
): Promise<{ proofingId: string; validatedBy: string; verifiedBy: string; verifiedAt: Date } | undefined> {
  return reader
    .selectFrom("proofings as p")
    .innerJoin("validations as v", "v.proofing_id", "p.id")
    .innerJoin("verifications as w", "w.proofing_id", "p.id")
    .select([
      "p.id as proofingId",
      "v.agent_id as validatedBy",
      "w.agent_id as verifiedBy",
      "w.verified_at as verifiedAt",
    ])
    .where("p.order_id", "=", orderId)
    .where("v.outcome", "=", "approved")
    .where("w.outcome", "=", "approved")
    .whereRef("v.agent_id", "<>", "w.agent_id")
    .orderBy("w.verified_at", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** An irregularity was found: nothing goes on with the order (05.05 item 6). */
export async function isFrozen(reader: Reader, orderId: string): Promise<boolean> {
  const proofings = await proofingsOf(reader, orderId);
  return proofings.some((proofing) =>
    [proofing.validation, proofing.verification].some((decision) => reasonOf(decision?.reason ?? "")?.freezes),
  );
}

export type VerificationTask = {
  proofingId: string;
  orderId: string;
  orderNumber: string;
  applicantName: string;
  validatedBy: string;
  validatorId: string;
  validatedAt: Date;
};

/** What waits for a second person in this AR, longest first. */
export async function verificationQueue(reader: Reader, raId: string): Promise<VerificationTask[]> {
  const rows = await reader
    .selectFrom("validations as v")
    .innerJoin("proofings as p", "p.id", "v.proofing_id")
    .innerJoin("orders as o", "o.id", "p.order_id")
    .innerJoin("agents as a", "a.id", "v.agent_id")
    .leftJoin("verifications as w", "w.proofing_id", "v.proofing_id")
    .select([
      "p.id as proofingId",
      "o.id as orderId",
      "o.number as orderNumber",
      "o.applicant_name as applicantName",
      "a.name as validatedBy",
      "a.id as validatorId",
      "v.validated_at as validatedAt",
    ])
    .where("o.ra_id", "=", raId)
    .where("v.outcome", "=", "approved")
    .where("w.proofing_id", "is", null)
    .orderBy("v.validated_at")
    .execute();
  return rows.map((row) => ({ ...row, orderNumber: row.orderNumber ?? "", applicantName: row.applicantName ?? "" }));
}

/** What the room kept: the click of consent, both members' recordings, the stills that arrived. */
export async function roomFacts(reader: Reader, roomId: string): Promise<RoomFacts> {
  const room = await roomById(reader, roomId);
  const recordings = await recordingsOf(reader, roomId);
  return {
    consentAt: room?.consentedAt ?? null,
    sessionSince: room?.session && room.session.number > 1 ? room.session.beganAt : null,
    closedAt: room?.closedAt ?? null,
    recordings: recordings.map((segment) => ({ ...segment, playable: segment.stored !== null })),
    stills: await stillsOf(reader, roomId),
  };
}

/** Where a capture's picture lies. */
export async function stillPlace(
  reader: Reader,
  stillId: string,
): Promise<{ orderId: string; hash: string } | undefined> {
  const row = await reader
    .selectFrom("stills as s")
    .innerJoin("rooms as r", "r.id", "s.room_id")
    .select(["r.order_id as orderId", "s.hash"])
    .where("s.id", "=", stillId)
    .where("s.hash", "is not", null)
    .executeTakeFirst();
  return row?.hash ? { orderId: row.orderId, hash: row.hash } : undefined;
}

/** What one agent has watched of a proofing, oldest report first. */
export async function replaysOf(
  reader: Reader,
  proofingId: string,
  agentId: string,
): Promise<(Stretch & { watchedAt: Date })[]> {
  return reader
    .selectFrom("replays")
    .select(["recording_id as recordingId", "from_ms as fromMs", "to_ms as toMs", "watched_at as watchedAt"])
    .where("proofing_id", "=", proofingId)
    .where("agent_id", "=", agentId)
    .orderBy("watched_at")
    .execute();
}

/** Keys of the questions this person was asked since then, in any AR of the installation. */
export async function questionsAskedOf(reader: Reader, cpf: string, since: Date): Promise<Set<string>> {
  const rows = await reader
    .selectFrom("drawn_questions as q")
    .innerJoin("proofings as p", "p.id", "q.proofing_id")
    .innerJoin("orders as o", "o.id", "p.order_id")
    .select("q.question")
    .where("o.cpf", "=", cpf)
    .where("q.drawn_at", ">", since)
    .execute();
  return new Set(rows.map((row) => row.question));
}
