import type { Way } from "./next-step.ts";
import { conversationsHref } from "#/features/conversations/filter-url.ts";

/** Where a way leads as a link: writing is asked for on the overview, where cost and time are shown. */
export function hrefOfWay(projectId: string, way: Way): string {
  if (way.kind === "screen") return `/projects/${projectId}${way.path}`;
  if (way.kind === "review") return conversationsHref(projectId, { filter: way.filter });
  return `/projects/${projectId}`;
}
