import type { Capability } from "#/core/workspaces/schema.ts";

export interface SettingsSection {
  /** Below /projects/<id>/settings; "" is the first page. */
  path: string;
  label: string;
  /** What the settings there hold for. */
  group: "Workspace" | "This project";
  /** Who sees it; everybody where none is named. */
  needs?: Capability;
}

/** The pages of the settings, in their order. A new one adds its line here and a route of that path. */
export const settingsSections: SettingsSection[] = [
  { path: "", label: "General", group: "Workspace" },
  { path: "/members", label: "Members", group: "Workspace" },
  { path: "/writers", label: "Writers", group: "Workspace" },
  { path: "/spending", label: "Spending", group: "Workspace" },
  { path: "/tokens", label: "API tokens", group: "Workspace" },
  { path: "/project", label: "Project", group: "This project" },
  { path: "/voice", label: "Voice", group: "This project" },
  { path: "/dimensions", label: "Dimensions", group: "This project" },
];
