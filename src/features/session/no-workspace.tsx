"use client";

import { Button, Stack, Text, Title } from "@mantine/core";
import { signOut } from "./auth-calls.ts";

/** Somebody who was taken out of the only workspace. */
export function NoWorkspace() {
  return (
    <Stack>
      <Title order={1}>No workspace any more</Title>
      <Text size="sm">
        Your account belongs to no workspace now. What you did there is kept. Ask an owner for an
        invitation to come back.
      </Text>
      <Button variant="default" onClick={() => void signOut()}>
        Sign out
      </Button>
    </Stack>
  );
}
