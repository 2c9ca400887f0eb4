"use client";

import { Button, Stack, Text, Title } from "@mantine/core";
import { signOut } from "./auth-calls.ts";
import { ArchivedList } from "#/features/projects/archived-list.tsx";

/** Somebody who may only read, in a workspace whose projects are all archived. */
export function NoProject() {
  return (
    <Stack>
      <Title order={1}>No project under way</Title>
      <Text size="sm">
        All projects of this workspace are archived. An owner or editor begins a new one, or brings
        one back.
      </Text>
      <ArchivedList />
      <Button variant="default" onClick={() => void signOut()}>
        Sign out
      </Button>
    </Stack>
  );
}
