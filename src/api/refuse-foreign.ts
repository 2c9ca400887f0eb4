import { isLoopback } from "#/platform/env.ts";

/**
 * The names that requests may call this server by. On loopback only loopback's own, so that a foreign
 * page can't reach it through a name that it points here (DNS rebinding).
 */
export function allowedHosts({ host, port }: { host: string; port: number }): string[] {
  if (!isLoopback(host)) return ["*"];
  const names = new Set(["localhost", "127.0.0.1", "[::1]", host]);
  return [...names].flatMap((name) => [name, `${name}:${port}`]);
}

/** The answer to a request under a name that isn't this server's; undefined when the name is right. */
export function refuseStrangeHost(request: Request, hosts: readonly string[]) {
  if (hosts.includes("*") || hosts.includes(request.headers.get("host") ?? "")) return undefined;
  return refusal(
    421,
    "This server answers to its own address only. Open the address that was printed at start.",
  );
}

/** A page of another site must neither read nor change anything with this browser's cookies. */
export function refuseForeign(request: Request, hosts: readonly string[]): Response | undefined {
  const strange = refuseStrangeHost(request, hosts);
  if (strange) return strange;
  const origin = request.headers.get("origin");
  if (origin === "null") {
    return refusal(403, "This request came from an unknown page. Nothing was changed.");
  }
  if (
    origin &&
    URL.canParse(origin) &&
    new URL(origin).host !== (request.headers.get("host") ?? "")
  ) {
    return refusal(403, "This request came from a page of another site. Nothing was changed.");
  }
  return undefined;
}

/** An answer in one sentence, in the shape that clients know errors by. */
export function refusal(status: number, message: string, code = "REFUSED"): Response {
  return Response.json({ defined: false, code, status, message }, { status });
}
