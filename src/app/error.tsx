"use client";

import { Button, Stack, Text, Title } from "@mantine/core";
import { EntryFrame } from "#/features/session/entry-frame.tsx";

export default function ErrorPage({ reset }: { reset: () => void }) {
  return (
    <EntryFrame>
      <Stack>
        <Title order={1}>This page couldn&apos;t be shown</Title>
        <Text size="sm">
          Something went wrong while it was put together. What was saved is kept. Try again; if it
          stays, the log where Bright Run runs says why.
        </Text>
        <Button onClick={reset}>Try again</Button>
      </Stack>
    </EntryFrame>
  );
}
