import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { acceptTerms } from "./accept-terms.ts";
import { addConnection } from "./add-connection.ts";
import { getWriter } from "./registry.ts";
import { rewrapKeys } from "./rewrap-keys.ts";
import { connections } from "#/platform/db/tables/writers.ts";
import type { MasterKeys } from "#/platform/secrets/master-key.ts";
import { createVault } from "#/platform/secrets/vault.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { masterKeys, notingVendors } from "../../../test/vendors.ts";

let scene: TestContext;
const { providers } = notingVendors(() => masterKeys(1));
const apiKey = "sk-planted-0123456789abcdef";
const sonnet = "claude-sonnet-5-5";

beforeAll(async () => {
  scene = await createTestContext();
});
afterAll(() => scene.close());

const add = (name: string) =>
  addConnection({ ctx: scene.ctx, providers, input: { kind: "anthropic", name, apiKey } });
const accept = (connectionId: string, statementHash: string) =>
  acceptTerms({ ctx: scene.ctx, input: { connectionId, signedName: "Ada Brook", statementHash } });

describe("the master key", () => {
  test("a wrong one is told in words, removes nothing, and the right one opens again", async () => {
    const made = await add("Claude 1");
    await accept(made.id, made.terms.hash);
    const name = { provider: made.id, model: sonnet };
    const wrong = notingVendors(() => masterKeys(2)).providers;
    await expect(getWriter(scene.ctx, wrong, name)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(
        /can't be opened with this machine's master key.*nothing was removed/,
      ),
    });
    expect((await getWriter(scene.ctx, providers, name)).model.model).toBe(sonnet);
  });

  test("is changed for every workspace, can be cut off in the middle, and says what it couldn't open", async () => {
    const other = await scene.addWorkspace();
    const mine = await add("Claude 2");
    const theirs = await addConnection({
      ctx: other.ctx,
      providers,
      input: { kind: "anthropic", name: "Claude", apiKey: "sk-theirs-000011112222" },
    });
    const [oldKey, newKey] = [(await masterKeys(1))[0], (await masterKeys(3))[0]];
    const both: MasterKeys = [newKey, oldKey];
    // Cut off after the first workspace: the second one's transaction fails.
    let calls = 0;
    const whole = createVault(async () => both);
    const breaking = {
      ...whole,
      rewrap: async (...given: Parameters<typeof whole.rewrap>) => {
        calls += 1;
        if (given[0].workspaceId !== scene.ctx.workspaceId && calls > 1) throw new Error("cut off");
        return whole.rewrap(...given);
      },
    };
    const { db, log } = scene.ctx;
    await rewrapKeys({ db, log, vault: breaking }).catch(() => undefined);
    const read = async (id: string) =>
      (await scene.ownerDb.select().from(connections).where(eq(connections.id, id)))[0]?.sealedKey;
    const place = (workspaceId: string, recordId: string) => ({ workspaceId, recordId });
    const openBoth = async (keys: MasterKeys) => [
      await createVault(async () => keys).open(
        place(scene.ctx.workspaceId, mine.id),
        await read(mine.id),
      ),
      await createVault(async () => keys).open(
        place(other.ctx.workspaceId, theirs.id),
        await read(theirs.id),
      ),
    ];
    const keys = [apiKey, "sk-theirs-000011112222"];
    expect(await openBoth(both)).toEqual(keys);

    const report = await rewrapKeys({ db, log, vault: whole });
    expect(report.unopened).toEqual([]);
    expect(await openBoth([newKey])).toEqual(keys);
    expect((await rewrapKeys({ db, log, vault: whole })).rewrapped).toBe(0);

    const lost = await rewrapKeys({ db, log, vault: createVault(() => masterKeys(7)) });
    expect(lost.current).toBe(0);
    expect(lost.unopened.map(({ masterKeyId }) => masterKeyId)).toContain(newKey.id);
    expect(await openBoth([newKey])).toEqual(keys);
  });
});
