import { createServer } from "node:http";
import { once } from "node:events";
import { expect, test } from "vitest";
import { clientAddress, keepClientAddresses } from "./client-address.ts";

test.each([
  // Another machine may claim what it likes.
  ["203.0.113.7", "10.0.0.1", "203.0.113.7"],
  ["::ffff:203.0.113.7", "10.0.0.1, 10.0.0.2", "203.0.113.7"],
  ["203.0.113.7", undefined, "203.0.113.7"],
  // A proxy on this machine adds the address that it saw, after what was claimed.
  ["127.0.0.1", "198.51.100.4", "198.51.100.4"],
  ["::1", "1.2.3.4, 198.51.100.4", "198.51.100.4"],
  ["::ffff:127.0.0.1", "", "127.0.0.1"],
])("from %s with x-forwarded-for %s it is %s", (peer, forwarded, expected) => {
  expect(clientAddress(peer, forwarded)).toBe(expected);
});

test("every server of the process sees the true address", async () => {
  keepClientAddresses();
  const server = createServer((request, response) => {
    response.end(String(request.headers["x-forwarded-for"]));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const ask = async (headers: Record<string, string>) =>
    (await fetch(`http://127.0.0.1:${port}/`, { headers })).text();
  expect(await ask({})).toBe("127.0.0.1");
  expect(await ask({ "x-forwarded-for": "1.2.3.4, 198.51.100.4" })).toBe("198.51.100.4");
  server.close();
});
