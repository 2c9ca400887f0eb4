import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { handle } from "./handle.ts";
import { createAccount } from "#/core/workspaces/create-account.ts";
import { members } from "#/platform/db/tables/workspaces.ts";
import { createTestContext, type TestContext } from "../../test/context.ts";
import { serve, stopServing } from "../../test/serve.ts";

let world: TestContext;
let cookie: string;
beforeAll(async () => {
  world = await createTestContext();
  const person = { name: "Ada", email: "ada@example.com", password: "correct-horse-battery" };
  const { id } = await world.ownerDb.transaction((tx) => createAccount(tx, person));
  const { workspaceId } = world.ctx;
  await world.ownerDb.insert(members).values({ workspaceId, userId: id, role: "owner" });
  cookie = await serve(world.ctx)(person.email, person.password);
});
afterAll(async () => {
  stopServing();
  await world.close();
});

const plan = () => `/api/v1/projects/${world.projectId}/plan`;
const json = { "content-type": "application/json" };

test.each([
  ["broken JSON", json, '{"counts":'],
  ["a list", json, "[]"],
  ["JSON without its content-type", {}, '{"counts":{"template":1,"scenario":0,"edge_case":0}}'],
  ["a form", { "content-type": "application/x-www-form-urlencoded" }, "counts=1"],
])("%s is refused instead of being taken for an empty body", async (_what, headers, body) => {
  const { status, message } = await send("POST", plan(), headers, body);
  expect(status).toBe(400);
  expect(message).toMatch(/^The request can't be read: .*JSON.* Nothing was changed/);
});

test("an id that can't be one answers like an unknown one", async () => {
  for (const path of ["projects", "conversations", "documents"]) {
    const known = await send("GET", `/api/v1/${path}/${randomUUID()}`);
    expect(known.status).toBe(404);
    expect(await send("GET", `/api/v1/${path}/nonsense`)).toEqual(known);
  }
  expect(await send("GET", "/api/v1/batches/nonsense")).toMatchObject({
    status: 404,
    message: expect.stringContaining("This run doesn't exist"),
  });
});

test("an unknown address or method says where to look", async () => {
  for (const [method, path] of [
    ["GET", "/api/v1/nothing"],
    ["PUT", plan()],
  ] as const) {
    const { status, message } = await send(method, path);
    expect(status).toBe(404);
    expect(message).toContain("/api/v1/openapi.json");
  }
});

/** A call of the owner, as raw as a program may make it. */
async function send(method: string, path: string, headers = {}, body?: string) {
  const response = await handle(
    "openapi",
    new Request(`http://127.0.0.1:3000${path}`, {
      method,
      headers: { host: "127.0.0.1:3000", cookie: cookie, ...headers },
      ...(body === undefined ? {} : { body }),
    }),
  );
  const { message } = (await response.json()) as { message: string };
  return { status: response.status, message };
}
