import { refusal } from "./refuse-foreign.ts";
import { formatBytes } from "#/lib/format.ts";

/** Bytes of a request's body at most: files come in through the imports alone. */
const MOST_BYTES = 2_000_000;
const MOST_IMPORTED_BYTES = 64_000_000;

const imports = [
  /^\/rpc\/sources\/(?:importDocuments|importSeeds)\/?$/,
  /^\/api\/v1\/projects\/[^/]+\/(?:documents|seeds)\/?$/,
];

/**
 * Reads a request's body up to the limit of its address, whatever length it claims to have, so that no
 * caller can fill the server's memory.
 * @returns the request with its body in hand, or the refusal.
 */
export async function limitBody(request: Request): Promise<Request | Response> {
  if (!request.body) return request;
  const { pathname } = new URL(request.url);
  const limit = imports.some((path) => path.test(pathname)) ? MOST_IMPORTED_BYTES : MOST_BYTES;
  if (Number(request.headers.get("content-length") ?? 0) > limit) return tooLarge(limit);
  const parts: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the stream: the rest is never read.
  for await (const part of request.body) {
    size += part.byteLength;
    if (size > limit) return tooLarge(limit);
    parts.push(part);
  }
  const { method, headers, signal } = request;
  return new Request(request.url, { method, headers, signal, body: Buffer.concat(parts) });
}

function tooLarge(limit: number): Response {
  const most = formatBytes(limit);
  return refusal(
    413,
    limit === MOST_IMPORTED_BYTES
      ? `These files are too large to come in at once: ${most} at most. Nothing was stored; send fewer of them at a time.`
      : `This request is too large: ${most} at most. Nothing was changed; send less at a time.`,
    "TOO_LARGE",
  );
}
