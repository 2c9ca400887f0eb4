/** Puts this process's clock wrong by the milliseconds of BRIGHT_TEST_CLOCK, before anything else is loaded. */
const offset = Number(process.env["BRIGHT_TEST_CLOCK"] ?? 0);
if (offset !== 0) {
  const Right = Date;
  const now = () => Right.now() + offset;
  globalThis.Date = new Proxy(Right, {
    construct: (target, given: unknown[], self) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, self),
    apply: () => new Right(now()).toString(),
    get: (target, name): unknown => (name === "now" ? now : Reflect.get(target, name)),
  });
}
