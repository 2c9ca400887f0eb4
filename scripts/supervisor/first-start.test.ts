import { expect, test } from "vitest";
import { layInFirstWorkspace } from "./first-start.ts";
import { connectDatabase } from "#/platform/db/connect.ts";
import { projects, workspaces } from "#/platform/db/tables/workspaces.ts";
import { createTestDatabase } from "#/platform/db/test-database.ts";

test("two first starts on one database make one workspace with one sample", async () => {
  const database = await createTestDatabase();
  const owner = connectDatabase(database.ownerUrl, 1);
  try {
    await Promise.all([
      layInFirstWorkspace({ appUrl: database.appUrl }),
      layInFirstWorkspace({ appUrl: database.appUrl }),
    ]);
    await layInFirstWorkspace({ appUrl: database.appUrl });
    expect(await owner.db.select().from(workspaces)).toHaveLength(1);
    expect(await owner.db.select().from(projects)).toMatchObject([{ isSample: true }]);
  } finally {
    await owner.close();
    await database.drop();
  }
});
