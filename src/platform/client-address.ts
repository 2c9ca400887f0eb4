import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { isLoopback } from "./env.ts";

/**
 * The address that a request came from. Whoever connects may claim anything in `x-forwarded-for`, so it
 * counts only from this machine, where a proxy may stand, and of it only what that proxy added: the last.
 */
export function clientAddress(peer: string | undefined, forwarded: string | undefined): string {
  const plain = (peer ?? "").replace(/^::ffff:(?=\d+\.)/, "");
  const claimed = forwarded?.split(",").at(-1)?.trim();
  return isLoopback(plain) && claimed ? claimed : plain;
}

const startedSchema = z.object({ request: z.custom<IncomingMessage>() });

/**
 * Puts the true address into `x-forwarded-for` of every request that this process's HTTP servers get,
 * before anybody reads it: sign-in limits and the audit trail go by that header.
 */
export function keepClientAddresses(): void {
  subscribe("http.server.request.start", (started) => {
    const { request } = startedSchema.parse(started);
    const forwarded = request.headers["x-forwarded-for"];
    const text = Array.isArray(forwarded) ? forwarded.join(",") : forwarded;
    request.headers["x-forwarded-for"] = clientAddress(request.socket.remoteAddress, text);
  });
}
