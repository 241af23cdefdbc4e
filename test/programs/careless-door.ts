// A door whose routes forget their promises, with the house's own last resort: `door.test.ts` asks it and looks what is left.
import Fastify from "fastify";
import { holdRequests, surviveErrors } from "../../src/faces/request-in-hand.ts";

const say = (line: string) => process.stdout.write(`${line}\n`);
const app = Fastify();
holdRequests(app, (reason, _request, reply) => reply.status(500).send({ said: String(reason) }));
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Nobody waits for it, and it fails. */
async function forgotten(words: string): Promise<void> {
  await later(5);
  throw new Error(words);
}

const never = new Promise(() => {});
app.post("/rejection", () => {
  void forgotten("rejected");
  return never;
});
app.get("/exception", () => {
  setTimeout(() => {
    throw new Error("thrown");
  }, 5);
  return never;
});
app.get("/answered", () => {
  void forgotten("too late");
  return { said: "fine" };
});
surviveErrors(
  (reason, words) => say(`${words}: ${String(reason)}`),
  (error) => {
    say(`falls: ${String(error)}`);
    process.exit(70);
  },
);
process.on("SIGUSR2", () => {
  throw new Error("outside of any request");
});
say(await app.listen({ port: 0, host: "127.0.0.1" }));
