import { randomUUID } from "node:crypto";
import { isContractProcedure } from "@orpc/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bodyOf, type Ids, pathParts } from "./access-bodies.ts";
import { access, type Name } from "./access-roles.ts";
import { contract } from "./contract.ts";
import { handle } from "./handle.ts";
import type { Context } from "#/core/context.ts";
import type { Estimate } from "#/core/generation/schema.ts";
import { createAccount } from "#/core/workspaces/create-account.ts";
import { roleMay, roles } from "#/core/workspaces/schema.ts";
import { batches } from "#/platform/db/tables/generation.ts";
import { documents, templates, templateVersions } from "#/platform/db/tables/sources.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { members } from "#/platform/db/tables/workspaces.ts";
import { createTestContext, type TestContext } from "../../test/context.ts";
import { serve, stopServing } from "../../test/serve.ts";

let world: TestContext;
let ids: Ids;
const cookies = new Map<string, string>();

beforeAll(async () => {
  world = await createTestContext();
  const { ctx, projectId, ownerDb } = world;
  const signIn = serve(ctx);
  ids = await rows(ctx, projectId);
  const other = await world.addWorkspace();
  const people = [
    ...roles.map((role) => ({ key: role as string, role, workspaceId: ctx.workspaceId })),
    { key: "foreign", role: "owner" as const, workspaceId: other.ctx.workspaceId },
  ];
  for (const { key, role, workspaceId } of people) {
    const email = `${key}@example.com`;
    const password = "correct-horse-battery";
    const { id } = await ownerDb.transaction((tx) =>
      createAccount(tx, { name: key, email, password }),
    );
    await ownerDb.insert(members).values({ workspaceId, userId: id, role });
    cookies.set(key, await signIn(email, password));
  }
});

afterAll(async () => {
  stopServing();
  await world.close();
});

/** One row of each thing that an id can name, in the first workspace. */
async function rows(ctx: Context, projectId: string): Promise<Ids> {
  const by = { createdBy: ctx.actor.id, createdByName: ctx.actor.name };
  const base = { workspaceId: ctx.workspaceId, projectId, ...by };
  const [conversation] = await world.ownerDb
    .insert(conversations)
    .values({
      ...base,
      reference: "T-001",
      origin: "planned",
      tier: "template",
      title: "One",
      labels: {},
      plan: {},
      position: 1,
    })
    .returning();
  const [document] = await world.ownerDb
    .insert(documents)
    .values({
      ...base,
      slug: "one",
      title: "One",
      fileName: "one.md",
      mediaType: "text/markdown",
      content: "One.",
      contentHash: "1",
      bytes: 4,
    })
    .returning();
  const [batch] = await world.ownerDb
    .insert(batches)
    .values({
      ...base,
      number: 1,
      writer: "practice",
      model: "practice",
      total: 0,
      estimate: {
        count: 0,
        again: 0,
        skipped: 0,
        writer: { provider: "practice", model: "practice", label: "Practice", isPractice: true },
        costMicros: { low: 0, expected: 0, high: 0 },
        texts: null,
        mostForOneMicros: 0,
        seconds: { low: 0, expected: 0, high: 0 },
        binding: "call",
        bindingSentence: "",
        basis: "",
        isRough: false,
        mode: "live",
        concurrency: 1,
        ownConcurrency: 1,
        health: { state: "ok", reason: null, until: null },
        budget: null,
        warnings: [],
      } satisfies Estimate,
      state: "finished",
      createdByRole: "owner",
    })
    .returning();
  return {
    projectId,
    conversationId: conversation?.id ?? "",
    documentId: document?.id ?? "",
    batchId: batch?.id ?? "",
    exportId: randomUUID(),
    templateId: await addTemplateRow(projectId, ctx),
    number: "1",
  };
}

async function addTemplateRow(projectId: string, { workspaceId, actor }: Context): Promise<string> {
  const [template] = await world.ownerDb
    .insert(templates)
    .values({ workspaceId, projectId, tier: "template", name: "One" })
    .returning();
  const templateId = template?.id ?? "";
  await world.ownerDb.insert(templateVersions).values({
    workspaceId,
    templateId,
    number: 1,
    body: "One.",
    variables: [],
    reason: "First.",
    createdBy: actor.id,
    createdByName: actor.name,
  });
  return templateId;
}

async function call(name: Name, as: string | undefined): Promise<number> {
  const [noun, verb] = name.split(".") as [keyof typeof contract, string];
  const procedure: unknown = Reflect.get(contract[noun], verb);
  if (!isContractProcedure(procedure)) throw new Error(`${name} is no procedure`);
  const { method = "POST", path = "" } = procedure["~orpc"].route;
  const filled = path.replaceAll(/\{(\w+)\}/g, (_all, key: string) =>
    key in ids ? ids[key as keyof Ids] : (pathParts.get(key) ?? randomUUID()),
  );
  const cookie = as === undefined ? undefined : cookies.get(as);
  const controller = new AbortController();
  const response = await handle(
    "openapi",
    new Request(`http://127.0.0.1:3000/api/v1${filled}`, {
      method,
      headers: {
        host: "127.0.0.1:3000",
        "content-type": "application/json",
        ...(cookie && { cookie }),
      },
      ...(method !== "GET" && { body: JSON.stringify(bodyOf(name, ids)) }),
      signal: controller.signal,
    }),
  );
  if (response.headers.get("content-type")?.includes("event-stream")) {
    await response.body?.cancel();
    controller.abort();
  } else {
    await response.arrayBuffer();
  }
  return response.status;
}

test("every procedure of the contract is in the matrix", () => {
  const names = Object.entries(contract).flatMap(([noun, verbs]) =>
    Object.keys(verbs).map((verb) => `${noun}.${verb}`),
  );
  expect(names.toSorted()).toEqual(Object.keys(access).toSorted());
});

const takesOwnId: Name[] = (Object.keys(access) as Name[]).filter((name) =>
  /^(projects\.(get|overview|coverage|taxonomy|storylines)|taxonomy\.(?!listStarterPacks)|storylines|planning|sources|templates\.(?!variables)|conversations|review|generation|comparing|exports)/.test(
    name,
  ),
);

describe.each(Object.entries(access) as [Name, string][])("%s (%s)", (name, needed) => {
  test("anonymous visitors", async () => {
    const status = await call(name, undefined);
    if (needed === "open") expect([200, 400, 404, 409]).toContain(status);
    else expect(status).toBe(401);
  });

  if (needed === "open") return;

  test.each(roles)("%s", async (role) => {
    const status = await call(name, role);
    const allowed = roleMay(role, needed as "read" | "decide" | "write" | "manage");
    if (allowed) expect([200, 400, 404, 409]).toContain(status);
    else expect(status).toBe(403);
  });

  if (!takesOwnId.includes(name)) return;

  test("an owner of another workspace finds nothing", async () => {
    expect(await call(name, "foreign")).toBe(404);
  });
});
