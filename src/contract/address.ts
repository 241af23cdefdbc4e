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
