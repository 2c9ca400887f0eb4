import { randomUUID } from "node:crypto";
import { pino } from "pino";
import type { Context } from "#/core/context.ts";
import { projectSettingsSchema, voiceSchema } from "#/core/projects/schema.ts";
import type { Role } from "#/core/workspaces/schema.ts";
import { connectDatabase, type Database } from "#/platform/db/connect.ts";
import { user } from "#/platform/db/tables/auth.ts";
import { members, projects, workspaces } from "#/platform/db/tables/workspaces.ts";
import { createTestDatabase } from "#/platform/db/test-database.ts";

/** A workspace with one member and one empty project, in a database of its own. */
export interface TestContext {
  /** Signs in as the app's role: row-level security holds. */
  ctx: Context;
  projectId: string;
  /** Signs in as the superuser: to set a scene, or to look past row-level security. */
  ownerDb: Database;
  /** The same workspace for a further member of this role. */
  addMember: (role: Role, name?: string) => Promise<Context>;
  /** A second workspace in the same database, with its own owner and empty project. */
  addWorkspace: () => Promise<{ ctx: Context; projectId: string }>;
  /** Call it in `afterAll`. */
  close: () => Promise<void>;
}

/** @param role of the person in `ctx`; "owner" unless said otherwise. */
export async function createTestContext({
  role = "owner",
}: { role?: Role } = {}): Promise<TestContext> {
  const database = await createTestDatabase();
  const app = connectDatabase(database.appUrl, 4);
  const owner = connectDatabase(database.ownerUrl, 2);
  const addMember = (workspaceId: string, role: Role, name: string) =>
    memberOf({ app: app.db, owner: owner.db, workspaceId, role, name });
  const addWorkspace = async (role: Role, name: string) => {
    const [workspace] = await owner.db.insert(workspaces).values({ name: "Test" }).returning();
    if (!workspace) throw new Error("the workspace was not stored");
    const ctx = await addMember(workspace.id, role, name);
    return { ctx, projectId: await emptyProject(owner.db, workspace.id) };
  };
  const { ctx, projectId } = await addWorkspace(role, "Ada Test");
  return {
    ctx,
    projectId,
    ownerDb: owner.db,
    addMember: (role, name = "Ben Test") => addMember(ctx.workspaceId, role, name),
    addWorkspace: () => addWorkspace("owner", "Other Test"),
    close: async () => {
      await Promise.all([app.close(), owner.close()]);
      await database.drop();
    },
  };
}

async function memberOf({
  app,
  owner,
  workspaceId,
  role,
  name,
}: {
  app: Database;
  owner: Database;
  workspaceId: string;
  role: Role;
  name: string;
}): Promise<Context> {
  const id = randomUUID();
  await owner.insert(user).values({ id, name, email: `${id}@example.com`, emailVerified: true });
  await owner.insert(members).values({ workspaceId, userId: id, role });
  return {
    db: app,
    workspaceId,
    actor: { id, name, role },
    requestId: randomUUID(),
    log: pino({ level: "silent" }),
  };
}

async function emptyProject(owner: Database, workspaceId: string): Promise<string> {
  const [project] = await owner
    .insert(projects)
    .values({
      workspaceId,
      name: "Test project",
      voice: voiceSchema.parse({}),
      settings: projectSettingsSchema.parse({}),
    })
    .returning({ id: projects.id });
  if (!project) throw new Error("the project was not stored");
  return project.id;
}
