import { Button, Stack, Text, Title } from "@mantine/core";
import { EntryFrame } from "#/features/session/entry-frame.tsx";

export default function NotFoundPage() {
  return (
    <EntryFrame>
      <Stack>
        <Title order={1}>Nothing here</Title>
        <Text size="sm">
          This page doesn&apos;t exist, or you have no access to it. Nothing was changed.
        </Text>
        <Button component="a" href="/">
          Go to your project
        </Button>
      </Stack>
    </EntryFrame>
  );
}
