import { randomUUID } from "node:crypto";
import { brCodeText } from "../../src/payments/br-code.ts";
import type { PaymentProvider, Settlement } from "../../src/payments/payment-provider.ts";
import type { Clock } from "../../src/platform/clock.ts";

/** The states of a charge in the BACEN Pix API; one that expired stays ATIVA and is not paid any more. */
type Cob = {
  status: "ATIVA" | "CONCLUIDA" | "REMOVIDA_PELO_USUARIO_RECEBEDOR";
  amountCentavos: number;
  expiresAt: Date;
  pix?: Settlement;
};

/**
 * A bank that keeps charges outside of our books, by the rules of Pix: PUT /cob/{txid} makes a charge once, PATCH removes one
 * that is ATIVA, a payer pays one that is ATIVA and has not expired, and a paid one stays paid. `down`: nobody answers.
 */
export function pixBank(clock: Clock) {
  const cobs = new Map<string, Cob>();
  const calls: { call: string; txid: string }[] = [];
  const bank = { down: false, beforeAnswer: async () => {} };
  const reach = (call: string, txid: string) => {
    calls.push({ call, txid });
    if (bank.down) throw new Error("bank does not answer");
  };
  const provider: PaymentProvider = {
    name: "pix-bank",
    async createCharge({ txid, amountCentavos, expiresAt, receiver }) {
      await bank.beforeAnswer();
      reach("put", txid);
      const known = cobs.get(txid);
      if (known && (known.status !== "ATIVA" || known.amountCentavos !== amountCentavos))
        throw new Error("400 CobOperacaoInvalida");
      cobs.set(txid, known ?? { status: "ATIVA", amountCentavos, expiresAt });
      const account = { url: `pix.banco.example/v2/${txid}` };
      const merchant = { merchantName: receiver.name, merchantCity: receiver.city };
      return { brcode: brCodeText({ account, ...merchant, amountCentavos }) };
    },
    async settlementOf(txid) {
      reach("get", txid);
      return cobs.get(txid)?.pix;
    },
    async withdrawCharge(txid) {
      reach("patch", txid);
      const cob = cobs.get(txid);
      if (cob?.status === "ATIVA") cob.status = "REMOVIDA_PELO_USUARIO_RECEBEDOR";
    },
  };
  /** What a payer's own bank does with the code; answers what a notice of it would say. Throws where the code leads nowhere. */
  const pay = (txid: string): Settlement => {
    const cob = cobs.get(txid);
    if (cob?.status !== "ATIVA" || clock.now() >= cob.expiresAt) throw new Error("code cannot be paid");
    const endToEndId = `E12345678${randomUUID().replaceAll("-", "").slice(0, 23)}`;
    cob.status = "CONCLUIDA";
    cob.pix = { txid, endToEndId, amountCentavos: cob.amountCentavos, paidAt: clock.now() };
    return cob.pix;
  };
  const statusOf = (txid: string) => cobs.get(txid)?.status;
  const callsOf = (txid: string) => calls.filter((one) => one.txid === txid).map(({ call }) => call);
  return Object.assign(bank, { provider, cobs, pay, statusOf, callsOf });
}
