import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { acceptTerms } from "./accept-terms.ts";
import { addConnection } from "./add-connection.ts";
import { findTaskWriter } from "./find-task-writer.ts";
import { listChoices } from "./list-choices.ts";
import { listConnections } from "./list-connections.ts";
import { getWriter, type Providers, writerForTask } from "./registry.ts";
import { removeConnection } from "./remove-connection.ts";
import { setPrices } from "./set-prices.ts";
import { setTaskWriter } from "./set-task-writer.ts";
import { updateConnection } from "./update-connection.ts";
import { batches } from "#/platform/db/tables/generation.ts";
import { connections, modelPrices, termsAcceptances } from "#/platform/db/tables/writers.ts";
import type { VendorSettings } from "#/platform/llm/vendor.ts";
import { practiceProvider } from "#/platform/llm/providers/practice/practice-provider.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { masterKeys, notingVendors } from "../../../test/vendors.ts";

let scene: TestContext;
let providers: Providers;
let opened: VendorSettings[];
const apiKey = "sk-planted-0123456789abcdef";

beforeAll(async () => {
  scene = await createTestContext();
});
afterAll(() => scene.close());
beforeEach(() => {
  ({ providers, opened } = notingVendors(() => masterKeys(1)));
});

const add = (input: Partial<Parameters<typeof addConnection>[0]["input"]> = {}) =>
  addConnection({
    ctx: scene.ctx,
    providers,
    input: { kind: "anthropic", name: randomUUID(), apiKey, ...input },
  });
const accept = async (connectionId: string) => {
  const all = await listConnections({ ctx: scene.ctx });
  const statementHash = all.find(({ id }) => id === connectionId)?.terms.hash ?? "";
  await acceptTerms({
    ctx: scene.ctx,
    input: { connectionId, signedName: "Ada Brook", statementHash },
  });
};
const sonnet = "claude-sonnet-5-5";

describe("a connection", () => {
  test("keeps its key sealed, shows its end, and opens it for its provider alone", async () => {
    const made = await add();
    expect(made).toMatchObject({ hasKey: true, keyLast4: "cdef", accepted: null });
    expect(JSON.stringify(made)).not.toContain(apiKey);
    const [row] = await scene.ownerDb.select().from(connections).where(eq(connections.id, made.id));
    expect(JSON.stringify(row)).not.toContain("planted");
    await accept(made.id);
    const writer = await getWriter(scene.ctx, providers, { provider: made.id, model: sonnet });
    expect(writer.model.prices).toMatchObject({ input: 2, output: 10 });
    expect(opened).toMatchObject([{ id: made.id, apiKey, baseUrl: null }]);
    await getWriter(scene.ctx, providers, { provider: made.id, model: sonnet });
    expect(opened).toHaveLength(1);
  });

  test("can't be used before its terms were accepted, by name and with the words that were shown", async () => {
    const made = await add();
    const name = { provider: made.id, model: sonnet };
    await expect(getWriter(scene.ctx, providers, name)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Nobody has accepted yet"),
    });
    const stale = acceptTerms({
      ctx: scene.ctx,
      input: { connectionId: made.id, signedName: "Ada Brook", statementHash: "0".repeat(64) },
    });
    await expect(stale).rejects.toMatchObject({ code: "conflict" });
    await accept(made.id);
    expect(await getWriter(scene.ctx, providers, name)).toBeDefined();
    const [stored] = await scene.ownerDb
      .select()
      .from(termsAcceptances)
      .where(eq(termsAcceptances.connectionId, made.id));
    expect(stored).toMatchObject({ vendor: "Anthropic", signedName: "Ada Brook" });
    expect(stored?.statement).toContain("build a model that competes with Anthropic");
    await updateConnection({
      ctx: scene.ctx,
      providers,
      input: { connectionId: made.id, baseUrl: "https://gateway.example.com", apiKey },
    });
    await expect(getWriter(scene.ctx, providers, name)).rejects.toMatchObject({
      message: expect.stringContaining("gateway.example.com"),
    });
  });

  test.each([
    [{ baseUrl: "http://169.254.169.254/v1" }, "baseUrl", "never called"],
    [
      { baseUrl: "http://localhost:11434/v1?key=1", isPrivateAllowed: true },
      "baseUrl",
      "no ? or #",
    ],
    [{ baseUrl: "http://127.0.0.1:11434/v1" }, "baseUrl", "an owner can allow private addresses"],
    [{ baseUrl: "ftp://x" }, "baseUrl", "isn't a web address"],
    [{ baseUrl: "https://user:secret@example.com" }, "baseUrl", "into its own field"],
    [{ apiKey: "two words" }, "apiKey", "no spaces"],
    [{ apiKey: "" }, "apiKey", "Enter the key"],
    [{ concurrency: 10_000 }, "concurrency", "At most 200"],
    [{ name: " " }, "name", "Enter a name"],
  ])("refuses %o at its field", async (input, field, sentence) => {
    const before = await scene.ownerDb.$count(connections);
    await expect(add(input)).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ field, message: expect.stringContaining(sentence) }],
    });
    expect(await scene.ownerDb.$count(connections)).toBe(before);
  });

  test("a name that is taken is refused, whatever its case", async () => {
    await add({ name: "My Claude" });
    await expect(add({ name: "my claude" })).rejects.toMatchObject({ fields: [{ field: "name" }] });
  });

  test("a stored key isn't sent to another server", async () => {
    const { id } = await add();
    const elsewhere = { connectionId: id, baseUrl: "https://evil.example.com" };
    await expect(
      updateConnection({ ctx: scene.ctx, providers, input: elsewhere }),
    ).rejects.toMatchObject({ fields: [{ field: "apiKey" }] });
    const changed = await updateConnection({
      ctx: scene.ctx,
      providers,
      input: { ...elsewhere, apiKey: "another-key-987654" },
    });
    expect(changed).toMatchObject({ baseUrl: "https://evil.example.com", keyLast4: "7654" });
  });

  test("is removed with its key and its choices, but not while a run uses it", async () => {
    const { id } = await add();
    const writer = { provider: id, model: sonnet };
    await setTaskWriter({
      ctx: scene.ctx,
      providers,
      input: { projectId: null, task: "judge", writer },
    });
    const [batch] = await scene.ownerDb
      .insert(batches)
      .values({
        workspaceId: scene.ctx.workspaceId,
        projectId: scene.projectId,
        number: 1,
        state: "paused",
        writer: id,
        model: sonnet,
        total: 0,
        estimate: {},
        createdBy: "x",
        createdByName: "x",
        createdByRole: "owner",
      })
      .returning();
    const remove = () => removeConnection({ ctx: scene.ctx, input: { connectionId: id } });
    await expect(remove()).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("1 run still uses"),
    });
    await scene.ownerDb
      .update(batches)
      .set({ state: "finished" })
      .where(eq(batches.id, batch?.id ?? ""));
    await remove();
    const [row] = await scene.ownerDb.select().from(connections).where(eq(connections.id, id));
    expect(row).toMatchObject({ sealedKey: null, keyLast4: null });
    expect(await findTaskWriter({ ctx: scene.ctx, input: { task: "judge" } })).toBeUndefined();
    await expect(remove()).rejects.toMatchObject({ code: "not_found" });
  });

  test("is nobody else's: not another workspace's, and changed by owners only", async () => {
    const { id } = await add();
    const { ctx } = await scene.addWorkspace();
    const input = { connectionId: id };
    await expect(removeConnection({ ctx, input })).rejects.toMatchObject({ code: "not_found" });
    await expect(getWriter(ctx, providers, { provider: id, model: sonnet })).rejects.toMatchObject({
      code: "not_found",
    });
    const editor = await scene.addMember("editor");
    await expect(removeConnection({ ctx: editor, input })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("prices", () => {
  const own = { kind: "openai_compatible", baseUrl: "https://models.example.com/v1" } as const;
  const set = (
    connectionId: string,
    prices: Parameters<typeof setPrices>[0]["input"]["prices"],
    isFreeConfirmed = false,
  ) => setPrices({ ctx: scene.ctx, input: { connectionId, model: "m", prices, isFreeConfirmed } });

  test("a model without one can't be used; the newest that was entered counts, and earlier ones stay", async () => {
    const { id } = await add(own);
    await accept(id);
    const name = { provider: id, model: "m" };
    await expect(getWriter(scene.ctx, providers, name)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("has no price yet"),
    });
    await set(id, { input: 1, output: 3 });
    expect((await getWriter(scene.ctx, providers, name)).model.prices).toEqual({
      input: 1,
      output: 3,
      cacheRead: 1,
      cacheWrite: 1,
      cacheWriteHour: 1,
      batchShare: null,
    });
    await set(id, { input: 2, output: 4, cacheRead: 0.5 });
    expect((await getWriter(scene.ctx, providers, name)).model.prices).toMatchObject({
      input: 2,
      output: 4,
      cacheRead: 0.5,
    });
    expect(await scene.ownerDb.$count(modelPrices, eq(modelPrices.connectionId, id))).toBe(2);
    await set(id, null);
    await expect(getWriter(scene.ctx, providers, name)).rejects.toMatchObject({
      code: "unavailable",
    });
  });

  test.each([
    [{ input: -1, output: 1 }, "prices.input", "below 0"],
    [{ input: 1, output: 1_000_000 }, "prices.output", "can't be right"],
    [{ input: Number.NaN, output: 1 }, "prices.input", "Enter a price"],
    [{ input: 0, output: 0 }, "isFreeConfirmed", "no cap will ever stop"],
  ])("refuses %o", async (prices, field, sentence) => {
    const { id } = await add(own);
    await expect(set(id, prices)).rejects.toMatchObject({
      fields: [{ field, message: expect.stringContaining(sentence) }],
    });
  });

  test("nothing is a price for a server of one's own that was confirmed, never for a vendor", async () => {
    const { id } = await add(own);
    expect((await set(id, { input: 0, output: 0 }, true)).models).toMatchObject([
      { model: "m", source: "yours", prices: { input: 0, output: 0 } },
    ]);
    const vendor = await add();
    await expect(set(vendor.id, { input: 0, output: 0 }, true)).rejects.toMatchObject({
      fields: [{ message: expect.stringContaining("isn't free") }],
    });
  });
});

test("a task's model is the project's, else the workspace's, else that for writing, else the practice writer", async () => {
  const { ctx, projectId } = await scene.addWorkspace();
  const made = await addConnection({
    ctx,
    providers,
    input: { kind: "anthropic", name: "Claude", apiKey },
  });
  const choose = (task: "write" | "judge", project: string | null, model: string | null) =>
    setTaskWriter({
      ctx,
      providers,
      input: {
        projectId: project,
        task,
        writer: model === null ? null : { provider: made.id, model },
      },
    });
  const found = async (task: "write" | "judge") =>
    (await findTaskWriter({ ctx, input: { projectId, task } }))?.model;
  expect((await writerForTask(ctx, providers, { projectId, task: "write" })).provider).toBe(
    practiceProvider,
  );
  await choose("write", null, "claude-opus-5-5");
  expect(await found("judge")).toBe("claude-opus-5-5");
  await choose("write", projectId, sonnet);
  expect([await found("write"), await found("judge")]).toEqual([sonnet, sonnet]);
  await choose("judge", null, "claude-haiku-5-5");
  expect(await found("judge")).toBe("claude-haiku-5-5");
  await choose("write", projectId, null);
  expect(await found("write")).toBe("claude-opus-5-5");
  await expect(choose("write", null, "gone-1")).rejects.toMatchObject({
    fields: [{ field: "writer" }],
  });
  const choices = await listChoices({ ctx, providers });
  expect(choices[0]).toMatchObject({ isPractice: true, isReady: true });
  expect(choices.find(({ model }) => model === sonnet)).toMatchObject({
    label: "Claude Sonnet 5.5 (Claude)",
    isReady: false,
    whyNot: expect.stringContaining("has to be accepted"),
  });
});
