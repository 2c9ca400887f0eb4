import { cpus } from "node:os";
import { benchScene, timed } from "./scene.ts";
import { addSample, samplePlanMaterial } from "../test/sample.ts";
import { createPlan } from "#/core/planning/create-plan.ts";
import { planRows } from "#/core/planning/plan-rows.ts";
import { previewPlan } from "#/core/planning/preview-plan.ts";

/**
 * 10,000 rows of the sample's taxonomy, as JSON: the planning alone, the preview and the rows stored,
 * each the first time and with 10,000 standing. Milliseconds, medians.
 */
const RUNS = 3;
const counts = { template: 4_445, scenario: 3_889, edge_case: 1_666 };

const material = await samplePlanMaterial();
const pure = await timed(RUNS, () => planRows(material, { counts, seed: 1 }));
const { scene, stop } = await benchScene();
try {
  const { ctx, projectId } = scene;
  await addSample(ctx, projectId);
  const input = { projectId, counts, seed: 1 };
  const preview = await timed(RUNS, () => previewPlan({ ctx, input }));
  const create = await timed(1, () => createPlan({ ctx, input }));
  const fresh = [];
  for (let run = 1; run < RUNS; run += 1) {
    const other = await scene.addWorkspace();
    await addSample(other.ctx, other.projectId);
    const { median } = await timed(1, () =>
      createPlan({ ctx: other.ctx, input: { ...input, projectId: other.projectId } }),
    );
    fresh.push(median);
  }
  const created = [...create.each, ...fresh].toSorted((one, other) => one - other);
  const again = await timed(1, () => createPlan({ ctx, input: { ...input, seed: 2 } }));
  const report = {
    cores: cpus().length,
    rows: 10_000,
    planning_ms: pure.median,
    preview_ms: preview.median,
    create_ms: created[Math.floor(created.length / 2)],
    create_ms_each: created,
    create_on_top_of_10000_ms: again.median,
    targets: { create_ms: 3_000 },
  };
  console.log(JSON.stringify(report, null, 2));
} finally {
  await stop();
}
