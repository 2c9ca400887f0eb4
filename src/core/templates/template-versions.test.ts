import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addTemplate } from "./add-template.ts";
import { getCurrentTemplate } from "./get-current-template.ts";
import { getTemplate } from "./get-template.ts";
import { getTemplateVersion } from "./get-template-version.ts";
import { listTemplates } from "./list-templates.ts";
import { reinstateTemplate } from "./reinstate-template.ts";
import { restoreTemplate } from "./restore-template.ts";
import { retireTemplate } from "./retire-template.ts";
import { saveTemplate } from "./save-template.ts";
import { startProject } from "./start-project.ts";
import { inTransaction } from "../context.ts";
import { templateVersions } from "#/platform/db/tables/sources.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";

let world: TestContext;
let projectId: string;
beforeAll(async () => {
  world = await createTestContext();
  projectId = (await startProject({ ctx: world.ctx, input: { name: "Prompts" } })).id;
});
afterAll(() => world.close());

async function tierTemplate(tier = "template") {
  const all = await listTemplates({ ctx: world.ctx, input: { projectId } });
  const found = all.find((each) => each.tier === tier && each.arc === null);
  if (!found) throw new Error("no template");
  return getTemplate({ ctx: world.ctx, input: { templateId: found.id } });
}
const newestOf = (template: { versions: { number: number }[] }) =>
  template.versions[0]?.number ?? 0;

test("an edit makes a version with who, when and why, and the one before stays as it was", async () => {
  const before = await tierTemplate();
  const input = {
    templateId: before.id,
    body: `${before.body}\nMind the {{ topic }}.\r\n`,
    reason: " Topic first ",
    baseNumber: 1,
  };
  expect(await saveTemplate({ ctx: world.ctx, input })).toMatchObject({ number: 2 });
  const after = await getTemplate({ ctx: world.ctx, input: { templateId: before.id } });
  expect(after.body).toBe(`${before.body}\nMind the {{ topic }}.\n`);
  expect(after.versions).toMatchObject([
    {
      number: 2,
      reason: "Topic first",
      createdByName: "Ada Test",
      restoredFrom: null,
      conversations: 0,
    },
    { number: 1 },
  ]);
  const first = await getTemplateVersion({
    ctx: world.ctx,
    input: { templateId: before.id, number: 1 },
  });
  expect(first.body).toBe(before.body);
  const current = await inTransaction(world.ctx, (tx, ctx) =>
    getCurrentTemplate(tx, ctx, { projectId, tier: "template" }),
  );
  expect(current).toMatchObject({ number: 2, body: after.body });
  const [event] = await world.ownerDb
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.action, "template.saved"));
  expect(event).toMatchObject({
    targetId: before.id,
    targetVersion: "2",
    reason: "Topic first",
    hashBefore: expect.stringMatching(/^[0-9a-f]{64}$/),
    hashAfter: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test("a version can't be changed afterwards, not even by the app's own role", async () => {
  const { id } = await tierTemplate();
  await expect(
    inTransaction(world.ctx, (tx) =>
      tx.update(templateVersions).set({ body: "x" }).where(eq(templateVersions.templateId, id)),
    ),
  ).rejects.toThrow();
});

test("restoring adds a version that says which one it brings back", async () => {
  const template = await tierTemplate("scenario");
  const { id: templateId, body: original } = template;
  const { ctx } = world;
  await saveTemplate({
    ctx,
    input: { templateId, body: "Write about {{topic}}.", reason: "Shorter", baseNumber: 1 },
  });
  await expect(
    restoreTemplate({ ctx, input: { templateId, number: 2, baseNumber: 2 } }),
  ).rejects.toMatchObject({ code: "invalid_input" });
  expect(
    await restoreTemplate({ ctx, input: { templateId, number: 1, baseNumber: 2 } }),
  ).toMatchObject({ number: 3 });
  const after = await getTemplate({ ctx, input: { templateId } });
  expect(after.body).toBe(original);
  expect(after.versions[0]).toMatchObject({ restoredFrom: 1, reason: "Brings back version 1." });
  await expect(
    restoreTemplate({ ctx, input: { templateId, number: 9, baseNumber: 3 } }),
  ).rejects.toMatchObject({ code: "not_found" });
});

test("of two who save at once one is told who was faster, and nothing is lost or doubled", async () => {
  const template = await tierTemplate("edge_case");
  const ben = await world.addMember("editor", "Ben Fast");
  const { id: templateId } = template;
  const save = (ctx: typeof ben, body: string) =>
    saveTemplate({ ctx, input: { templateId, body, reason: body, baseNumber: 1 } });
  const results = await Promise.allSettled([
    save(world.ctx, "Mine {{topic}}"),
    save(ben, "His {{topic}}"),
  ]);
  const refused = results.find((result) => result.status === "rejected");
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  expect(refused?.reason).toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/saved version 2 .* version 1\. Nothing was saved/),
  });
  expect((await getTemplate({ ctx: ben, input: { templateId } })).versions).toHaveLength(2);
});

test.each([
  ["an unknown placeholder", "{{topik}} {{person}}", "did you mean {{topic}}?"],
  ["one that is never closed", "a\nb {{topic", 'line 2: a "{{" is never closed'],
  ["one inside another", "{{ {{topic}} }}", "stands inside another"],
  ["one that includes itself", "{{topic{{topic}}}}", "stands inside another"],
  ["nothing", "  \n", "is empty"],
])("refuses %s and names it", async (_, body, sentence) => {
  const template = await tierTemplate();
  const refusal = saveTemplate({
    ctx: world.ctx,
    input: { templateId: template.id, body, reason: "x", baseNumber: newestOf(template) },
  });
  await expect(refusal).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining(sentence),
  });
  await expect(refusal).rejects.toMatchObject({
    message: expect.stringContaining("Nothing was saved"),
  });
});

test("refuses 200 kB, the same text again, and no reason, each in words", async () => {
  const template = await tierTemplate();
  const { id: templateId, body } = template;
  const baseNumber = newestOf(template);
  const save = (body: string, reason: string) =>
    saveTemplate({ ctx: world.ctx, input: { templateId, body, reason, baseNumber } });
  await expect(save("x".repeat(200_000), "long")).rejects.toMatchObject({
    code: "too_large",
    message: expect.stringContaining("200,000 characters; at most 60,000"),
  });
  await expect(save(body, "same")).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining(`the text of version ${baseNumber}`),
  });
  await expect(save(`${body}!`, " ")).rejects.toMatchObject({
    fields: [{ field: "reason", message: expect.stringContaining("why") }],
  });
  expect(newestOf(await tierTemplate())).toBe(baseNumber);
});

test("an arc's own template goes before its tier's, until it is retired", async () => {
  const { ctx } = world;
  const arc = "confusion-to-clarity";
  const { templateId } = await addTemplate({ ctx, input: { projectId, tier: "template", arc } });
  const current = (arc?: string) =>
    inTransaction(ctx, (tx, ctx) =>
      getCurrentTemplate(tx, ctx, { projectId, tier: "template", arc }),
    );
  const own = await current(arc);
  const tier = await current();
  expect(own.body).toBe(tier.body);
  expect(own.versionId).not.toBe(tier.versionId);
  expect((await current("triumph")).versionId).toBe(tier.versionId);
  await saveTemplate({
    ctx,
    input: { templateId, body: "Own {{topic}}", reason: "Own", baseNumber: 1 },
  });
  expect((await current(arc)).body).toBe("Own {{topic}}");

  await expect(
    addTemplate({ ctx, input: { projectId, tier: "template", arc } }),
  ).rejects.toMatchObject({ code: "conflict" });
  await retireTemplate({ ctx, input: { templateId } });
  expect((await current(arc)).versionId).toBe(tier.versionId);
  await expect(
    addTemplate({ ctx, input: { projectId, tier: "template", arc } }),
  ).rejects.toMatchObject({ message: expect.stringContaining("brought back") });
  await reinstateTemplate({ ctx, input: { templateId } });
  expect((await current(arc)).body).toBe("Own {{topic}}");
});

test("the template of a tier can't be retired, and an arc that isn't there gets none", async () => {
  const { ctx } = world;
  const { id: templateId } = await tierTemplate();
  await expect(retireTemplate({ ctx, input: { templateId } })).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(
    addTemplate({ ctx, input: { projectId, tier: "template", arc: "nowhere" } }),
  ).rejects.toMatchObject({ code: "invalid_input" });
});

test("roles and tenants: viewers and reviewers read, others find nothing", async () => {
  const template = await tierTemplate();
  const templateId = template.id;
  const input = { templateId, body: "x", reason: "x", baseNumber: 1 };
  for (const role of ["viewer", "reviewer"] as const) {
    const ctx = await world.addMember(role);
    expect(await getTemplate({ ctx, input: { templateId } })).toMatchObject({ id: templateId });
    await expect(saveTemplate({ ctx, input })).rejects.toMatchObject({ code: "forbidden" });
    await expect(
      restoreTemplate({ ctx, input: { templateId, number: 1, baseNumber: 1 } }),
    ).rejects.toMatchObject({ code: "forbidden" });
  }
  const { ctx } = await world.addWorkspace();
  await expect(getTemplate({ ctx, input: { templateId } })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(saveTemplate({ ctx, input })).rejects.toMatchObject({ code: "not_found" });
  await expect(listTemplates({ ctx, input: { projectId } })).rejects.toMatchObject({
    code: "not_found",
  });
});
