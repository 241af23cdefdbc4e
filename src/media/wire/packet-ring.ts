const PLACES = 1024;

/**
 * The newest packets of one outgoing stream, by number, in one piece of memory that comes round. Packets kept one by one
 * would all outlive the young generation, and collecting them cost a tenth of the worker (docs/decisions/0011).
 */
export class PacketRing {
  private readonly bytes: Buffer;
  /** Counted from the first packet on, never from the start of the memory: what lies a whole turn back is gone. */
  private end = 0;
  private readonly starts = new Float64Array(PLACES).fill(Number.NEGATIVE_INFINITY);
  private readonly lengths = new Uint32Array(PLACES);
  private readonly numbers = new Uint16Array(PLACES);

  /** `size` in bytes; more than any packet. */
  constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size);
  }

  /** Room for packet `seq`, to be written at once; good until the memory has come round. */
  take(seq: number, length: number): Buffer {
    const size = this.bytes.length;
    const left = size - (this.end % size);
    const start = length > left ? this.end + left : this.end;
    this.end = start + length;
    const place = seq % PLACES;
    this.starts[place] = start;
    this.lengths[place] = length;
    this.numbers[place] = seq;
    return this.at(start, length);
  }

  find(seq: number): Buffer | undefined {
    const place = seq % PLACES;
    const start = this.starts[place]!;
    if (this.numbers[place] !== seq || start < this.end - this.bytes.length) return undefined;
    return this.at(start, this.lengths[place]!);
  }

  private at(start: number, length: number): Buffer {
    const from = start % this.bytes.length;
    return this.bytes.subarray(from, from + length);
  }
}
