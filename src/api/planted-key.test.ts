import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "drizzle-orm";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { handle } from "./handle.ts";
import { getServices } from "./services.ts";
import { createAccount } from "#/core/workspaces/create-account.ts";
import { logSettings } from "#/platform/log.ts";
import { members } from "#/platform/db/tables/workspaces.ts";
import { createTestContext, type TestContext } from "../../test/context.ts";
import { type FakeProvider, startFakeProvider } from "../../test/fake-provider/start.ts";
import { furnish, runHere } from "../../test/generation.ts";
import { serve, stopServing } from "../../test/serve.ts";

const good = "sk-planted-good-5d1f7c9e2b";
const revoked = "sk-planted-gone-84aa03bd61";
const planted = /sk-planted/;

let world: TestContext;
let fake: FakeProvider;
let echo: Server;
let cookie: string;
const logged: string[] = [];
/** Everything that the API ever answered. */
const answered: string[] = [];

beforeAll(async () => {
  world = await createTestContext();
  fake = await startFakeProvider({
    scenario: { keys: { [good]: "good", [revoked]: "revoked" }, tier: "none", timeScale: 0.001 },
  });
  echo = createServer((request, response) => {
    // Says back whatever it was sent, the key included, in errors and in answers.
    const key = request.headers.authorization ?? "";
    const isList = request.url?.endsWith("/models");
    response.writeHead(isList ? 200 : 400, {
      "content-type": "application/json",
      "x-request-id": "r-1",
    });
    const list = { object: "list", data: [{ id: `model ${key}`, object: "model", owned_by: key }] };
    response.end(JSON.stringify(isList ? list : { error: { message: `bad ${key}`, type: key } }));
  });
  await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve));
  const log = pino({ ...logSettings(), level: "trace" }, { write: (line) => logged.push(line) });
  const signIn = serve({ ...world.ctx, log });
  const email = "owner@example.com";
  const password = "correct-horse-battery";
  const { id } = await world.ownerDb.transaction((tx) =>
    createAccount(tx, { name: "Owner", email, password }),
  );
  await world.ownerDb
    .insert(members)
    .values({ workspaceId: world.ctx.workspaceId, userId: id, role: "owner" });
  cookie = await signIn(email, password);
});
afterAll(async () => {
  stopServing();
  await fake.stop();
  await new Promise((done) => echo.close(done));
  await world.close();
});

async function call(method: string, path: string, body?: object): Promise<unknown> {
  return JSON.parse(await read(path, method, body));
}

async function read(path: string, method = "GET", body?: object): Promise<string> {
  const response = await handle(
    "openapi",
    new Request(`http://127.0.0.1:3000/api/v1${path}`, {
      method,
      headers: { host: "127.0.0.1:3000", "content-type": "application/json", cookie },
      ...(body && { body: JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  answered.push(JSON.stringify([...response.headers]), text);
  return text;
}

/** Every row of every table, of the product's schemas and all others that aren't Postgres' own. */
async function dump(): Promise<{ table: string; text: string }[]> {
  const { rows: tables } = await world.ownerDb.execute<{ schema: string; name: string }>(sql`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`);
  const texts: { table: string; text: string }[] = [];
  for (const { schema, name } of tables) {
    const table = sql`${sql.identifier(schema)}.${sql.identifier(name)}`;
    const { rows } = await world.ownerDb.execute<{ row: string }>(
      sql`select t::text as row from ${table} t`,
    );
    texts.push({ table: `${schema}.${name}`, text: rows.map(({ row }) => row).join("\n") });
  }
  return texts;
}

/** A conversation by the connection's model, approved and handed out, with the logs of its calls. */
async function writeAndExport(connectionId: string): Promise<void> {
  const { ctx, projectId } = world;
  const project = `/projects/${projectId}`;
  await furnish(ctx, projectId);
  await call("POST", `${project}/plan`, { counts: { template: 1, scenario: 0, edge_case: 0 } });
  const selection = { kind: "filter", filter: {} };
  const batch = (await call("POST", `${project}/batches`, {
    selection,
    expectedCount: 1,
    writer: { provider: connectionId, model: "local-model" },
  })) as { id: string };
  await runHere(ctx, (await getServices()).providers, batch.id);
  expect(await call("GET", `/batches/${batch.id}`)).toMatchObject({ done: 1, failed: 0 });
  await call("POST", `${project}/decisions`, { selection, decision: "approve" });
  const bundle = (await call("POST", `${project}/exports`, { format: "messages" })) as {
    id: string;
    rowCount: number;
  };
  expect(bundle.rowCount).toBe(1);
  for (const file of [`/exports/${bundle.id}/file`, `/batches/${batch.id}/calls/export`])
    expect((await read(file)).length).toBeGreaterThan(200);
}

interface Told {
  id: string;
  terms: { hash: string };
}

test("a key that was entered, refused, replaced and used stands nowhere but sealed", async () => {
  const { projectId } = world;
  const address = { kind: "openai_compatible", isPrivateAllowed: true };
  const made = (await call("POST", "/connections", {
    ...address,
    name: "Fake",
    baseUrl: fake.openaiUrl,
    apiKey: revoked,
  })) as Told;
  const path = `/connections/${made.id}`;
  const refused = await call("POST", `${path}/test`, { projectId });
  expect(refused).toMatchObject({
    failure: { code: "wrong_key", field: "apiKey" },
    steps: [{ state: "failed" }, { state: "skipped" }],
  });
  await call("PATCH", path, { apiKey: `${good} with a slip` });
  await call("PATCH", path, { apiKey: good });
  await call("PUT", `${path}/prices`, { model: "local-model", prices: { input: 1, output: 2 } });
  await call("PUT", `${path}/prices`, { model: "no-such-model", prices: { input: 1, output: 2 } });
  expect(await call("POST", `${path}/test`, { projectId, model: "no-such-model" })).toMatchObject({
    failure: { code: "unknown_model", field: "model" },
  });
  expect(await call("POST", `${path}/test`, { projectId, model: "local-model" })).toMatchObject({
    failure: null,
    steps: [{ state: "passed" }, { state: "passed" }],
  });
  await call("POST", `${path}/terms`, { signedName: "Ada", statementHash: made.terms.hash });

  const repeating = (await call("POST", "/connections", {
    ...address,
    name: "Echo",
    baseUrl: `http://127.0.0.1:${(echo.address() as AddressInfo).port}/v1`,
    apiKey: good,
  })) as Told;
  const echoPath = `/connections/${repeating.id}`;
  await call("PUT", `${echoPath}/prices`, { model: "m", prices: { input: 1, output: 2 } });
  expect(await call("GET", `${echoPath}/models`)).toMatchObject([{ model: "model Bearer [key]" }]);
  expect(await call("POST", `${echoPath}/test`, { projectId })).toMatchObject({
    failure: { code: expect.any(String) },
  });
  for (const read of ["/connections", "/writers", "/audit", `/projects/${projectId}/writers`])
    await call("GET", read);
  await call("DELETE", echoPath);
  await writeAndExport(made.id);

  expect((await fake.ledger()).length).toBeGreaterThan(2);
  expect(answered.filter((text) => planted.test(text))).toEqual([]);
  expect(logged.filter((line) => planted.test(line))).toEqual([]);
  const tables = await dump();
  expect(tables.find(({ table }) => table === "bright.connections")?.text).toContain("masterKeyId");
  expect(tables.find(({ table }) => table === "bright.call_attempts")?.text).toContain(
    "connection_test",
  );
  expect(tables.filter(({ text }) => planted.test(text)).map(({ table }) => table)).toEqual([]);
  // The hunt itself finds what is there.
  expect(tables.some(({ text }) => text.includes(good.slice(-4)))).toBe(true);
});
