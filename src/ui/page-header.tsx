import { Box, Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** The head of a page: its name, one line on what it is for, and its actions. */
export function PageHeader({
  title,
  text,
  children,
}: {
  title: ReactNode;
  text?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <Group justify="space-between" align="flex-start" gap="sm" mb="lg">
      <Stack gap={2} style={{ minWidth: 0, flex: "1 1 280px" }}>
        <Title order={1}>{title}</Title>
        {text ? (
          <Text c="dimmed" size="sm">
            {text}
          </Text>
        ) : null}
      </Stack>
      {children ? (
        <Box>
          <Group gap="xs">{children}</Group>
        </Box>
      ) : null}
    </Group>
  );
}
