import { randomUUID } from "node:crypto";
import { isContractProcedure } from "@orpc/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contract } from "./contract.ts";
import { handle } from "./handle.ts";
import type { Context } from "#/core/context.ts";
import type { Estimate } from "#/core/generation/schema.ts";
import { projectSettingsSchema } from "#/core/projects/schema.ts";
import { createAccount } from "#/core/workspaces/create-account.ts";
import { roleMay, roles } from "#/core/workspaces/schema.ts";
import { batches } from "#/platform/db/tables/generation.ts";
import { documents, templates, templateVersions } from "#/platform/db/tables/sources.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { members } from "#/platform/db/tables/workspaces.ts";
import { createTestContext, type TestContext } from "../../test/context.ts";
import { serve, stopServing } from "../../test/serve.ts";

/** Who may call what. A procedure that is missing here fails the test below. */
const access = {
  "people.session": "open",
  "people.createOwner": "open",
  "people.viewInvitation": "open",
  "people.acceptInvitation": "open",
  "people.switchWorkspace": "read",
  "people.renameWorkspace": "manage",
  "people.listMembers": "read",
  "people.setRole": "manage",
  "people.removeMember": "manage",
  "people.createPasswordLink": "manage",
  "people.listInvitations": "manage",
  "people.invite": "manage",
  "people.revokeInvitation": "manage",
  "projects.list": "read",
  "projects.get": "read",
  "projects.create": "write",
  "projects.listArchived": "read",
  "projects.update": "write",
  "projects.copy": "write",
  "projects.archive": "write",
  "projects.restore": "write",
  "projects.saveVoice": "write",
  "projects.previewVoice": "read",
  "projects.proposeVoice": "read",
  "projects.saveSettings": "write",
  "projects.saveSetup": "write",
  "projects.starterTaxonomy": "read",
  "projects.chooseTaxonomy": "write",
  "projects.overview": "read",
  "projects.taxonomy": "read",
  "projects.storylines": "read",
  "taxonomy.get": "read",
  "taxonomy.addDimension": "write",
  "taxonomy.updateDimension": "write",
  "taxonomy.retireDimension": "write",
  "taxonomy.addValue": "write",
  "taxonomy.updateValue": "write",
  "taxonomy.retireValue": "write",
  "taxonomy.reorderValues": "write",
  "taxonomy.previewMerge": "read",
  "taxonomy.mergeValues": "write",
  "taxonomy.exportFile": "read",
  "taxonomy.previewImport": "write",
  "taxonomy.applyImport": "write",
  "taxonomy.suggest": "write",
  "taxonomy.listStarterPacks": "read",
  "storylines.get": "read",
  "storylines.add": "write",
  "storylines.update": "write",
  "storylines.copy": "write",
  "storylines.retire": "write",
  "planning.preview": "read",
  "planning.create": "write",
  "sources.listDocuments": "read",
  "sources.getDocument": "read",
  "sources.importDocuments": "write",
  "sources.updateDocument": "write",
  "sources.deleteDocument": "write",
  "sources.importSeeds": "write",
  "templates.list": "read",
  "templates.variables": "read",
  "templates.get": "read",
  "templates.getVersion": "read",
  "templates.save": "write",
  "templates.restore": "write",
  "templates.add": "write",
  "templates.retire": "write",
  "templates.reinstate": "write",
  "templates.preview": "read",
  "templates.estimateTest": "read",
  "templates.test": "write",
  "templates.examples": "read",
  "templates.chooseExamples": "write",
  "conversations.list": "read",
  "conversations.facets": "read",
  "conversations.get": "read",
  "conversations.neighbours": "read",
  "conversations.calls": "read",
  "conversations.delete": "write",
  "conversations.restore": "write",
  "review.decide": "decide",
  "review.undo": "decide",
  "review.addNote": "decide",
  "generation.estimate": "read",
  "generation.start": "write",
  "generation.pause": "write",
  "generation.resume": "write",
  "generation.change": "write",
  "generation.listBatches": "read",
  "generation.getBatch": "read",
  "generation.listItems": "read",
  "generation.cancel": "write",
  "generation.retryFailed": "write",
  "generation.watch": "read",
  "calls.list": "read",
  "calls.get": "read",
  "exports.preview": "read",
  "exports.create": "write",
  "exports.list": "read",
  "exports.download": "read",
  "audit.list": "read",
  "audit.verify": "read",
  "tokens.list": "read",
  "tokens.create": "read",
  "tokens.revoke": "read",
  "writers.listChoices": "read",
  "writers.listTaskChoices": "read",
  "writers.setTaskWriter": "write",
  "writers.listConnections": "read",
  "writers.addConnection": "manage",
  "writers.updateConnection": "manage",
  "writers.removeConnection": "manage",
  "writers.testConnection": "manage",
  "writers.listModels": "manage",
  "writers.setPrices": "manage",
  "writers.acceptTerms": "manage",
  "writers.getSpending": "read",
  "writers.setMonthlyCap": "manage",
  "writers.setProjectCap": "manage",
} as const;
type Name = keyof typeof access;

interface Ids {
  projectId: string;
  conversationId: string;
  documentId: string;
  batchId: string;
  exportId: string;
  templateId: string;
  /** Of the template's version. */
  number: string;
}

const file = { name: "x.md", content: "" };
/** What a path names beside ids. */
const pathParts = new Map([
  ["kind", "arc"],
  ["dimension", "tone"],
  ["key", "value"],
  ["task", "write"],
]);
const taxonomyFile = { fileName: "x.csv", content: "dimension,label\ntone,Warm" };
const point = { emotion: "hope", intensity: [0.4, 0.6] };
const storyline = {
  kind: "arc",
  body: {
    label: "Arc",
    tier: "template",
    description: "",
    start: point,
    middle: null,
    end: point,
    exchanges: [4, 5],
    phases: [],
    techniques: [],
    avoid: [],
    phrases: [],
    clientShifts: [],
    suitsPersonas: [],
  },
};

/** Input that is well formed; where the call would change something, it changes as little as can be. */
function bodyOf(name: Name, ids: Ids): Record<string, unknown> {
  const selection = { kind: "ids", ids: [ids.conversationId] };
  const bodies: Partial<Record<Name, Record<string, unknown>>> = {
    "people.createOwner": { name: "X", email: "x@example.com", password: "long-enough-password" },
    "people.acceptInvitation": { token: "none", name: "X", password: "long-enough-password" },
    "people.switchWorkspace": { workspaceId: randomUUID() },
    "people.renameWorkspace": { name: "Renamed" },
    "people.setRole": { role: "viewer" },
    "people.invite": { email: `${randomUUID()}@example.com`, role: "viewer" },
    "taxonomy.addDimension": { label: randomUUID() },
    "taxonomy.updateDimension": { label: "Tone" },
    "taxonomy.retireDimension": { retired: false },
    "taxonomy.addValue": { label: randomUUID() },
    "taxonomy.updateValue": { label: "Value" },
    "taxonomy.retireValue": { retired: false },
    "taxonomy.reorderValues": { keys: ["value"] },
    "taxonomy.previewMerge": { into: "other" },
    "taxonomy.mergeValues": { into: "other", expectedCount: 0 },
    "taxonomy.previewImport": taxonomyFile,
    "taxonomy.applyImport": { ...taxonomyFile, previewHash: "0".repeat(64) },
    "storylines.add": { storyline },
    "storylines.update": { storyline },
    "storylines.retire": { retired: false },
    "projects.create": { name: "Another", startFrom: "empty" },
    "projects.copy": { name: "Copy" },
    "projects.saveVoice": { voice: {} },
    "projects.previewVoice": { voice: {} },
    "projects.saveSettings": { settings: projectSettingsSchema.parse({}) },
    "projects.chooseTaxonomy": { choice: { kind: "starter" } },
    "sources.importDocuments": { files: [file] },
    "sources.importSeeds": { files: [{ ...file, name: "x.json" }] },
    "sources.updateDocument": { title: "Another title" },
    "templates.save": { body: "Two.", reason: "A test.", baseNumber: 1 },
    "templates.restore": { number: 1, baseNumber: 1 },
    "templates.add": { tier: "template", arc: "none" },
    "templates.estimateTest": { conversationId: ids.conversationId, body: "Two." },
    "templates.test": { conversationId: ids.conversationId, body: "Two." },
    "templates.chooseExamples": { count: 1, pinned: [] },
    "conversations.neighbours": { projectId: ids.projectId },
    "conversations.delete": { selection },
    "conversations.restore": { ids: [ids.conversationId] },
    "review.decide": { selection, decision: "approve" },
    "review.undo": { decisionIds: [randomUUID()] },
    "review.addNote": { body: "A note." },
    "tokens.create": { name: "A program", role: "viewer" },
    "writers.setTaskWriter": { projectId: ids.projectId, writer: null },
    "writers.addConnection": {
      kind: "openai_compatible",
      name: randomUUID(),
      baseUrl: "https://models.example.com/v1",
    },
    "writers.updateConnection": { name: "Renamed" },
    "writers.testConnection": { projectId: ids.projectId },
    "writers.setPrices": { model: "m", prices: { input: 1, output: 2 } },
    "writers.acceptTerms": { signedName: "Ada", statementHash: "0".repeat(64) },
    "writers.setMonthlyCap": { capMicros: 5_000_000 },
    "writers.setProjectCap": { capMicros: 5_000_000 },
    "generation.estimate": { selection },
    "generation.start": { selection, expectedCount: 1 },
  };
  return bodies[name] ?? {};
}

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
        seconds: { low: 0, expected: 0, high: 0 },
        binding: "call",
        bindingSentence: "",
        basis: "",
        mode: "live",
        concurrency: 1,
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
  /^(projects\.(get|overview|taxonomy|storylines)|taxonomy\.(?!listStarterPacks)|storylines|planning|sources|templates\.(?!variables)|conversations|review|generation|exports)/.test(
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
