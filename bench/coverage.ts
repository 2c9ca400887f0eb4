import { cpus } from "node:os";
import { addCrowd } from "./crowd.ts";
import { benchScene, timed } from "./scene.ts";
import { addSample } from "../test/sample.ts";
import { getCoverage } from "#/core/overview/get-coverage.ts";
import { getOverview } from "#/core/overview/get-overview.ts";

/**
 * The matrix over 100,000 conversations with eight labels each, as the app's role under forced row-level
 * security, as JSON. Milliseconds, medians.
 */
const ROWS = 100_000;
const RUNS = 9;

const { scene, stop } = await benchScene();
try {
  const { ctx, projectId } = scene;
  await addSample(ctx, projectId);
  await addCrowd(scene, ROWS);
  const ask = (rowDimension: string, columnDimension: string) => () =>
    getCoverage({ ctx, input: { projectId, rowDimension, columnDimension } });
  await ask("persona", "emotion")();
  const emotion = await timed(RUNS, ask("persona", "emotion"));
  const topic = await timed(RUNS, ask("persona", "topic"));
  const overview = await timed(RUNS, () => getOverview({ ctx, input: { projectId } }));
  const report = {
    cores: cpus().length,
    rows: ROWS,
    persona_by_emotion_ms: emotion.median,
    persona_by_emotion_ms_each: emotion.each,
    persona_by_topic_ms: topic.median,
    overview_ms: overview.median,
    targets: { coverage_ms: 150 },
  };
  console.log(JSON.stringify(report, null, 2));
} finally {
  await stop();
}
