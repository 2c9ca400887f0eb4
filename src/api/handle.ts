import { randomUUID } from "node:crypto";
import { OpenAPIHandler } from "@orpc/openapi/fetch";
import { RPCHandler } from "@orpc/server/fetch";
import { ResponseHeadersPlugin } from "@orpc/server/plugins";
import type { StandardHandlerOptions } from "@orpc/server/standard";
import { limitBody } from "./limit-body.ts";
import { mapError, unreadable } from "./map-error.ts";
import type { RequestContext } from "./procedure.ts";
import { streamFiles } from "./streamed-file.ts";
import { takeObject } from "./take-object.ts";
import { router } from "./router.ts";
import { allowedHosts, refusal, refuseForeign } from "./refuse-foreign.ts";
import { getServices } from "./services.ts";

const plainErrors: StandardHandlerOptions<RequestContext>["clientInterceptors"] = [
  async ({ next, context }) => {
    try {
      return await next();
    } catch (error) {
      throw mapError(error, context.services.log, context.requestId);
    }
  },
];
/** A body that can't be decoded is answered before any procedure, in the library's words: these are ours. */
const plainRefusals: StandardHandlerOptions<RequestContext>["rootInterceptors"] = [
  async ({ next }) => {
    const result = await next();
    if (!result.matched || result.response.status !== 400) return result;
    const { body } = result.response;
    const told = isObject(body) && isObject(body["json"]) ? body["json"] : body;
    if (isObject(told) && told["code"] === "BAD_REQUEST")
      Object.assign(told, unreadable(400).toJSON());
    return result;
  },
];
const shared = {
  plugins: [new ResponseHeadersPlugin<RequestContext>()],
  rootInterceptors: [streamFiles, ...plainRefusals],
  clientInterceptors: plainErrors,
};
const rpc = new RPCHandler(router, shared);
const openApi = new OpenAPIHandler(router, { ...shared, interceptors: [takeObject] });

/** Answers the pages' calls (`/rpc`) and other programs' (`/api/v1`) with the same procedures. */
export async function handle(kind: "rpc" | "openapi", request: Request): Promise<Response> {
  const services = await getServices();
  const foreign = refuseForeign(request, allowedHosts(services.settings));
  if (foreign) return foreign;
  const limited = await limitBody(request);
  if (limited instanceof Response) return limited;
  const context: RequestContext = {
    services,
    headers: request.headers,
    requestId: randomUUID(),
    origin: originOf(request),
    signal: request.signal,
  };
  const handler = kind === "rpc" ? rpc : openApi;
  const { response } = await handler.handle(limited, {
    prefix: kind === "rpc" ? "/rpc" : "/api/v1",
    context,
  });
  return response ?? nothingThere();
}

/** Answers sign-in, sign-out and passwords (`/api/auth`), behind the same doors as everything else. */
export async function answerSignIn(request: Request): Promise<Response> {
  const { auth, settings } = await getServices();
  const foreign = refuseForeign(request, allowedHosts(settings));
  if (foreign) return foreign;
  const limited = await limitBody(request);
  return limited instanceof Response ? limited : auth.handler(limited);
}

function nothingThere(): Response {
  return refusal(
    404,
    "Nothing can be called at this address with this method. Nothing was changed; /api/v1/openapi.json lists what can be called.",
    "NOT_FOUND",
  );
}

/** Scheme, host and port under which the browser reached us. */
function originOf(request: Request): string {
  const scheme = request.headers.get("x-forwarded-proto")?.split(",")[0] ?? "http";
  return `${scheme}://${request.headers.get("host") ?? "localhost"}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
