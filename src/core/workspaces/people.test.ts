import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptInvitation, viewInvitation } from "./accept-invitation.ts";
import { createOwner } from "./create-owner.ts";
import { createPasswordLink } from "./create-password-link.ts";
import { hasOwner } from "./has-owner.ts";
import { inviteMember } from "./invite-member.ts";
import { listInvitations } from "./list-invitations.ts";
import { listMembers } from "./list-members.ts";
import { listMemberships } from "./list-memberships.ts";
import { removeMember } from "./remove-member.ts";
import { revokeInvitation } from "./revoke-invitation.ts";
import { setRole } from "./set-role.ts";
import { type Auth, createAuth } from "#/platform/auth/auth.ts";
import { connectDatabase, type DatabaseConnection } from "#/platform/db/connect.ts";
import { user } from "#/platform/db/tables/auth.ts";
import { members, workspaces } from "#/platform/db/tables/workspaces.ts";
import { createTestDatabase, type TestDatabase } from "#/platform/db/test-database.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";

let world: TestContext;
let fresh: TestDatabase;
let app: DatabaseConnection;
let owner: DatabaseConnection;
let auth: Auth;

const ada = { name: "Ada Brook", email: "Ada@Example.com", password: "correct-horse-battery" };

beforeAll(async () => {
  world = await createTestContext();
  fresh = await createTestDatabase();
  app = connectDatabase(fresh.appUrl, 4);
  owner = connectDatabase(fresh.ownerUrl, 2);
  auth = createAuth({ db: app.db, secret: "x".repeat(40), allowedHosts: ["127.0.0.1"] });
});

afterAll(async () => {
  await Promise.all([app.close(), owner.close()]);
  await fresh.drop();
  await world.close();
});

function signIn(email: string, password: string) {
  return auth.handler(
    new Request("http://127.0.0.1/api/auth/sign-in/email", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        host: "127.0.0.1",
        origin: "http://127.0.0.1",
      },
      body: JSON.stringify({ email, password }),
    }),
  );
}

const first = (input: Partial<typeof ada> & { setupToken?: string }, setupToken?: string) =>
  createOwner({
    db: app.db,
    log: world.ctx.log,
    requestId: "test",
    setupToken,
    input: { ...ada, ...input },
  });

test("the first owner: fields are named, the token is asked for, only one of two visitors wins", async () => {
  await expect(first({})).rejects.toMatchObject({ code: "unavailable" });
  await owner.db.insert(workspaces).values({ name: "First" });
  expect(await hasOwner(app.db)).toBe(false);
  await expect(first({ email: "nobody", password: "short" })).rejects.toMatchObject({
    code: "invalid_input",
    fields: [{ field: "email" }, { field: "password" }],
  });
  await expect(first({ setupToken: "wrong" }, "right")).rejects.toMatchObject({
    fields: [{ field: "setupToken" }],
  });
  const results = await Promise.allSettled([
    first({ setupToken: "right" }, "right"),
    first({ email: "bea@example.com" }),
  ]);
  expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await hasOwner(app.db)).toBe(true);
  const accounts = await owner.db.select({ email: user.email }).from(user);
  expect(accounts).toHaveLength(1);
  const response = await signIn(accounts[0]?.email ?? "", ada.password);
  expect(response.status).toBe(200);
  expect(response.headers.get("set-cookie")).toContain("bright.session_token");
  expect((await signIn(accounts[0]?.email ?? "", "another-password")).status).toBe(401);
});

test("the public sign-up route is closed", async () => {
  const response = await auth.handler(
    new Request("http://127.0.0.1/api/auth/sign-up/email", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        host: "127.0.0.1",
        origin: "http://127.0.0.1",
      },
      body: JSON.stringify(ada),
    }),
  );
  expect(response.status).toBe(404);
});

const tokenOf = (path: string) => path.split("/").at(-1) ?? "";

test("an invitation opens the workspace once, under its role, and can be revoked", async () => {
  const { ctx } = world;
  const join = { db: ctx.db, log: ctx.log, requestId: "test", signedIn: null };
  const { path } = await inviteMember({
    ctx,
    input: { email: "Bo@example.com", role: "reviewer" },
  });
  const token = tokenOf(path);
  expect(await viewInvitation({ db: ctx.db, token })).toMatchObject({
    email: "bo@example.com",
    role: "reviewer",
    hasAccount: false,
  });
  await expect(
    acceptInvitation({ ...join, input: { token, name: "", password: "x" } }),
  ).rejects.toMatchObject({
    fields: [{ field: "name" }, { field: "password" }],
  });
  const input = { token, name: "Bo", password: "a-long-password" };
  const both = await Promise.allSettled([
    acceptInvitation({ ...join, input }),
    acceptInvitation({ ...join, input }),
  ]);
  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await listMembers({ ctx })).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: "Bo", role: "reviewer" })]),
  );
  await expect(acceptInvitation({ ...join, input })).rejects.toMatchObject({ code: "not_found" });

  const second = await inviteMember({ ctx, input: { email: "cy@example.com", role: "viewer" } });
  const [open] = await listInvitations({ ctx });
  await revokeInvitation({ ctx, input: { invitationId: open?.id ?? "" } });
  await expect(viewInvitation({ db: ctx.db, token: tokenOf(second.path) })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("an address with an account joins by signing in, never by a new password", async () => {
  const other = await world.addWorkspace();
  const [present] = await world.ownerDb.select().from(user).where(eq(user.name, "Bo"));
  const bo = { id: present?.id ?? "", name: "Bo", email: present?.email ?? "" };
  const { path } = await inviteMember({
    ctx: other.ctx,
    input: { email: bo.email, role: "editor" },
  });
  const base = {
    db: world.ctx.db,
    log: world.ctx.log,
    requestId: "test",
    input: { token: tokenOf(path) },
  };
  await expect(
    acceptInvitation({
      ...base,
      signedIn: null,
      input: { ...base.input, name: "X", password: "another-password" },
    }),
  ).rejects.toMatchObject({ code: "unauthenticated" });
  await acceptInvitation({ ...base, signedIn: bo });
  expect(await listMemberships(world.ctx.db, bo.id)).toHaveLength(2);
  // An owner must not be able to open an account that belongs to another workspace too.
  await expect(
    createPasswordLink({ ctx: other.ctx, auth, input: { userId: bo.id } }),
  ).rejects.toMatchObject({ code: "forbidden" });
});

test("the last owner stays, and only owners manage people", async () => {
  const { ctx } = await world.addWorkspace();
  await expect(
    setRole({ ctx, input: { userId: ctx.actor.id, role: "viewer" } }),
  ).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(removeMember({ ctx, input: { userId: ctx.actor.id } })).rejects.toMatchObject({
    code: "conflict",
  });
  for (const role of ["editor", "reviewer", "viewer"] as const) {
    const low = { ...ctx, actor: { ...ctx.actor, role } };
    await expect(
      inviteMember({ ctx: low, input: { email: "d@example.com", role } }),
    ).rejects.toMatchObject({
      code: "forbidden",
    });
  }
  const foreign = world.ctx.actor.id;
  await expect(removeMember({ ctx, input: { userId: foreign } })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("two owners who take the role from each other at once: one does, the other is told", async () => {
  const place = await createTestContext();
  const one = place.ctx;
  const two = await place.addMember("owner");
  for (let round = 0; round < 5; round += 1) {
    for (const { workspaceId, actor } of [one, two]) {
      const target = [members.workspaceId, members.userId];
      await place.ownerDb
        .insert(members)
        .values({ workspaceId, userId: actor.id, role: "owner" })
        .onConflictDoUpdate({ target, set: { role: "owner" } });
    }
    const outcomes = await Promise.allSettled([
      setRole({ ctx: one, input: { userId: two.actor.id, role: "viewer" } }),
      removeMember({ ctx: two, input: { userId: one.actor.id } }),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const refused = outcomes.find(({ status }) => status === "rejected");
    expect(refused).toMatchObject({ reason: { code: "conflict" } });
  }
  await place.close();
});

test("a password link sets a new password once", async () => {
  const [account] = await owner.db.select().from(user);
  const [membership] = await owner.db.select().from(members);
  const ctx = {
    ...world.ctx,
    db: app.db,
    workspaceId: membership?.workspaceId ?? "",
    actor: { id: account?.id ?? "", name: "Ada", role: "owner" as const },
  };
  const { path } = await createPasswordLink({ ctx, auth, input: { userId: account?.id ?? "" } });
  const token = new URL(path, "http://127.0.0.1").searchParams.get("token");
  const reset = () =>
    auth.handler(
      new Request("http://127.0.0.1/api/auth/reset-password", {
        method: "POST",
        headers: {
          "content-type": "application/json",
          host: "127.0.0.1",
          origin: "http://127.0.0.1",
        },
        body: JSON.stringify({ token, newPassword: "a-brand-new-password" }),
      }),
    );
  expect((await reset()).status).toBe(200);
  expect((await reset()).status).toBe(400);
  expect((await signIn(account?.email ?? "", ada.password)).status).toBe(401);
  expect((await signIn(account?.email ?? "", "a-brand-new-password")).status).toBe(200);
});
