import { expect, test } from "@playwright/test";
import { type Program, signInProgram, signUpProgram } from "./program.ts";
import { owner, startProduct, temporaryDataDirectory } from "./product.ts";

interface Batch {
  id: string;
  state: string;
  total: number;
  done: number;
  failed: number;
  cancelled: number;
}

async function untilFinished(program: Program, id: string): Promise<Batch> {
  await expect
    .poll(async () => (await program.call<Batch>("GET", `/batches/${id}`)).state, {
      timeout: 90_000,
    })
    .toBe("finished");
  return program.call<Batch>("GET", `/batches/${id}`);
}

test("a killed supervisor loses nothing: the next start goes on where it was", async () => {
  const folder = await temporaryDataDirectory();
  const first = await startProduct(folder.path);
  const program = await signUpProgram(first);
  const [project] = await program.call<{ id: string }[]>("GET", "/projects");
  const path = `/projects/${project?.id}`;
  const batch = await program.call<Batch>("POST", `${path}/batches`, {
    selection: { kind: "filter", filter: { status: ["not_generated"], origin: ["planned"] } },
    expectedCount: 90,
  });
  await first.kill();

  const second = await startProduct(folder.path);
  try {
    const again = await signInProgram(second, owner.email, owner.password);
    const finished = await untilFinished(again, batch.id);
    expect(finished).toMatchObject({ total: 90, done: 90, failed: 0, cancelled: 0 });
    const written = await again.call<{ total: number; rows: { messageCount: number }[] }>(
      "POST",
      `${path}/conversations/search`,
      { filter: { origin: ["planned"] }, pageSize: 200 },
    );
    expect(written.total).toBe(90);
    for (const row of written.rows) expect(row.messageCount).toBeGreaterThanOrEqual(8);
    const trail = await again.call<{ intact: boolean; checked: number }>(
      "POST",
      "/audit/verify",
      {},
    );
    expect(trail.intact).toBe(true);
    expect(trail.checked).toBeGreaterThan(90);
  } finally {
    expect(await second.stop()).toBe(0);
    await folder.remove();
  }
});

test("a second product on the same data folder is refused in a sentence", async () => {
  const folder = await temporaryDataDirectory();
  const product = await startProduct(folder.path);
  try {
    await expect(startProduct(folder.path)).rejects.toThrow(/already/);
  } finally {
    await product.stop();
    await folder.remove();
  }
});
