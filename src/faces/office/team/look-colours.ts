type Rgb = [number, number, number];

function rgb(hex: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb;
}

function mixed(hex: string, other: string, share: number): string {
  const [a, b] = [rgb(hex), rgb(other)];
  return `#${a
    .map((value, i) =>
      Math.round(value * (1 - share) + b[i]! * share)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance). */
export function contrast(one: string, other: string): number {
  const luminance = (hex: string) => {
    const [r, g, b] = rgb(hex).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as Rgb;
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** White words on the colour, and the colour's words on white, must be readable (WCAG 2.2 §1.4.3: 4.5 to 1). */
export function isReadableBrand(hex: string): boolean {
  return contrast(hex, "#ffffff") >= 4.5;
}

/** The tokens that one chosen colour stands for. */
export function lookOf(brand: string): Record<string, string> {
  const colour = brand.toLowerCase();
  return {
    brand: colour,
    "brand-strong": mixed(colour, "#000000", 0.3),
    "brand-soft": mixed(colour, "#ffffff", 0.88),
    "on-brand": "#ffffff",
  };
}
