import type { StandardHandlerOptions } from "@orpc/server/standard";
import { unreadable } from "./map-error.ts";
import type { RequestContext } from "./procedure.ts";

/**
 * A body that isn't a JSON object is refused. Otherwise it would be dropped in silence, and a plan sent
 * without its content-type would be answered with the standard plan.
 */
export const takeObject: NonNullable<
  StandardHandlerOptions<RequestContext>["interceptors"]
>[number] = ({ next, ...given }) =>
  next({
    ...given,
    request: {
      ...given.request,
      body: async () => {
        const body = await given.request.body();
        if (body === undefined || body === "") return undefined;
        if (isPlainObject(body)) return body;
        throw unreadable(400);
      },
    },
  });

function isPlainObject(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
