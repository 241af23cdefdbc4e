/** So many of a crowd in one turn of the loop; whoever else has something to ask is heard between two turns. */
const eachTurn = 8;
const waiting: (() => void)[] = [];

/**
 * Resolves when it is this one's turn: a burst of requests that one write of the network brings would otherwise be answered
 * to its last before anything else is looked at.
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
