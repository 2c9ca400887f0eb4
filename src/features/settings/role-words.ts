import type { Role } from "#/core/workspaces/schema.ts";

/** What each role is for, in one line; the order is from most to least. */
export const roleWords: Record<Role, { label: string; text: string }> = {
  owner: { label: "Owner", text: "Everything, and manages people and settings" },
  editor: {
    label: "Editor",
    text: "Plans, adds sources, generates, spends and exports; decides too",
  },
  reviewer: { label: "Reviewer", text: "Approves, rejects, flags and notes" },
  viewer: { label: "Viewer", text: "Reads everything, changes nothing" },
};
