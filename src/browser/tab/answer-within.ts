/** Nobody answered in time: a browser's store, or a person whom the browser asked. */
export class NoAnswer extends Error {
  constructor() {
    super("no answer in time");
    this.name = "NoAnswer";
  }
}

/** What `asked` answers; after `ms` without one, NoAnswer. What comes later is let go. */
export function answerWithin<T>(ms: number, asked: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new NoAnswer()), ms);
    asked.then(resolve, reject).finally(() => clearTimeout(late));
  });
}
