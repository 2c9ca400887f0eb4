import { and, eq, inArray, isNull, or } from "drizzle-orm";
import type { WriterName, WriterTask } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { taskWriters } from "#/platform/db/tables/writers.ts";

/**
 * Who does a task: the project's choice, else the workspace's; for suggesting and judging, where nobody
 * was chosen, whoever writes. Undefined where nothing was chosen at all.
 */
export async function findTaskWriter({
  ctx,
  input: { projectId, task },
}: {
  ctx: Context;
  input: { projectId?: string; task: WriterTask };
}): Promise<WriterName | undefined> {
  authorise(ctx, "read");
  const tasks = task === "write" ? [task] : [task, "write"];
  const rows = await inTransaction(ctx, (tx) =>
    tx
      .select()
      .from(taskWriters)
      .where(
        and(
          inArray(taskWriters.task, tasks),
          projectId === undefined
            ? isNull(taskWriters.projectId)
            : or(isNull(taskWriters.projectId), eq(taskWriters.projectId, projectId)),
        ),
      ),
  );
  const found = tasks
    .flatMap((each) => [
      rows.find((row) => row.task === each && row.projectId !== null),
      rows.find((row) => row.task === each && row.projectId === null),
    ])
    .find((row) => row !== undefined);
  return found && { provider: found.provider, model: found.model };
}
