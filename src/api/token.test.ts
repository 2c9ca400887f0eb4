import { afterAll, beforeAll, expect, test } from "vitest";
import { handle } from "./handle.ts";
import { createApiToken } from "#/core/workspaces/create-api-token.ts";
import { createTestContext, type TestContext } from "../../test/context.ts";
import { serve, stopServing } from "../../test/serve.ts";

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
  serve(world.ctx);
});
afterAll(async () => {
  stopServing();
  await world.close();
});

async function call(authorization: string | undefined, path: string, body?: object) {
  const response = await handle(
    "openapi",
    new Request(`http://127.0.0.1:3000/api/v1${path}`, {
      method: body ? "POST" : "GET",
      headers: {
        host: "127.0.0.1:3000",
        "content-type": "application/json",
        ...(authorization && { authorization }),
      },
      ...(body && { body: JSON.stringify(body) }),
    }),
  );
  return { status: response.status, told: JSON.parse(await response.text()) };
}

test("a program needs nothing but the token, and its role holds", async () => {
  const { token } = await createApiToken({
    ctx: world.ctx,
    input: { name: "Reader", role: "viewer" },
  });
  const session = await call(`Bearer ${token}`, "/session");
  expect(session).toMatchObject({
    status: 200,
    told: { person: { name: "Ada Test" }, workspace: { name: "Test", role: "viewer" } },
  });
  expect((await call(`bearer  ${token} `, "/projects")).told).toHaveLength(1);
  expect(await call(`Bearer ${token}`, "/projects", { name: "New" })).toMatchObject({
    status: 403,
    told: { message: expect.stringContaining("Your role (viewer)") },
  });
});

test("a token works in its own workspace alone", async () => {
  const other = await world.addWorkspace();
  const { token } = await createApiToken({
    ctx: other.ctx,
    input: { name: "There", role: "owner" },
  });
  const seen = await call(`Bearer ${token}`, "/projects");
  expect(seen.told.map(({ id }: { id: string }) => id)).toEqual([other.projectId]);
  expect((await call(`Bearer ${token}`, `/projects/${world.projectId}`)).status).toBe(404);
  const moved = await call(`Bearer ${token}`, "/session/workspace", {
    workspaceId: world.ctx.workspaceId,
  });
  expect(moved).toMatchObject({
    status: 403,
    told: { message: expect.stringContaining("one workspace") },
  });
});

test("a wrong token is refused at every door, with the reason", async () => {
  for (const path of ["/session", "/projects", "/members"]) {
    expect(await call("Bearer nonsense", path)).toMatchObject({
      status: 401,
      told: { code: "UNAUTHENTICATED", message: expect.stringContaining("unknown here") },
    });
  }
  // A proxy's own password is none of our business: the visitor is simply nobody.
  expect((await call("Basic eDp5", "/session")).status).toBe(200);
  expect((await call("Basic eDp5", "/projects")).status).toBe(401);
});
