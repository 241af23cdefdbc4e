import { Agent, type IncomingMessage, request } from "node:http";
import { clients } from "./agenda-bookings.ts";
import type { Seed, SeedOrder } from "./agenda-seed.ts";

/** One client of the site that chooses a time for its order: the form as a browser sends it. */
export function createBookers(port: number, seed: Seed) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const first = Date.parse(`${seed.weeks[1]}T14:00:00Z`);
  let turn = 0;

  async function choose(order: SeedOrder, n: number): Promise<void> {
    const startsAt = new Date(first + (n % 4) * 86_400_000 + (Math.floor(n / 4) % 16) * 1_800_000);
    const body = new URLSearchParams({ horario: startsAt.toISOString() }).toString();
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = {
        "content-type": "application/x-www-form-urlencoded",
        "content-length": Buffer.byteLength(body),
        cookie: `confere_pedido=${order.token}`,
        host: `localhost:${port}`,
        origin: `http://localhost:${port}`,
        "sec-fetch-site": "same-origin",
        // Each client an address of its own: the limit of requests is per address.
        "x-forwarded-for": `10.${n % 200}.${Math.floor(n / 200) % 200}.1`,
      };
      const path = `/pedido/${order.number}/horario`;
      request({ host: "127.0.0.1", port, path, method: "POST", headers, agent }, resolve).on("error", reject).end(body);
    });
    response.resume();
    if (response.statusCode !== 303) throw new Error(`order ${order.number}: answered ${response.statusCode}`);
  }

  return {
    /** Holds a second while 64 clients hold a time for `count` orders that had none. */
    async holdsASecond(orders: SeedOrder[]): Promise<number> {
      const began = performance.now();
      const queue = [...orders];
      const client = async () => {
        for (let order = queue.pop(); order; order = queue.pop()) await choose(order, turn++);
      };
      await Promise.all(Array.from({ length: clients }, client));
      return orders.length / ((performance.now() - began) / 1000);
    },
  };
}
