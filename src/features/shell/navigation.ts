import {
  IconActivity,
  IconBooks,
  IconDownload,
  IconLayoutDashboard,
  IconListDetails,
  IconMessages,
  IconPlayerPlay,
  IconSettings,
  IconTemplate,
} from "@tabler/icons-react";
import type { ComponentType } from "react";

export interface NavigationEntry {
  /** Below /projects/<id>. */
  path: string;
  label: string;
  text: string;
  icon: ComponentType<{ size?: number | string; stroke?: number | string }>;
}

/** The screens, in the order of the work. */
export const navigation: NavigationEntry[] = [
  {
    path: "",
    label: "Overview",
    text: "Where you are and what comes next",
    icon: IconLayoutDashboard,
  },
  {
    path: "/conversations",
    label: "Conversations",
    text: "The whole data set as a table",
    icon: IconMessages,
  },
  {
    path: "/plan",
    label: "Plan",
    text: "Which conversations are to be written",
    icon: IconListDetails,
  },
  { path: "/sources", label: "Sources", text: "Documents and seed conversations", icon: IconBooks },
  {
    path: "/templates",
    label: "Templates",
    text: "What the writer is told, version by version",
    icon: IconTemplate,
  },
  { path: "/runs", label: "Runs", text: "Batches, progress and failures", icon: IconPlayerPlay },
  {
    path: "/export",
    label: "Export",
    text: "Training files of what was approved",
    icon: IconDownload,
  },
  { path: "/activity", label: "Activity", text: "Who did what, and when", icon: IconActivity },
  {
    path: "/settings",
    label: "Settings",
    text: "People, roles and the workspace",
    icon: IconSettings,
  },
];
