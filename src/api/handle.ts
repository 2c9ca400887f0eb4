import { randomUUID } from "node:crypto";
import { OpenAPIHandler } from "@orpc/openapi/fetch";
import { RPCHandler } from "@orpc/server/fetch";
import { ResponseHeadersPlugin } from "@orpc/server/plugins";
import type { StandardHandlerOptions } from "@orpc/server/standard";
import { mapError } from "./map-error.ts";
import type { RequestContext } from "./procedure.ts";
import { router } from "./router.ts";
import { allowedHosts, getServices } from "./services.ts";

const plainErrors: StandardHandlerOptions<RequestContext>["clientInterceptors"] = [
  async ({ next, context }) => {
    try {
      return await next();
    } catch (error) {
      throw mapError(error, context.services.log, context.requestId);
    }
  },
];
const shared = {
  plugins: [new ResponseHeadersPlugin<RequestContext>()],
  clientInterceptors: plainErrors,
};
const rpc = new RPCHandler(router, shared);
const openApi = new OpenAPIHandler(router, shared);

/** Answers the pages' calls (`/rpc`) and other programs' (`/api/v1`) with the same procedures. */
export async function handle(kind: "rpc" | "openapi", request: Request): Promise<Response> {
  const services = await getServices();
  const refusal = refuseForeign(request, allowedHosts(services.settings));
  if (refusal) return refusal;
  const context: RequestContext = {
    services,
    headers: request.headers,
    requestId: randomUUID(),
    origin: originOf(request),
    signal: request.signal,
  };
  const handler = kind === "rpc" ? rpc : openApi;
  const { response } = await handler.handle(request, {
    prefix: kind === "rpc" ? "/rpc" : "/api/v1",
    context,
  });
  return response ?? sentence(404, "There is nothing at this address.");
}

/** Scheme, host and port under which the browser reached us. */
function originOf(request: Request): string {
  const scheme = request.headers.get("x-forwarded-proto")?.split(",")[0] ?? "http";
  return `${scheme}://${request.headers.get("host") ?? "localhost"}`;
}

/** A page of another site must neither read nor change anything with this browser's cookies. */
function refuseForeign(request: Request, hosts: string[]): Response | undefined {
  const host = request.headers.get("host") ?? "";
  if (!hosts.includes("*") && !hosts.includes(host)) {
    return sentence(
      421,
      "This server answers to its own address only. Open the address that was printed at start.",
    );
  }
  const origin = request.headers.get("origin");
  if (origin && URL.canParse(origin) && new URL(origin).host !== host) {
    return sentence(403, "This request came from a page of another site. Nothing was changed.");
  }
  if (origin === "null")
    return sentence(403, "This request came from an unknown page. Nothing was changed.");
  return undefined;
}

function sentence(status: number, message: string): Response {
  return Response.json({ defined: false, code: "REFUSED", status, message }, { status });
}
