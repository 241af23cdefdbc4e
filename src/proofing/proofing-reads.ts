import { rulePackById } from "../catalog/catalog-reads.ts";
import { frozenAmong, isFrozen } from "../irregularities/irregularities-reads.ts";
import { type Reader, sql } from "../platform/database.ts";
import { hourMs, later } from "../platform/time/durations.ts";
import { maxGapMsOf } from "../rooms/recordings/gap-limit-reads.ts";
import { ownRecording } from "../rooms/recordings/recording-proof.ts";
import { isRecordingReported, recordingsOf } from "../rooms/recordings/recording-reads.ts";
import { sittingEnds, tookPlace } from "../rooms/room.ts";
import { roomById } from "../rooms/rooms-reads.ts";
import { stillsOf } from "../rooms/stills/still-reads.ts";
import { attendantsOf } from "./attendants-store.ts";
import { isSeatMissing } from "./fields/certificate-fields-reads.ts";
import type { Outcome } from "./outcome.ts";
import { finalOutcome, lastWord, type Person, type Proofing, type RoomFacts } from "./proofing.ts";
import { readProofing } from "./proofing-store.ts";
import { type Reason, reasonOf, thawedWords } from "./reason-catalogue.ts";
import { isWithAgent } from "./returned-sitting.ts";
import { isSpent } from "./spent-approval-store.ts";

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
  /** The call ended, and the agent has not said yet what came of it. */
  | { state: "undecided"; proofingId: string; endedAt: Date; lapsesAt: Date }
  /** Nobody said it in time. */
  | { state: "lapsed"; proofingId: string; at: Date }
  /** `returned`: the second person has sent it back to the agent. */
  | { state: "awaiting-verification"; proofingId: string; validatedAt: Date; returned: boolean }
  | {
      state: "decided";
      proofingId: string;
      outcome: Outcome;
      reason: string;
      words: string;
      cure: string;
      /** With what the cure begins, where it is not a new time. */
      first: Reason["first"];
      at: Date;
    };

/** A spent approval counts as none: the next identification has not begun. */
export async function proofingProgress(reader: Reader, orderId: string): Promise<ProofingProgress> {
  for (const proofing of await proofingsOf(reader, orderId)) {
    if (await isSpent(reader, proofing.id)) return { state: "none" };
    const progress = await progressOf(reader, proofing);
    if (progress.state !== "none") return progress;
  }
  return { state: "none" };
}

/** What the attempts before the newest came to, newest first; those that never took place are none. */
export async function earlierProgress(reader: Reader, orderId: string): Promise<ProofingProgress[]> {
  const all: { progress: ProofingProgress; spent: boolean }[] = [];
  for (const proofing of await proofingsOf(reader, orderId)) {
    const progress = await progressOf(reader, proofing);
    if (progress.state !== "none") all.push({ progress, spent: await isSpent(reader, proofing.id) });
  }
  return all.slice(all[0]?.spent ? 0 : 1).map(({ progress }) => progress);
}

/** The same for one room alone, whatever earlier attempts came to. */
export async function progressOfRoom(reader: Reader, roomId: string): Promise<ProofingProgress> {
  const proofing = await proofingOfRoom(reader, roomId);
  return proofing ? progressOf(reader, proofing) : { state: "none" };
}

async function progressOf(reader: Reader, proofing: Proofing): Promise<ProofingProgress> {
  const { id: proofingId, validation, lapsedAt, startedAt } = proofing;
  if (lapsedAt) return { state: "lapsed", proofingId, at: lapsedAt };
  if (!validation) {
    const room = await roomById(reader, proofing.roomId);
    if (!room?.closedAt) return { state: "running", proofingId, startedAt };
    // Begun for somebody who did not come, or moved away: no sitting took place.
    if (!tookPlace(room.closedReason)) return { state: "none" };
    const { closedAt: endedAt } = room;
    return { state: "undecided", proofingId, endedAt, lapsesAt: await lapseOf(reader, proofing, endedAt) };
  }
  const outcome = finalOutcome(proofing);
  if (!outcome)
    return { state: "awaiting-verification", proofingId, validatedAt: validation.at, returned: isWithAgent(proofing) };
  const last = lastWord(proofing) ?? validation;
  const reason = reasonOf(last.reason);
  if (reason?.freezes && !(await isFrozen(reader, proofing.orderId)))
    return {
      state: "decided",
      proofingId,
      outcome,
      reason: last.reason,
      ...thawedWords,
      first: undefined,
      at: last.at,
    };
  const words = reason?.holder ?? "Sua identidade foi confirmada.";
  const cure = { cure: reason?.cure ?? "", first: reason?.first };
  return { state: "decided", proofingId, outcome, reason: last.reason, words, ...cure, at: last.at };
}

async function lapseOf(reader: Reader, proofing: Proofing, endedAt: Date): Promise<Date> {
  const pack = await rulePackById(reader, proofing.rulePackId);
  if (!pack) throw new Error(`rule pack ${proofing.rulePackId} is gone`);
  return later(endedAt, pack.content.decision.lapseHours * hourMs);
}

export type UndecidedSitting = {
  proofingId: string;
  roomId: string;
  orderNumber: string;
  applicantName: string;
  agentId: string;
  agentName: string;
  endedAt: Date;
  lapsesAt: Date;
  /** Steps of the script that are done: what a decision can lean on. */
  steps: number;
};

/** Sittings of the AR whose call has ended and whose agent has not decided, of whatever day; longest first. */
export async function undecidedSittings(reader: Reader, raId: string): Promise<UndecidedSitting[]> {
  const { rows } = await sql<UndecidedSitting>`
    select p.id as "proofingId", r.id as "roomId", o.number as "orderNumber", o.applicant_name as "applicantName",
      g.id as "agentId", g.name as "agentName", r.closed_at as "endedAt",
      r.closed_at + make_interval(hours => coalesce((k.content -> 'decision' ->> 'lapseHours')::int, 24)) as "lapsesAt",
      (select count(*) from proofing_steps s where s.proofing_id = p.id)::int as steps
    from proofings p
    join rooms r on r.id = p.room_id and r.closed_at is not null and r.closed_reason = any (${sittingEnds}::text[])
    join orders o on o.id = p.order_id and o.cancelled_at is null
    join agents g on g.id = r.agent_id
    join rule_packs k on k.id = p.rule_pack_id
    where r.ra_id = ${raId} and p.lapsed_at is null
      and not exists (select from irregularity_cases c
        where c.order_id = p.order_id and (c.closed_at is null or c.outcome = 'founded'))
      and not exists (select from validations v where v.proofing_id = p.id)
    order by r.closed_at`.execute(reader);
  return rows;
}

/** The proofing that allows issuing: validated and verified as approved by two people, and not spent; undefined without one. */
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
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("spent_approvals as e").select("e.proofing_id").whereRef("e.proofing_id", "=", "p.id"))),
    )
    .orderBy("w.verified_at", "desc")
    .limit(1)
    .executeTakeFirst();
}

export type VerificationTask = {
  proofingId: string;
  orderId: string;
  raId: string;
  holderCpf: string;
  /** Who attended a part of it: none of them verifies. */
  attendants: Person[];
  orderNumber: string;
  applicantName: string;
  validatedBy: string;
  validatorId: string;
  validatedAt: Date;
};

/** What waits for a second person in this AR, longest first; what is with its agent again is in `openReturnsOf`. */
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
      "o.ra_id as raId",
      "o.cpf as holderCpf",
      "o.number as orderNumber",
      "o.applicant_name as applicantName",
      "a.name as validatedBy",
      "a.id as validatorId",
      "v.validated_at as validatedAt",
    ])
    .where("o.ra_id", "=", raId)
    .where("v.outcome", "=", "approved")
    .where("w.proofing_id", "is", null)
    .where("o.cancelled_at", "is", null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("returns as r")
            .leftJoin("return_answers as t", "t.return_id", "r.id")
            .select("r.id")
            .whereRef("r.proofing_id", "=", "v.proofing_id")
            .where((or) => or.or([or("t.return_id", "is", null), or("t.outcome", "=", "redo")])),
        ),
      ),
    )
    .orderBy("v.validated_at")
    .execute();
  const frozen = await frozenAmong(
    reader,
    rows.map(({ orderId }) => orderId),
  );
  const waiting = rows.filter(({ orderId }) => !frozen.has(orderId));
  return Promise.all(
    waiting.map(async (row) => ({
      ...row,
      attendants: await attendantsOf(reader, row.proofingId),
      holderCpf: row.holderCpf ?? "",
      orderNumber: row.orderNumber ?? "",
      applicantName: row.applicantName ?? "",
    })),
  );
}

/** What the room kept: the click of consent, both members' recordings, the stills that arrived. */
export async function roomFacts(reader: Reader, roomId: string): Promise<RoomFacts> {
  const room = await roomById(reader, roomId);
  const recordings = (await recordingsOf(reader, roomId)).map((one) => ({ ...one, playable: one.stored !== null }));
  const session = room?.session ?? null;
  const closedAt = room?.closedAt ?? null;
  const maxGapMs = room && session ? await maxGapMsOf(reader, room.raId, session) : 0;
  const isReported = await isRecordingReported(reader, roomId);
  return {
    consentAt: room?.consentedAt ?? null,
    session,
    maxGapMs,
    closedAt,
    recording: ownRecording({ session, maxGapMs, closedAt, segments: recordings, isReported }),
    recordings,
    stills: await stillsOf(reader, roomId),
    seatMissing: room !== undefined && (await isSeatMissing(reader, room.orderId)),
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
