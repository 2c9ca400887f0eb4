import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { handle } from "./handle.ts";
import { callRules } from "#/core/calls/call-rules.ts";
import { createApiToken } from "#/core/workspaces/create-api-token.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";
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

test.each([
  ["of the project", () => `/projects/${world.projectId}/cap`],
  ["of the month", () => "/workspace/monthly-cap"],
])("a cap %s is answered once what was reserved before is out", async (_, path) => {
  const { ctx, projectId, ownerDb } = world;
  const { token } = await createApiToken({ ctx, input: { name: "Caps", role: "owner" } });
  const [call] = await ownerDb
    .insert(callAttempts)
    .values({
      workspaceId: ctx.workspaceId,
      projectId,
      purpose: "write",
      attempt: 1,
      state: "sent",
      provider: "paid",
      model: "m",
      parameters: {},
      request: {},
      requestHash: "0".repeat(64),
      heldUntil: sql`clock_timestamp() + interval '1 h'`,
      sentAt: sql`clock_timestamp()`,
    })
    .returning({ id: callAttempts.id });
  const response = await handle(
    "openapi",
    new Request(`http://127.0.0.1:3000/api/v1${path()}`, {
      method: "PUT",
      headers: {
        host: "127.0.0.1:3000",
        "content-type": "application/json",
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ capMicros: 5_000_000 }),
    }),
  );
  expect(response.status).toBe(200);
  const [{ age } = { age: 0 }] = await ownerDb
    .select({
      age: sql<number>`extract(epoch from clock_timestamp() - ${callAttempts.sentAt})::float8`,
    })
    .from(callAttempts)
    .where(eq(callAttempts.id, call?.id ?? ""));
  expect(age).toBeGreaterThanOrEqual(callRules.sentAfterMs / 1_000);
});
