"use client";

import { Anchor, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { api, plainError } from "#/api/client.ts";
import { ErrorState } from "#/ui/states.tsx";

/** The archived projects as links; nothing where there are none. Each can be brought back on its page. */
export function ArchivedList() {
  const archived = useQuery(api.projects.listArchived.queryOptions());
  if (archived.isError) {
    return (
      <ErrorState
        message={plainError(archived.error).message}
        onRetry={() => void archived.refetch()}
      />
    );
  }
  if (!archived.data || archived.data.length === 0) return null;
  return (
    <Stack component="section" gap="xs" aria-labelledby="archived-projects">
      <Title order={2} size="h3" id="archived-projects">
        Archived projects
      </Title>
      <Text size="sm" c="dimmed">
        Nothing in them is lost. Open one to read it, or to bring it back.
      </Text>
      <Stack component="ul" gap={6} m={0} p={0} style={{ listStyle: "none" }}>
        {archived.data.map(({ id, name }) => (
          <li key={id}>
            <Anchor component={Link} href={`/projects/${id}`} size="sm">
              {name}
            </Anchor>
          </li>
        ))}
      </Stack>
    </Stack>
  );
}
