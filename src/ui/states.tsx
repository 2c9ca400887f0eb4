import {
  Alert,
  Box,
  Button,
  Center,
  Group,
  Skeleton,
  Stack,
  Text,
  ThemeIcon,
  Title,
} from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";

/** Nothing here yet: what is missing, why it matters, and the ways on. */
export function EmptyState({
  icon,
  title,
  text,
  children,
}: {
  icon: ReactNode;
  title: string;
  text: string;
  children?: ReactNode;
}) {
  return (
    <Center py={56} px="md">
      <Stack align="center" gap="sm" maw={440}>
        <ThemeIcon variant="light" size={52} radius="xl">
          {icon}
        </ThemeIcon>
        <Title order={2} ta="center">
          {title}
        </Title>
        <Text c="dimmed" ta="center" size="sm">
          {text}
        </Text>
        {children ? (
          <Group mt="xs" justify="center">
            {children}
          </Group>
        ) : null}
      </Stack>
    </Center>
  );
}

/** Something failed: what happened and what was kept come in the message; the retry is here. */
export function ErrorState({
  message,
  onRetry,
}: {
  message: string;
  onRetry?: (() => void) | undefined;
}) {
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle size={18} />}
      title="This didn't work"
      role="alert"
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{message}</Text>
        {onRetry ? (
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        ) : null}
      </Stack>
    </Alert>
  );
}

/** Grey rows in the place and height of what is being read. */
export function RowsSkeleton({ rows = 8, height = 38 }: { rows?: number; height?: number }) {
  return (
    <Stack component="output" gap={6} aria-busy="true" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={height} radius="sm" />
      ))}
    </Stack>
  );
}

/** One grey block in the place and height of a whole panel that is being read. */
export function BlockSkeleton({ height }: { height: number }) {
  return (
    <Box component="output" display="block" w="100%" aria-busy="true" aria-label="Loading">
      <Skeleton height={height} />
    </Box>
  );
}
