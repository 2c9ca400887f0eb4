import { afterAll, beforeAll, expect, test } from "vitest";
import { NextRequest } from "next/server";
import { answerSignIn, handle } from "./handle.ts";
import { proxy } from "../proxy.ts";
import { createProviders } from "#/core/writers/registry.ts";
import { createAuth } from "#/platform/auth/auth.ts";
import { createTestContext, type TestContext } from "../../test/context.ts";

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
  const { ctx } = world;
  globalThis.brightServices = Promise.resolve({
    settings: {
      port: 3000,
      host: "127.0.0.1",
      dataDirectory: "unused",
      databaseAppUrl: "unused",
      setupToken: undefined,
    },
    database: { db: ctx.db },
    auth: createAuth({ db: ctx.db, secret: "z".repeat(40), allowedHosts: ["127.0.0.1:3000"] }),
    log: ctx.log,
    providers: createProviders([]),
  });
});
afterAll(async () => {
  globalThis.brightServices = undefined;
  await world.close();
});

const request = (path: string, given: RequestInit = {}, host = "127.0.0.1:3000") =>
  new Request(`http://127.0.0.1:3000${path}`, {
    method: "POST",
    ...given,
    headers: { host, "content-type": "application/json", ...given.headers },
  });

async function answer(response: Response): Promise<{ status: number; text: string }> {
  return { status: response.status, text: await response.text() };
}

/** A body that tells no length and counts how much of it was read. */
function endless(chunk: number, most: number) {
  const read = { bytes: 0 };
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (read.bytes >= most) return controller.close();
      read.bytes += chunk;
      controller.enqueue(new Uint8Array(chunk).fill(32));
    },
  });
  return { read, given: { body, duplex: "half" } as RequestInit };
}

test.each([
  ["rpc", "/rpc/people/createOwner"],
  ["openapi", "/api/v1/setup"],
] as const)("%s: a body over 2 MB is refused without being read to its end", async (kind, path) => {
  const { read, given } = endless(100_000, 50_000_000);
  const { status, text } = await answer(await handle(kind, request(path, given)));
  expect(status).toBe(413);
  expect(text).toContain("This request is too large: 2.0 MB at most. Nothing was changed");
  expect(read.bytes).toBeLessThan(2_500_000);
});

test("a body that says it is too large isn't read at all", async () => {
  const body = "x".repeat(2_000_001);
  const sent = request("/api/v1/setup", {
    body,
    headers: { "content-length": String(body.length) },
  });
  expect((await handle("openapi", sent)).status).toBe(413);
  expect(sent.bodyUsed).toBe(false);
});

test.each([
  ["rpc", "/rpc/sources/importDocuments"],
  ["rpc", "/rpc/sources/importSeeds"],
  ["openapi", "/api/v1/projects/4b0d6e6c-0000-4000-8000-000000000000/documents"],
  ["openapi", "/api/v1/projects/4b0d6e6c-0000-4000-8000-000000000000/seeds"],
] as const)("%s %s takes 3 MB, and not 65 MB", async (kind, path) => {
  const small = await handle(kind, request(path, endless(1_000_000, 3_000_000).given));
  expect(small.status).not.toBe(413);
  const large = await answer(
    await handle(kind, request(path, endless(1_000_000, 65_000_000).given)),
  );
  expect(large.status).toBe(413);
  expect(large.text).toContain("64.0 MB at most. Nothing was stored");
});

test("sign-in has the same limit", async () => {
  const { given } = endless(1_000_000, 3_000_000);
  expect((await answerSignIn(request("/api/auth/sign-in/email", given))).status).toBe(413);
});

test.each([
  ["rpc", "/rpc/people/createOwner"],
  ["openapi", "/api/v1/setup"],
] as const)("%s: a body that isn't JSON is answered with a sentence", async (kind, path) => {
  const { status, text } = await answer(await handle(kind, request(path, { body: "{oops" })));
  expect(status).toBe(400);
  expect(text).toContain('"INVALID_INPUT"');
  expect(text).toContain("The request can't be read: its body must be JSON");
});

test("a request under a strange name is refused at every door", async () => {
  const strange = (path: string) => request(path, { method: "GET" }, "evil.example:3000");
  const session = "/api/v1/session";
  const doors = [
    await handle("openapi", strange(session)),
    await handle("rpc", strange("/rpc/people/session")),
    await answerSignIn(strange("/api/auth/get-session")),
    proxy(new NextRequest(strange("/sign-in"))),
  ];
  for (const door of doors) {
    const { status, text } = await answer(door);
    expect(status).toBe(421);
    expect(text).toContain("This server answers to its own address only.");
  }
  expect((await handle("openapi", request(session, { method: "GET" }))).status).toBe(200);
  expect(proxy(new NextRequest(request("/sign-in", { method: "GET" }))).status).toBe(200);
});

test("a page of another site is refused, at sign-in too", async () => {
  const from = (origin: string) => ({ method: "GET", headers: { origin } });
  const session = "/api/v1/session";
  for (const origin of ["http://evil.example", "null"]) {
    expect((await handle("openapi", request(session, from(origin)))).status).toBe(403);
    expect((await answerSignIn(request("/api/auth/sign-out", from(origin)))).status).toBe(403);
  }
  const own = await handle("openapi", request(session, from("http://127.0.0.1:3000")));
  expect(own.status).toBe(200);
});

test("a spoilt cookie is no fault of the server", async () => {
  const cookie = "bright_workspace=%E0%A4%A";
  const response = await handle(
    "openapi",
    request("/api/v1/projects", { method: "GET", headers: { cookie } }),
  );
  expect(response.status).toBe(401);
});
