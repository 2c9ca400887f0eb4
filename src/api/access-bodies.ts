import { randomUUID } from "node:crypto";
import type { Name } from "./access-roles.ts";
import { projectSettingsSchema } from "#/core/projects/schema.ts";

/** One row of each thing that a path can name. */
export interface Ids {
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
export const pathParts = new Map([
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
export function bodyOf(name: Name, ids: Ids): Record<string, unknown> {
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
