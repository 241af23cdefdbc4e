const BYTES_PER_MS = 750; // 6 Mbit/s: three times what REMB allows an honest sender
const PACKETS_PER_MS = 2;
/** What a line that stalled delivers at once: 48 Mbit, some 30 s of an honest sender's. */
const BURST_MS = 8000;

/** Bounds what one member may make the worker do: a flood is dropped before it is read. Times in ms. */
export class IntakeLimit {
  dropped = 0;
  private bytes = BYTES_PER_MS * BURST_MS;
  private packets = PACKETS_PER_MS * BURST_MS;
  private last: number;

  constructor(now: number) {
    this.last = now;
  }

  takes(length: number, now: number): boolean {
    const passed = now - this.last;
    this.last = now;
    this.bytes = Math.min(BYTES_PER_MS * BURST_MS, this.bytes + passed * BYTES_PER_MS);
    this.packets = Math.min(PACKETS_PER_MS * BURST_MS, this.packets + passed * PACKETS_PER_MS);
    if (this.bytes < length || this.packets < 1) {
      this.dropped++;
      return false;
    }
    this.bytes -= length;
    this.packets--;
    return true;
  }
}
