import * as readinessIds from "../../contract/page-ids/readiness-ids.ts";
import { keepFindings } from "../line/keep-findings.ts";
import type { Findings, Judged, ReadinessCheck } from "../line/readiness-verdicts.ts";
import { telling, told } from "../tab/told.ts";

const words = { good: "Bom", weak: "Fraco", bad: "Ruim" } as const;
/** A run is kept as one: after this pause, at its end, or when the page goes. */
const keepMs = 20_000;

/** The list of results on the page, kept on the server. */
export class Readiness {
  private readonly order: string;
  private readonly findings: Findings = {};
  private keeping: ReturnType<typeof setTimeout> | undefined;
  private unsaved = false;

  constructor(order: string) {
    this.order = order;
    addEventListener("pagehide", () => this.unsaved && void this.keep());
  }

  running(...checks: ReadinessCheck[]): void {
    for (const check of checks) {
      const { row, place } = this.placeOf(check);
      told(row).verdict = "now";
      place.textContent = "Testando…";
    }
  }

  set(check: ReadinessCheck, { verdict, value, cure }: Judged): void {
    this.findings[check] = { verdict, value };
    const { row, place, cureBox } = this.placeOf(check);
    told(row).verdict = verdict;
    place.textContent = `${words[verdict]}: ${value}`;
    cureBox.hidden = cure === "";
    cureBox.textContent = cure;
    const name = row.querySelector(".readiness-name")?.textContent ?? "";
    document.getElementById(readinessIds.polite)!.textContent = `${name}: ${words[verdict]}. ${cure}`;
    this.unsaved = true;
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => void this.keep(), keepMs);
  }

  /** The last word: kept now, and what it comes to. */
  async close(): Promise<{ title: string; words: string }> {
    clearTimeout(this.keeping);
    const score = await this.keep();
    if (score === undefined)
      return {
        title: "O resultado não foi guardado",
        words: "Sem conexão com o servidor. Recarregue e teste de novo.",
      };
    const faults = Object.values(this.findings).filter((found) => found.verdict !== "good").length;
    const rest = faults === 0 ? "Nada a melhorar." : "Veja abaixo o que melhorar.";
    const title =
      score >= 80 ? "Seu aparelho está pronto" : score >= 50 ? "Dá para melhorar" : "Este aparelho não serve assim";
    return { title, words: `Nota ${score} de 100. ${rest}` };
  }

  private async keep(): Promise<number | undefined> {
    this.unsaved = false;
    const score = await keepFindings(this.order, this.findings);
    // The next change tries again, and `close` says so.
    if (score === undefined) this.unsaved = true;
    return score;
  }

  private placeOf(check: ReadinessCheck) {
    const row = document.getElementById(readinessIds.finding(check))!;
    return {
      row,
      place: row.querySelector<HTMLElement>(telling("words"))!,
      cureBox: row.querySelector<HTMLElement>(telling("cure"))!,
    };
  }
}
