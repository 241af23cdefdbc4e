/**
 * A benchmark file exports `bench`: it measures, and yields each figure as soon as it is known. `only` names one part of it
 * where it has parts.
 */
export type Bench = (only?: string) => AsyncGenerator<Figure | LeftOut>;

/** A figure that could not be measured here, and why; it is printed, so that nobody overlooks the gap. */
export type LeftOut = { name: string; leftOut: string };

/** What the ratio to the floor has to be: at most, or at least. */
export type Bound = { atMost: number } | { atLeast: number };

export type Figure = {
  name: string;
  value: number;
  floor: number;
  unit: string;
  /** Median of the rounds' ratios value / floor, and its 95 % bootstrap interval (one value where there were no rounds). */
  ratio: number;
  interval: [number, number];
  bound: Bound;
  verdict: "ok" | "short";
};

/** One round of one side: measures once and resolves with the figure. */
export type Side = () => Promise<number>;

/**
 * Measures both sides in turns (A B, B A, A B …) after one round of each that does not count. Noise of the machine hits
 * both; only the ratio is trusted. "short" only where the whole interval is beyond the bound.
 */
export async function compare(
  name: string,
  unit: string,
  sides: { ours: Side; floor: Side },
  bound: Bound,
  rounds = 9,
): Promise<Figure> {
  const ours: number[] = [];
  const floors: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const order = round % 2 === 0 ? (["ours", "floor"] as const) : (["floor", "ours"] as const);
    const seen = { ours: 0, floor: 0 };
    for (const side of order) seen[side] = await sides[side]();
    if (round < 0) continue;
    ours.push(seen.ours);
    floors.push(seen.floor);
  }
  const ratios = ours.map((value, i) => value / floors[i]!);
  const interval = bootstrap(ratios);
  const ratio = median(ratios);
  return {
    name,
    value: median(ours),
    floor: median(floors),
    unit,
    ratio,
    interval,
    bound,
    verdict: judge(interval, bound),
  };
}

/** A figure that does not vary (bytes): against its budget, or against the floor's bytes. */
export function weigh(name: string, unit: string, value: number, floor: number, bound: Bound): Figure {
  const ratio = value / floor;
  return { name, value, floor, unit, ratio, interval: [ratio, ratio], bound, verdict: judge([ratio, ratio], bound) };
}

function judge([low, high]: [number, number], bound: Bound): "ok" | "short" {
  return ("atMost" in bound ? low <= bound.atMost : high >= bound.atLeast) ? "ok" : "short";
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** 95 % interval of the median, by 2,000 draws with replacement. */
function bootstrap(values: number[]): [number, number] {
  const draws = Array.from({ length: 2000 }, () =>
    median(values.map(() => values[Math.floor(Math.random() * values.length)]!)),
  ).sort((a, b) => a - b);
  return [draws[50]!, draws[1949]!];
}

/** `name | value unit | floor value unit | ratio | bound | ok or short`, or `name | left out: why |` */
export function lineOf(figure: Figure | LeftOut): string {
  if ("leftOut" in figure) return `${figure.name} | left out: ${figure.leftOut} |`;
  const { name, value, floor, unit, ratio, bound, verdict } = figure;
  const words = "atMost" in bound ? `<= ${bound.atMost}` : `>= ${bound.atLeast}`;
  return [name, `${short(value)} ${unit}`, `floor ${short(floor)} ${unit}`, short(ratio), words, verdict].join(" | ");
}

/** What a run ends with: 0 where every figure was measured (ok or short), 2 where one was left out or none came. */
export function statusOf(figures: (Figure | LeftOut)[]): number {
  return figures.length === 0 || figures.some((figure) => "leftOut" in figure) ? 2 : 0;
}

/** Three significant figures, never in powers of ten. */
function short(value: number): string {
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 4));
}
