/** How many requests of a crowd go on in one turn of the event loop; all others are served between two turns. */
const eachTurn = 8;
const waiting: (() => void)[] = [];

/**
 * Resolves when it is this request's turn: otherwise a burst of requests that arrive in one piece from the network
 * would all be answered before anything else is looked at.
 */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(nextTurn);
  });
}

function nextTurn(): void {
  for (const resolve of waiting.splice(0, eachTurn)) resolve();
  if (waiting.length > 0) setImmediate(nextTurn);
}
