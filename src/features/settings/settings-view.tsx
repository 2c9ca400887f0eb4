"use client";

import { Stack } from "@mantine/core";
import { Invitations } from "./invitations.tsx";
import { Members } from "./members.tsx";
import { WorkspaceName } from "./workspace-name.tsx";
import { useSession } from "#/features/shell/session-context.tsx";
import { PageHeader } from "#/ui/page-header.tsx";

/** The workspace and its people. Owners change them; everybody else sees who is here. */
export function SettingsView() {
  const { may } = useSession();
  return (
    <>
      <PageHeader
        title="Settings"
        text={
          may("manage")
            ? "The workspace, the people in it, and what each may do."
            : "The workspace and the people in it. An owner can change them."
        }
      />
      <Stack gap={40} maw={920}>
        <WorkspaceName />
        <Members />
        {may("manage") ? <Invitations /> : null}
      </Stack>
    </>
  );
}
