import { type NextRequest, NextResponse } from "next/server";
import { allowedHosts, refuseStrangeHost } from "#/api/refuse-foreign.ts";
import { readAddress } from "#/platform/env.ts";

/**
 * Security headers for pages, and no page under a strange name. Authorisation is not here but in the
 * verbs of core.
 * Scripts run by nonce; styles need 'unsafe-inline' because Mantine's dialogs write style tags.
 */
export function proxy(request: NextRequest) {
  const strange = refuseStrangeHost(request, allowedHosts(readAddress(process.env)));
  if (strange) return strange;
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const develop = process.env.NODE_ENV === "development";
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${develop ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${develop ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("x-pathname", request.nextUrl.pathname + request.nextUrl.search);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("referrer-policy", "same-origin");
  return response;
}

export const config = {
  matcher: ["/((?!_next/static|favicon.ico|icon.svg|rpc|api/).*)"],
};
