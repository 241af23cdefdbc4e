type ByteRange = { start: number; end: number };

/**
 * One range of a Range header (RFC 9110 §14.2), both ends included. Undefined: none, or a form we do not serve
 * (several ranges, other units), which is answered with the whole.
 */
export function rangeOf(header: string | undefined, bytes: number): ByteRange | "unsatisfiable" | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return undefined;
  const [first, last] = [match[1], match[2]];
  if (first === "") {
    const count = Math.min(Number(last), bytes);
    return count === 0 ? "unsatisfiable" : { start: bytes - count, end: bytes - 1 };
  }
  const start = Number(first);
  const end = last === "" ? bytes - 1 : Math.min(Number(last), bytes - 1);
  return start >= bytes || start > end ? "unsatisfiable" : { start, end };
}
