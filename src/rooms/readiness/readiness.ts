/** What a test of the applicant's device looks at, in the order in which screens show it. */
export const readinessChecks = [
  "browser",
  "camera",
  "light",
  "document",
  "microphone",
  "noise",
  "speaker",
  "echo",
  "battery",
  "lineDown",
  "lineUp",
  "udp",
] as const;
export type ReadinessCheck = (typeof readinessChecks)[number];
export const verdicts = ["good", "weak", "bad"] as const;
export type Verdict = (typeof verdicts)[number];
/** `value` is what was measured, for a reader: "640 x 360", "92", "1,2 Mbit/s". Checks that were not made are absent. */
export type Findings = Partial<Record<ReadinessCheck, { verdict: Verdict; value: string }>>;
export type Readiness = { score: number; findings: Findings; takenAt: Date };

/** What a bad value costs of 100; a weak one costs half. Without these a call cannot be held, the rest makes it worse. */
const weights: Record<ReadinessCheck, number> = {
  browser: 100,
  camera: 60,
  light: 20,
  document: 20,
  microphone: 40,
  noise: 8,
  speaker: 20,
  echo: 8,
  battery: 12,
  lineDown: 30,
  lineUp: 40,
  udp: 12,
};

/** 0–100. Says nothing of checks that were not made. */
export function readinessScore(findings: Findings): number {
  const cost = (check: ReadinessCheck) => {
    const verdict = findings[check]?.verdict ?? "good";
    return verdict === "bad" ? weights[check] : verdict === "weak" ? weights[check] / 2 : 0;
  };
  return Math.max(0, Math.round(100 - readinessChecks.reduce((sum, check) => sum + cost(check), 0)));
}

/** The newest word on each check, runs newest first: the short test at the door does not undo the long one of yesterday. */
export function passportOf(runs: { findings: Findings; takenAt: Date }[]): Readiness | undefined {
  const [newest] = runs;
  if (!newest) return undefined;
  const findings = Object.assign({}, ...runs.toReversed().map((run) => run.findings)) as Findings;
  return { findings, score: readinessScore(findings), takenAt: newest.takenAt };
}

/** How the call is to join: "weak" is said of a network that lets the call through by TCP only. */
export function transportOf(findings: Findings | undefined): "udp" | "tcp" {
  return findings?.udp?.verdict === "weak" ? "tcp" : "udp";
}

/** What is not good, worst first. */
export function readinessFaults(findings: Findings): ReadinessCheck[] {
  const faults = readinessChecks.filter((check) => findings[check] && findings[check].verdict !== "good");
  const isBad = (check: ReadinessCheck) => Number(findings[check]!.verdict === "bad");
  return faults.sort((one, other) => isBad(other) - isBad(one));
}
