import type { Variable } from "./schema.ts";
import { advisedVariables, templateVariables, variableNames } from "./variables.ts";
import { authorise, type Context } from "../context.ts";

/** Every placeholder that a template may name, in the order of its help. The same for all projects. */
export function listVariables({ ctx }: { ctx: Context }): Variable[] {
  authorise(ctx, "read");
  return variableNames.map((name) => ({
    name,
    ...templateVariables[name],
    isAdvised: advisedVariables.some((advised) => advised === name),
  }));
}
