import { AsyncLocalStorage } from "node:async_hooks";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

type EndIt = (reason: unknown) => void;

const inHand = new AsyncLocalStorage<EndIt>();

/**
 * Remembers, for whatever a request sets going, how to answer it. Twice, because what follows the reading of a body runs
 * in the context of the socket, not of the hook before it.
 */
export function holdRequests(
  app: FastifyInstance,
  answer: (reason: unknown, request: FastifyRequest, reply: FastifyReply) => unknown,
): void {
  const hold = (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    let ended = false;
    inHand.run((reason) => {
      // Once: an answer that fails itself would be asked for again, for ever.
      if (!reply.sent && !ended) answer(reason, request, reply);
      ended = true;
    }, done);
  };
  app.addHook("onRequest", hold);
  app.addHook("preValidation", hold);
}

/** Answers the request that runs here, where one does, and gives true. */
function endRequestInHand(reason: unknown): boolean {
  const endIt = inHand.getStore();
  endIt?.(reason);
  return endIt !== undefined;
}

/**
 * What happens with errors that nobody caught: a call of two people must not end because a third one's form met a fault
 * of ours. A promise that nobody waited for ends its request, if it was one's, and the house goes on. So does an error
 * thrown in the course of a request; thrown elsewhere nobody knows what it left half done, and the house `falls`.
 */
export function surviveErrors(note: (reason: unknown, words: string) => void, falls: (error: unknown) => void): void {
  process.on("unhandledRejection", (reason) => {
    note(reason, "unhandled rejection");
    endRequestInHand(reason);
  });
  process.on("uncaughtException", (error) => {
    note(error, "uncaught exception");
    if (!endRequestInHand(error)) falls(error);
  });
}
