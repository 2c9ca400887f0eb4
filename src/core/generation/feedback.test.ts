import { asc } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBatch } from "./start-batch.ts";
import { inTransaction } from "../context.ts";
import type { ProviderRequest } from "#/platform/llm/port.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";
import type { TestContext } from "../../../test/context.ts";
import {
  createGenerationScene,
  goodAnswer,
  runHere,
  scripted,
  statesOf,
} from "../../../test/generation.ts";

let scene: TestContext;
beforeAll(async () => {
  scene = await createGenerationScene({ template: 1, scenario: 0, edge_case: 0 });
});
afterAll(() => scene.close());

test("a person's wish goes with the prompt, beside the text it is about, and stands on the call's record", async () => {
  const { ctx, projectId } = scene;
  const sent: ProviderRequest[] = [];
  const providers = scripted(async (request) => {
    sent.push(request);
    return goodAnswer(request);
  });
  const [row] = await statesOf(ctx);
  const selection = { kind: "ids" as const, ids: [row?.id ?? ""] };
  const run = async (feedback?: string) => {
    const input = { projectId, selection, expectedCount: 1, ...(feedback && { feedback }) };
    const { id } = await startBatch({ ctx, providers, input });
    await runHere(ctx, providers, id);
    return sent.at(-1)?.messages.at(-1)?.content ?? "";
  };

  expect(await run()).not.toContain("<wish>");
  const first = JSON.parse((await goodAnswer(sent[0] as ProviderRequest)).text) as {
    messages: { content: string }[];
  };
  const prompt = await run("Less jargon, please.");
  expect(prompt).toContain("<wish>\nLess jargon, please.\n</wish>");
  expect(prompt).toContain(JSON.stringify(first.messages[0]?.content.trim()).slice(1, -1));
  expect(prompt).not.toContain("<findings>");

  const calls = await inTransaction(ctx, (tx) =>
    tx
      .select({ parameters: callAttempts.parameters })
      .from(callAttempts)
      .orderBy(asc(callAttempts.sentAt)),
  );
  expect(calls.map(({ parameters }) => parameters)).toMatchObject([
    expect.not.objectContaining({ feedback: expect.anything() }),
    { feedback: "Less jargon, please." },
  ]);
});
