import { expect } from "@playwright/test";
import { type Program, signInProgram } from "./program.ts";
import type { Product } from "./product.ts";

/** What a test needs to stand already, made over the API. */

export interface Person {
  name: string;
  email: string;
  password: string;
}

export interface Batch {
  id: string;
  state: string;
  total: number;
  done: number;
  failed: number;
}

interface Row {
  id: string;
  reference: string;
  badge: string;
}

/** The sample project's id. */
export async function sampleProject(program: Program): Promise<string> {
  const projects = await program.call<{ id: string; isSample: boolean }[]>("GET", "/projects");
  return projects.find(({ isSample }) => isSample)?.id ?? "";
}

/** Rows of the table under a filter, in the plan's order. */
export async function rowsOf(program: Program, projectId: string, filter: object): Promise<Row[]> {
  const path = `/projects/${projectId}/conversations/search`;
  const found = await program.call<{ rows: Row[] }>("POST", path, { filter, pageSize: 200 });
  return found.rows;
}

/** Has the first `count` unwritten rows of the plan written, and waits for the last of them. */
export async function writeFirst(
  program: Program,
  projectId: string,
  count: number,
): Promise<Row[]> {
  const open = await rowsOf(program, projectId, { status: ["not_generated"] });
  const rows = open.slice(0, count);
  const batch = await program.call<Batch>("POST", `/projects/${projectId}/batches`, {
    selection: { kind: "ids", ids: rows.map(({ id }) => id) },
    expectedCount: rows.length,
  });
  await finished(program, batch.id);
  return rows;
}

export async function finished(program: Program, batchId: string): Promise<Batch> {
  const read = () => program.call<Batch>("GET", `/batches/${batchId}`);
  await expect.poll(async () => (await read()).state, { timeout: 60_000 }).toBe("finished");
  return read();
}

/** Invites a person and accepts in their name. */
export async function joinAs(
  product: Product,
  program: Program,
  role: string,
  person: Person,
): Promise<Program> {
  const { email, name, password } = person;
  const { link } = await program.call<{ link: string }>("POST", "/invitations", { email, role });
  const token = link.split("/").at(-1);
  await program.call("POST", "/invitations/accept", { token, name, password });
  return signInProgram(product, email, password);
}
