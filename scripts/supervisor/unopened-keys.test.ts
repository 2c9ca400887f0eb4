import { afterAll, beforeAll, expect, test } from "vitest";
import { tellUnopenedKeys } from "./unopened-keys.ts";
import { createTestDatabase } from "#/platform/db/test-database.ts";
import { withClient } from "#/platform/db/with-client.ts";
import { createVault } from "#/platform/secrets/vault.ts";
import { masterKeys } from "../../test/vendors.ts";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("the start tells when the master key isn't the one that keys were sealed with", async () => {
  const place = { workspaceId: "w", recordId: "r" };
  const sealed = await createVault(() => masterKeys(1)).seal(place, "sk-secret");
  await withClient(database.ownerUrl, (client) =>
    client.query(
      `with made as (insert into bright.workspaces (name) values ('W') returning id)
       insert into bright.connections (workspace_id, kind, name, sealed_key, concurrency, created_by, created_by_name)
       select id, 'anthropic', 'Claude', $1::jsonb, 1, 'x', 'X' from made`,
      [JSON.stringify(sealed)],
    ),
  );
  expect(await tellUnopenedKeys(database.ownerUrl, await masterKeys(1))).toBeNull();
  expect(await tellUnopenedKeys(database.ownerUrl, await masterKeys(2))).toMatch(
    /doesn't open 1 stored key of writers\. Nothing was removed\./,
  );
  const [old] = await masterKeys(1);
  const [newer] = await masterKeys(2);
  expect(await tellUnopenedKeys(database.ownerUrl, [newer, old])).toBeNull();
});
