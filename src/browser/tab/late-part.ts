/**
 * A part of a page's script that its first screen does without: a file of its own, at an address that the page names, so
 * that nothing on the page waits for it. What did not come is asked for again by the next who needs it, under another
 * address, because some browsers keep in mind that an address failed.
 */
export function latePart<T>(address: string): () => Promise<T> {
  let part: Promise<T> | undefined;
  let failures = 0;
  return () => {
    part ??= (import(failures === 0 ? address : `${address}?${failures}`) as Promise<T>).catch((error: unknown) => {
      failures++;
      part = undefined;
      throw error;
    });
    return part;
  };
}
