import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addConversation, addDocument } from "../../../test/scene.ts";
import { addStoryline } from "../taxonomy/add-storyline.ts";
import { copyStoryline } from "../taxonomy/copy-storyline.ts";
import type { StorylineDraft } from "../taxonomy/edit-schema.ts";
import { getEditableStorylines } from "../taxonomy/get-editable-storylines.ts";
import { getStorylines } from "../taxonomy/get-storylines.ts";
import { retireStoryline } from "../taxonomy/retire-storyline.ts";
import { readStarterPack } from "../taxonomy/starter-pack.ts";
import { updateStoryline } from "../taxonomy/update-storyline.ts";
import { type Context } from "../context.ts";
import { readProjectMaterial } from "./build-prompt.ts";
import { startProject } from "../templates/start-project.ts";

let world: TestContext;
let ctx: Context;
beforeAll(async () => {
  world = await createTestContext();
  ctx = world.ctx;
});
afterAll(() => world.close());

const pack = await readStarterPack();
const newProject = async () => (await startProject({ ctx, input: { name: "P" } })).id;
const arc = pack.storylines.arcs[0];
const edgeCase = pack.storylines.edgeCases[0];
const scenario = pack.storylines.scenarios[0];
if (!arc || !edgeCase || !scenario) throw new Error("the pack has no storylines");

describe("storylines", () => {
  const draft = (label: string): StorylineDraft => ({
    kind: "arc",
    body: { ...arc, key: undefined, label },
  });

  test("one is added, changed, copied, retired and brought back; rows planned from it keep it", async () => {
    const projectId = await newProject();
    const { key } = await addStoryline({
      ctx,
      input: { projectId, storyline: draft("Slow thaw") },
    });
    const place = { projectId, kind: "arc" as const, key };
    await updateStoryline({
      ctx,
      input: {
        ...place,
        storyline: { kind: "arc", body: { ...arc, key, label: "Slow thaw", exchanges: [5, 6] } },
      },
    });
    expect(await copyStoryline({ ctx, input: place })).toEqual({ key: "slow-thaw-copy" });
    expect(await copyStoryline({ ctx, input: place })).toEqual({ key: "slow-thaw-copy-2" });
    await addConversation(ctx, projectId, { plan: { arc: key } });
    expect(await retireStoryline({ ctx, input: { ...place, retired: true } })).toEqual({
      inUse: 1,
    });
    const keys = async () =>
      (await getStorylines({ ctx, input: { projectId } })).arcs.map((each) => each.key);
    expect(await keys()).not.toContain(key);
    const { arcs } = await getEditableStorylines({ ctx, input: { projectId } });
    expect(arcs.find((each) => each.key === key)).toMatchObject({
      retired: true,
      planned: 1,
      exchanges: [5, 6],
    });
    expect(
      (await readProjectMaterial(ctx, projectId)).storylines.arcs.map((each) => each.key),
    ).toContain(key);
    await retireStoryline({ ctx, input: { ...place, retired: false } });
    expect(await keys()).toContain(key);
  });

  test("a scenario is grounded on documents and passages of the project, and no others", async () => {
    const projectId = await newProject();
    const { chunkIds } = await addDocument(ctx, projectId, "paper", ["One.", "Two."]);
    const body = {
      ...scenario,
      key: "own",
      label: "Own",
      documents: ["paper"],
      chunks: chunkIds.slice(1),
    };
    await addStoryline({ ctx, input: { projectId, storyline: { kind: "scenario", body } } });
    const stranger = { ...body, key: "own2", label: "Own 2", documents: ["nowhere"] };
    await expect(
      addStoryline({ ctx, input: { projectId, storyline: { kind: "scenario", body: stranger } } }),
    ).rejects.toMatchObject({
      fields: [{ field: "storyline.body.documents.0" }, { field: "storyline.body.chunks.0" }],
    });
  });

  test.each([
    [
      "intensities in the wrong order",
      {
        kind: "arc",
        body: { ...arc, key: "a", label: "A", start: { emotion: "hope", intensity: [0.9, 0.1] } },
      },
      "storyline.body.start.intensity",
    ],
    [
      "three exchanges",
      { kind: "arc", body: { ...arc, key: "a", label: "A", exchanges: [3, 5] } },
      "storyline.body.exchanges.0",
    ],
    [
      "a persona that isn't there",
      { kind: "arc", body: { ...arc, key: "a", label: "A", suitsPersonas: ["nobody"] } },
      "storyline.body.suitsPersonas.0",
    ],
    [
      "an arc that isn't there",
      { kind: "edge_case", body: { ...edgeCase, key: "a", label: "A", arc: "nowhere" } },
      "storyline.body.arc",
    ],
    [
      "a name that stands there",
      { kind: "arc", body: { ...arc, key: "a", label: " triumph" } },
      "label",
    ],
  ] satisfies [string, StorylineDraft, string][])(
    "%s: refused by its field",
    async (_name, storyline, field) => {
      const projectId = await newProject();
      await expect(addStoryline({ ctx, input: { projectId, storyline } })).rejects.toMatchObject({
        code: "invalid_input",
        fields: [{ field }],
      });
    },
  );
});
