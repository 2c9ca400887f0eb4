import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApiToken } from "./create-api-token.ts";
import { findTokenHolder } from "./find-token-holder.ts";
import { inviteMember } from "./invite-member.ts";
import { listApiTokens } from "./list-api-tokens.ts";
import { removeMember } from "./remove-member.ts";
import { renameWorkspace } from "./rename-workspace.ts";
import { revokeApiToken } from "./revoke-api-token.ts";
import { lowerRole, roleMay, roles } from "./schema.ts";
import { setRole } from "./set-role.ts";
import type { Context } from "../context.ts";
import { listAudit } from "../audit/list-audit.ts";
import { verifyAudit } from "../audit/verify-audit.ts";
import { apiTokens } from "#/platform/db/tables/tokens.ts";
import { auditEvents, members } from "#/platform/db/tables/workspaces.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

const make = (ctx: Context, input: Partial<Parameters<typeof createApiToken>[0]["input"]> = {}) =>
  createApiToken({ ctx, input: { name: "Pipeline", role: "viewer", ...input } });
const find = (token: string) => findTokenHolder(world.ctx.db, token);
/** The context that the edge makes for a request with this token. */
async function acting(token: string): Promise<Context> {
  const { person, role, workspace, token: used } = await find(token);
  const actor = { id: person.id, name: person.name, role, token: used };
  return { ...world.ctx, workspaceId: workspace.id, actor };
}

describe("a token", () => {
  test("acts for its maker and is stored as a hash alone", async () => {
    const ben = await world.addMember("editor");
    const made = await make(ben, { role: "reviewer" });
    expect(made.token).toMatch(/^bright_[\w-]{43}$/);
    expect(made.token.startsWith(made.startsWith)).toBe(true);
    expect(await find(made.token)).toMatchObject({
      person: { id: ben.actor.id, name: ben.actor.name },
      workspace: { id: ben.workspaceId },
      role: "reviewer",
      token: { id: made.id, name: "Pipeline" },
    });
    const [row] = await world.ownerDb.select().from(apiTokens).where(eq(apiTokens.id, made.id));
    expect(JSON.stringify(row)).not.toContain(made.token.slice(made.startsWith.length));
    const { events } = await listAudit({ ctx: world.ctx, input: { targetId: made.id } });
    expect(JSON.stringify(events)).not.toContain(made.token);
  });

  test("can't be made for more than its maker may", async () => {
    for (const own of roles) {
      const ctx = await world.addMember(own);
      for (const role of roles) {
        const allowed = lowerRole(own, role) === role;
        if (allowed) expect((await make(ctx, { role })).role).toBe(role);
        else await expect(make(ctx, { role })).rejects.toThrow("A token can't do more than you");
      }
    }
  });

  test("falls and rises with its maker's role, never above its own", async () => {
    const ben = await world.addMember("editor");
    const { token } = await make(ben, { role: "editor" });
    const as = async (role: (typeof roles)[number]) => {
      await setRole({ ctx: world.ctx, input: { userId: ben.actor.id, role } });
      return (await find(token)).role;
    };
    expect(await as("viewer")).toBe("viewer");
    expect(await as("reviewer")).toBe("reviewer");
    expect(await as("owner")).toBe("editor");
  });

  test("of a removed member opens nothing, and stays dead when the person comes back", async () => {
    const ben = await world.addMember("editor");
    const { token } = await make(ben);
    await removeMember({ ctx: world.ctx, input: { userId: ben.actor.id } });
    await expect(find(token)).rejects.toThrow(
      'The person who made the API token "Pipeline" no longer belongs to the workspace',
    );
    const { workspaceId } = world.ctx;
    await world.ownerDb
      .insert(members)
      .values({ workspaceId, userId: ben.actor.id, role: "owner" });
    await expect(find(token)).rejects.toThrow('"Pipeline" was revoked');
  });

  test("that is unknown or has run out is refused with the reason", async () => {
    await expect(find("bright_nothing")).rejects.toMatchObject({
      code: "unauthenticated",
      message: expect.stringContaining("unknown here"),
    });
    const { id, token, expiresAt } = await make(world.ctx, { expiresInDays: 3 });
    expect(Math.round(((expiresAt?.getTime() ?? 0) - Date.now()) / 86_400_000)).toBe(3);
    await world.ownerDb
      .update(apiTokens)
      .set({ expiresAt: new Date(Date.now() - 1000) })
      .where(eq(apiTokens.id, id));
    await expect(find(token)).rejects.toThrow("has run out");
    expect((await listApiTokens({ ctx: world.ctx })).map((each) => each.id)).not.toContain(id);
  });

  test("notes its use at most once a minute", async () => {
    const { id, token } = await make(world.ctx, { expiresInDays: null });
    const used = async () => {
      await find(token);
      const [row] = await world.ownerDb.select().from(apiTokens).where(eq(apiTokens.id, id));
      return row?.lastUsedAt?.getTime() ?? 0;
    };
    const first = await used();
    expect(first).toBeGreaterThan(0);
    expect(await used()).toBe(first);
    const old = new Date(Date.now() - 61_000);
    await world.ownerDb.update(apiTokens).set({ lastUsedAt: old }).where(eq(apiTokens.id, id));
    expect(await used()).toBeGreaterThan(old.getTime());
  });

  test("made by a token neither outranks nor outlives it", async () => {
    const { token, expiresAt } = await make(world.ctx, { role: "editor", expiresInDays: 2 });
    const ctx = await acting(token);
    await expect(make(ctx, { role: "owner" })).rejects.toThrow("your role is editor");
    const child = await make(ctx, { role: "editor", expiresInDays: null });
    expect(child.expiresAt).toEqual(expiresAt);
    await expect(
      inviteMember({ ctx, input: { email: "x@example.com", role: "viewer" } }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("owners see and revoke everybody's tokens, others their own alone", async () => {
  const [ben, cleo] = [await world.addMember("reviewer"), await world.addMember("viewer")];
  const [bens, cleos] = [await make(ben), await make(cleo)];
  const seen = async (ctx: Context) => (await listApiTokens({ ctx })).map(({ id }) => id);
  expect(await seen(ben)).toEqual([bens.id]);
  expect(await seen(world.ctx)).toEqual(expect.arrayContaining([bens.id, cleos.id]));
  const stranger = await world.addWorkspace();
  expect(await seen(stranger.ctx)).toEqual([]);
  for (const ctx of [ben, stranger.ctx]) {
    await expect(revokeApiToken({ ctx, input: { tokenId: cleos.id } })).rejects.toMatchObject({
      code: "not_found",
    });
  }
  await revokeApiToken({ ctx: world.ctx, input: { tokenId: cleos.id } });
  await revokeApiToken({ ctx: ben, input: { tokenId: bens.id } });
  await expect(find(cleos.token)).rejects.toThrow("was revoked");
  await expect(find(bens.token)).rejects.toThrow("was revoked");
  expect(roleMay(ben.actor.role, "manage")).toBe(false);
});

test("what a token did stays its maker's deed, and the event names the token", async () => {
  const made = await make(world.ctx, { name: "Nightly", role: "owner" });
  await renameWorkspace({ ctx: await acting(made.token), input: { name: "By program" } });
  const [event] = await world.ownerDb
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.sessionId, `token:${made.id}`));
  expect(event).toMatchObject({ actorId: world.ctx.actor.id, action: "workspace.renamed" });
  expect(JSON.parse(event?.details ?? "{}")).toMatchObject({ apiToken: "Nightly" });
  expect(await verifyAudit({ ctx: world.ctx })).toMatchObject({ intact: true });
});
