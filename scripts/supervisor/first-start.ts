/**
 * Makes the first workspace with the sample project. Called after the migrations at every start until
 * it has once returned without an error for this database; half of it is never left behind.
 */
export async function layInFirstWorkspace({ appUrl }: { appUrl: string }): Promise<void> {
  // Loaded at the first start only: later ones shouldn't pay for it.
  const [{ connectDatabase }, { createFirstWorkspace }, { layInSample }, { log }] =
    await Promise.all([
      import("#/platform/db/connect.ts"),
      import("#/core/workspaces/create-first-workspace.ts"),
      import("#/jobs/sample/lay-in-sample.ts"),
      import("#/platform/log.ts"),
    ]);
  const database = connectDatabase(appUrl, 1);
  try {
    await createFirstWorkspace({
      db: database.db,
      log,
      furnish: (ctx) => layInSample({ ctx }),
    });
  } finally {
    await database.close();
  }
}
