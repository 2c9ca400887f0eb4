"use client";

import { Box } from "@mantine/core";
import { WorkspaceName } from "./workspace-name.tsx";

/** What holds for the whole workspace. */
export function SettingsView() {
  return (
    <Box maw={920}>
      <WorkspaceName />
    </Box>
  );
}
