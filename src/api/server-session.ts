import { randomUUID } from "node:crypto";
import { createRouterClient, ORPCError } from "@orpc/server";
import { headers } from "next/headers";
import { mapError } from "./map-error.ts";
import type { RequestContext } from "./procedure.ts";
import { router } from "./router.ts";
import { viewSession } from "./routers/people.ts";
import { getServices } from "./services.ts";
import { roleMay, type SessionView } from "#/core/workspaces/schema.ts";

async function requestContext(): Promise<RequestContext> {
  return {
    services: await getServices(),
    headers: await headers(),
    requestId: randomUUID(),
    origin: "",
    signal: AbortSignal.timeout(30_000),
  };
}

/** The session for a page's loader: whether to show it, or where to send the visitor instead. */
export async function readSession(): Promise<SessionView> {
  return viewSession(await requestContext());
}

/** Whether the signed-in person may make a project in the present workspace. */
export function mayMakeProjects({ workspace }: SessionView): boolean {
  return workspace !== null && workspace !== undefined && roleMay(workspace.role, "write");
}

/** The path of one's own oldest project, of the sample before there is one; undefined without any. */
export async function firstProjectPath(): Promise<string | undefined> {
  const context = await requestContext();
  try {
    const projects = await createRouterClient(router, { context }).projects.list();
    const first = projects.find(({ isSample }) => !isSample) ?? projects[0];
    return first && `/projects/${first.id}`;
  } catch (error) {
    if (isRefusal(error, context)) return undefined;
    throw error;
  }
}

/** Whether the signed-in person may open this project. */
export async function projectExists(projectId: string): Promise<boolean> {
  const context = await requestContext();
  try {
    await createRouterClient(router, { context }).projects.get({ projectId });
    return true;
  } catch (error) {
    if (isRefusal(error, context)) return false;
    throw error;
  }
}

function isRefusal(error: unknown, context: RequestContext): boolean {
  const mapped =
    error instanceof ORPCError ? error : mapError(error, context.services.log, context.requestId);
  return mapped.status < 500;
}
