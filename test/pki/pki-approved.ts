import { dossiersJobs } from "../../src/dossiers/dossiers-jobs.ts";
import { ensureAuthorities } from "../../src/issuance/authorities/ensure-authorities.ts";
import { confirmIssuanceCode } from "../../src/issuance/certificates/confirm-issuance-code.ts";
import { requestIssuanceCode } from "../../src/issuance/certificates/request-issuance-code.ts";
import { issuanceJobs } from "../../src/issuance/issuance-jobs.ts";
import { installationSeal } from "../../src/issuance/seals/installation-seal.ts";
import { holderOf } from "../../src/orders/order-principal.ts";
import type { DomainJobs } from "../../src/platform/jobs/jobs.ts";
import { validateProofing } from "../../src/proofing/decision/validate-proofing.ts";
import { verifyProofing } from "../../src/proofing/decision/verify-proofing.ts";
import { startProofing } from "../../src/proofing/script/start-proofing.ts";
import { closeRoom } from "../../src/rooms/sitting/close-room.ts";
import { ours } from "../kit/authorities.ts";
import { openSitting, person, type Sitting, walkScript, watchAll } from "../kit/sitting.ts";

/** Maria was seen, validated, verified by a second person, her dossier sealed: the certificate may be issued. */
export async function openApproved(
  more: {
    domains?: DomainJobs;
    beforeSeal?: (sitting: Sitting) => Promise<void>;
    tolerate?: boolean;
    /** The bakery's certificate. */
    company?: boolean;
    /** After the script, before the agent decides. */
    beforeDecision?: (sitting: Sitting, proofingId: string) => Promise<void>;
  } = {},
) {
  const sitting = await openSitting({}, { company: more.company ?? false });
  const { world, ctx, domains, roomId, agent, shop } = sitting;
  await ensureAuthorities(ctx);
  const own = { dossiers: dossiersJobs(installationSeal), issuance: issuanceJobs(ours), ...more.domains };
  const jobs = () => world.runJobs({ ...domains, ...own }, { tolerate: more.tolerate ?? false });
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  await walkScript(sitting, proofingId);
  await more.beforeDecision?.(sitting, proofingId);
  const approve = { proofingId, outcome: "approved" as const, reason: "", note: "" };
  await validateProofing(ctx, { ...approve, by: agent });
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await jobs();
  const verifier = await person(ctx, shop.raId, "98765432100", ["verifier"]);
  const checks = await watchAll(sitting, proofingId, verifier);
  await verifyProofing(ctx, { ...approve, checks, by: verifier });
  await more.beforeSeal?.(sitting);
  await jobs();
  return { ...sitting, verifier, jobs };
}

type Holder = Pick<Awaited<ReturnType<typeof openSitting>>, "ctx" | "orderId" | "accessToken" | "ear">;

/** The code that was sent to the holder's e-mail last; run the jobs first. */
export const issuanceCode = ({ ear, orderId }: Holder): string => ear.codeOf(orderId, "email");

/** The holder's browser asks for the code and types it; the token that it has from then on. */
export async function confirmHolder(holder: Holder & { jobs: () => Promise<void> }): Promise<string> {
  const { ctx, orderId, accessToken } = holder;
  await requestIssuanceCode(ctx, { orderId, accessToken, by: holderOf(orderId), address: undefined });
  await holder.jobs();
  const typed = { orderId, accessToken, code: issuanceCode(holder), by: holderOf(orderId) };
  return (await confirmIssuanceCode(ctx, typed)).accessToken;
}
