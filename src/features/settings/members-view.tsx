"use client";

import { Stack } from "@mantine/core";
import { Invitations } from "./invitations.tsx";
import { Members } from "./members.tsx";
import { useSession } from "#/features/shell/session-context.tsx";

/** The people of the workspace. Owners change them; everybody else sees who is here. */
export function MembersView() {
  const { may } = useSession();
  return (
    <Stack gap={40} maw={920}>
      <Members />
      {may("manage") ? <Invitations /> : null}
    </Stack>
  );
}
