import { eq, isNull, or } from "drizzle-orm";
import { type TaskChoice, writerTasks } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { taskWriters } from "#/platform/db/tables/writers.ts";
import { z } from "zod";

const projectInput = z.object({ projectId: z.uuid() });

/** For each task what a project and the workspace chose; null where nothing was. */
export async function listTaskChoices({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof projectInput>;
}): Promise<TaskChoice[]> {
  authorise(ctx, "read");
  const { projectId } = parseInput(projectInput, input);
  const rows = await inTransaction(ctx, (tx) =>
    tx
      .select()
      .from(taskWriters)
      .where(or(isNull(taskWriters.projectId), eq(taskWriters.projectId, projectId))),
  );
  return writerTasks.map((task) => {
    const named = (isProject: boolean) => {
      const row = rows.find(
        (each) => each.task === task && (each.projectId !== null) === isProject,
      );
      return row ? { provider: row.provider, model: row.model } : null;
    };
    return { task, project: named(true), workspace: named(false) };
  });
}
