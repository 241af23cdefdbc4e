import {
  type AskedCertificate,
  AuthorityUnreachable,
  type CertificationAuthority,
  type IssuanceAnswer,
} from "../../src/issuance/certification-authority.ts";
import { newSerial, prepareCertificate, signCertificate } from "../../src/pki/certificates/certificate.ts";
import { readCertificateRequest } from "../../src/pki/certificates/certificate-request.ts";
import { holderPlan, holderValidity } from "../../src/pki/certificates/holder-profile.ts";
import type { Clock } from "../../src/platform/clock.ts";
import { sha256Hex } from "../../src/platform/ids.ts";
import { later, newHierarchy, publishedAt } from "./pki-world.ts";

/** As it goes over the wire. */
type Sent = Pick<AskedCertificate, "type" | "months" | "holder" | "identification"> & { csr: string };
type Asked = { handle: string; sent: Sent; refused?: string; ended?: string; certificate?: Uint8Array };

/**
 * Another company's authority: knows a request by our reference, decides when it pleases (`waits`), prints serials of its own,
 * refuses, revokes. `down`: nobody answers. `key`: whose certificate it makes where it confuses two.
 */
export async function outsideAuthority(clock: Clock) {
  const { issuing, chain } = await newHierarchy();
  const requests = new Map<string, Asked>();
  const calls: string[] = [];
  const company = {
    down: false,
    waits: false,
    refuses: undefined as string | undefined,
    key: undefined as Uint8Array | undefined,
    beforeAnswer: async () => {},
  };
  const reach = (call: string) => {
    calls.push(call);
    if (company.down) throw new AuthorityUnreachable("the authority does not answer");
  };
  const signed = async ({ csr, type, months, identification, holder }: Sent): Promise<Uint8Array> => {
    const plan = holderPlan(issuing, publishedAt, {
      serial: newSerial(),
      type,
      validity: holderValidity(clock.now(), months, later(3650)),
      publicKeyInfo: company.key ?? readCertificateRequest(Buffer.from(csr, "base64")).publicKeyInfo,
      issuerName: "AC de Teste v1",
      identification,
      holder,
    });
    return signCertificate(prepareCertificate(issuing, plan));
  };
  const answerTo = async (one: Asked): Promise<IssuanceAnswer> => {
    if (company.refuses !== undefined) one.refused = company.refuses;
    if (one.ended || one.refused) return { refused: one.refused ?? "o pedido foi retirado" };
    if (company.waits && !one.certificate)
      return { pendingAs: one.handle, askAgainAt: new Date(clock.now().getTime() + 30_000) };
    one.certificate ??= await signed(one.sent);
    return { certificate: one.certificate, chain };
  };
  const authority: CertificationAuthority = {
    name: "outside",
    async prepare(_ctx, _tx, { type, months, holder, identification, request }) {
      const serial = Buffer.from(newSerial()).toString("hex").toUpperCase();
      const sent: Sent = { type, months, holder, identification, csr: Buffer.from(request).toString("base64") };
      const content = Buffer.from(JSON.stringify(sent));
      return { serial, authorityId: null, content, contentHash: sha256Hex(content) };
    },
    async issue(_ctx, { serial, content, pendingAs }) {
      reach(pendingAs ? `ask ${pendingAs}` : "submit");
      const sent = JSON.parse(Buffer.from(content).toString()) as Sent;
      const known = requests.get(serial) ?? { handle: `P-${requests.size + 1}`, sent };
      requests.set(serial, known);
      if (pendingAs !== undefined && pendingAs !== known.handle) throw new Error("404 no such request");
      const answer = await answerTo(known);
      await company.beforeAnswer();
      return answer;
    },
    async revoke(_ctx, { serial, reason }) {
      reach("revoke");
      const known = requests.get(serial);
      if (known) known.ended ??= reason;
    },
  };
  return Object.assign(company, { authority, requests, calls, chain });
}
