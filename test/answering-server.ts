import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface AnsweringServer {
  /** http://127.0.0.1:<port> */
  url: string;
  /** What came, in order. */
  requests: { method: string; path: string; headers: IncomingMessage["headers"]; body: string }[];
}

/** A plain HTTP server on loopback that lives as long as the test. */
export async function startAnsweringServer(
  answer: (response: ServerResponse, place: number) => void,
): Promise<AnsweringServer> {
  const requests: AnsweringServer["requests"] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const { method = "", url = "", headers } = request;
    requests.push({ method, path: url, headers, body: Buffer.concat(pieces).toString() });
    answer(response, requests.length - 1);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests };
}
