import { refusalIn } from "../tab/refused.ts";

/** Tells the server what was shown, in order, and shows what it answers: the count is the server's. */
type Shown = { fromMs: number; toMs: number; rate: number };

/** What was shown and not taken by the server for longer than this is lost: better to stop the film. */
const patienceMs = 15_000;
const againMs = 2000;

export class ReplayReport {
  private readonly address: string;
  private readonly events: { taken(html: string): void; trouble(words: string): void; stop(): void };
  private readonly waiting: Shown[] = [];
  private sending = false;

  constructor(address: string, events: { taken(html: string): void; trouble(words: string): void; stop(): void }) {
    this.address = address;
    this.events = events;
  }

  add(shown: Shown): void {
    const last = this.waiting.at(-1);
    const goesOn = last && !this.sending && last.rate === shown.rate && Math.abs(shown.fromMs - last.toMs) < 50;
    if (goesOn) last.toMs = shown.toMs;
    else this.waiting.push({ ...shown });
    const behind = this.waiting.reduce((sum, one) => sum + (one.toMs - one.fromMs) / one.rate, 0);
    if (behind > patienceMs) {
      this.events.stop();
      this.events.trouble("Sem conexão: a gravação parou para não perder o que você já assistiu.");
    }
    void this.send();
  }

  private async send(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    try {
      for (let next = this.waiting[0]; next; next = this.waiting[0]) {
        await this.post(next);
        this.waiting.shift();
      }
    } catch {
      setTimeout(() => void this.send(), againMs);
    } finally {
      this.sending = false;
    }
  }

  /** Rejects where the server could not be reached; a refusal is told and the piece is dropped. */
  private async post(shown: Shown): Promise<void> {
    const { fromMs, toMs, rate } = shown;
    const body = JSON.stringify({ fromMs: Math.round(fromMs), toMs: Math.round(toMs), rate });
    const headers = { "content-type": "application/json", accept: "application/json" };
    const response = await fetch(this.address, { method: "POST", headers, body, keepalive: true });
    if (response.ok && !response.redirected) {
      this.events.trouble("");
      this.events.taken(await response.text());
      return;
    }
    if (response.status >= 500) throw new Error(String(response.status));
    const refusal = refusalIn(await response.json().catch(() => undefined));
    this.events.stop();
    this.events.trouble(
      refusal?.message ?? "Sua sessão terminou. Entre de novo nesta página e continue de onde parou.",
    );
  }
}
