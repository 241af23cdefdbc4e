type ParamsOf<R extends string> = R extends `${infer A}/${infer B}`
  ? [...ParamsOf<A>, ...ParamsOf<B>]
  : R extends `:${string}`
    ? [string | number]
    : [];

/** An address of the site, filled in by calling it; `route` is its pattern, as the door takes it. */
export type Address<R extends string = string> = { (...filled: ParamsOf<R>): string; readonly route: R };

/**
 * `/pedido/:number/horario` becomes a function of the number. What is filled in stands as it is given: whoever has
 * something else than a number, an id or a token encodes it. Each call is marked `@__PURE__`, so that a script of the
 * browser takes along only the addresses that it asks for.
 */
export function address<const R extends string>(route: R): Address<R> {
  const fill = (...filled: (string | number)[]) => {
    const left = [...filled];
    return route.replace(/:\w+/g, () => String(left.shift()));
  };
  return Object.assign(fill, { route }) as Address<R>;
}

/** Whether what is asked for is `beginning` or stands below it; what is asked behind "?" counts for nothing. */
export function isAt(asked: string, beginning: string): boolean {
  const path = pathOf(asked);
  return path === beginning || path.startsWith(`${beginning}/`);
}

/** What is filled in where this address is asked for, or one below it, and what follows below; undefined: another one. */
export function readAddress(
  { route }: { route: string },
  asked: string,
): { filled: string[]; below: string } | undefined {
  const [names, parts] = [route.split("/"), pathOf(asked).split("/")];
  const isPart = (name: string) => name.startsWith(":");
  if (names.some((name, at) => (isPart(name) ? !parts[at] : name !== parts[at]))) return undefined;
  return { filled: parts.filter((_, at) => isPart(names[at] ?? "")), below: parts.slice(names.length).join("/") };
}

const pathOf = (asked: string): string => asked.split(/[?#]/)[0] ?? "";
