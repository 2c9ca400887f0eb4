import type { Found } from "./pages.ts";
import type { Program } from "../program.ts";

export const states = ["empty", "sample", "thousands", "loading", "error"] as const;
export type State = (typeof states)[number];

interface Thing {
  id: string;
}
interface Batch extends Thing {
  state: string;
}
interface Template extends Thing {
  versions: (Thing & { number: number })[];
}

/**
 * An empty project, the sample with written and decided rows, and one with thousands of rows: runs that
 * ended, one that compares two versions of a template, one that somebody paused, and a writer whose
 * terms nobody accepted yet. Nothing leaves this machine.
 */
export async function fill(program: Program): Promise<Record<State, Found>> {
  const [sample] = await program.call<Thing[]>("GET", "/projects");
  const empty = await program.call<Thing>("POST", "/projects", { name: "Empty project" });
  const large = await program.call<Thing>("POST", "/projects", { name: "Large project" });
  const projectId = sample?.id ?? "";
  await program.call("POST", `/projects/${large.id}/plan`, {
    counts: { template: 3000, scenario: 1500, edge_case: 500 },
  });
  await program.call("POST", "/connections", {
    kind: "anthropic",
    name: "Claude",
    apiKey: "not-a-real-one",
  });
  const planned = await search(program, projectId, { origin: ["planned"] });
  const batchId = await write(program, projectId, planned.slice(0, 30));
  const versions = await twoVersions(program, projectId);
  const largeRows = await search(program, large.id, {});
  const largeBatchId = await write(program, large.id, largeRows.slice(0, 40));
  const pausedId = await pause(program, large.id, largeRows.slice(40));
  await decide(program, projectId, planned.slice(0, 12), "approve");
  await decide(program, projectId, planned.slice(12, 14), "reject");
  await decide(program, projectId, planned.slice(14, 16), "flag");
  const documents = await program.call<Thing[]>("GET", `/projects/${projectId}/documents`);
  const full = {
    projectId,
    conversationId: planned[20],
    documentId: documents[0]?.id,
    batchId,
    ...versions,
  };
  return {
    empty: { projectId: empty.id },
    sample: full,
    thousands: { projectId: large.id, batchId: largeBatchId, pausedId },
    loading: full,
    error: full,
  };
}

/** A second version of the first template, and a run that compares it with the first. */
async function twoVersions(program: Program, projectId: string): Promise<Partial<Found>> {
  const [template] = await program.call<Template[]>("GET", `/projects/${projectId}/templates`);
  const first = template?.versions[0];
  if (!template || !first) return {};
  const { body } = await program.call<{ body: string }>(
    "GET",
    `/templates/${template.id}/versions/${first.number}`,
  );
  await program.call("POST", `/templates/${template.id}/versions`, {
    body: `${body}\n\nEnd every answer with one question.`,
    reason: "Answers that ask back",
    baseNumber: first.number,
  });
  const [again] = await program.call<Template[]>("GET", `/projects/${projectId}/templates`);
  const arms = (again?.versions ?? [])
    .slice(0, 2)
    .map(({ id, number }) => ({ label: `Version ${number}`, templateVersionIds: [id] }));
  const split = { over: "template", arms };
  const rows = await search(program, projectId, {
    status: ["not_generated"],
    labels: { tier: ["template"] },
  });
  const comparisonId = await write(program, projectId, rows.slice(0, 6), { split });
  return { templateId: template.id, comparisonId };
}

async function search(program: Program, projectId: string, filter: object): Promise<string[]> {
  const page = await program.call<{ rows: Thing[] }>(
    "POST",
    `/projects/${projectId}/conversations/search`,
    { filter, pageSize: 100 },
  );
  return page.rows.map(({ id }) => id);
}

async function decide(program: Program, projectId: string, ids: string[], decision: string) {
  const selection = { kind: "ids", ids };
  await program.call("POST", `/projects/${projectId}/decisions`, { selection, decision });
}

function start(program: Program, projectId: string, ids: string[], more = {}): Promise<Batch> {
  return program.call<Batch>("POST", `/projects/${projectId}/batches`, {
    selection: { kind: "ids", ids },
    expectedCount: ids.length,
    ...more,
  });
}

/** Has rows written, and waits for the last of them. */
async function write(program: Program, projectId: string, ids: string[], more = {}) {
  const { id } = await start(program, projectId, ids, more);
  let state = "running";
  while (state === "running") {
    await new Promise((done) => setTimeout(done, 200));
    state = (await program.call<Batch>("GET", `/batches/${id}`)).state;
  }
  return id;
}

/** A run one at a time, so that it can be paused before it is through. */
async function pause(program: Program, projectId: string, ids: string[]): Promise<string> {
  const { id } = await start(program, projectId, ids, { concurrency: 1 });
  await program.call("POST", `/batches/${id}/pause`);
  return id;
}
