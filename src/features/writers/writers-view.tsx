"use client";

import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { IconPlugConnected, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ConnectionCard } from "./connection-card.tsx";
import { ConnectionDrawer } from "./connection-drawer.tsx";
import { TaskChoices } from "./task-choices.tsx";
import { api, plainError } from "#/api/client.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { Section } from "#/ui/section.tsx";
import { EmptyState, ErrorState } from "#/ui/states.tsx";

/** Who writes: connections to vendors and own servers, and which model does what. */
export function WritersView({ projectId }: { projectId: string }) {
  const { may } = useSession();
  const [adding, setAdding] = useState(false);
  const connections = useQuery(api.writers.listConnections.queryOptions());
  const add = may("manage") ? (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      Connect a writer
    </Button>
  ) : null;

  return (
    <Stack gap={40} maw={920}>
      <Section
        title="Writers"
        text="Language models of vendors, or of a server of your own."
        actions={connections.data && connections.data.length > 0 ? add : null}
      >
        <Text size="sm" mb="md">
          The practice writer stays on this machine. With any other, the prompt of each conversation
          goes to its server: instructions, voice, passages of your documents, persona.
        </Text>
        {connections.isPending ? <CardSkeleton /> : null}
        {connections.isError ? (
          <ErrorState
            message={plainError(connections.error).message}
            onRetry={() => void connections.refetch()}
          />
        ) : null}
        {connections.data?.length === 0 ? (
          <EmptyState
            icon={<IconPlugConnected size={26} />}
            title="Only the practice writer so far"
            text={
              may("manage")
                ? "It shows how everything works, but its texts are no training data. Connect a vendor's account or a model server of your own for real ones."
                : "It shows how everything works, but its texts are no training data. An owner can connect a vendor's account or a model server."
            }
          >
            {add}
          </EmptyState>
        ) : null}
        <Stack gap="md">
          {connections.data?.map((connection) => (
            <ConnectionCard key={connection.id} connection={connection} projectId={projectId} />
          ))}
        </Stack>
      </Section>
      <TaskChoices projectId={projectId} />
      <Text size="xs" c="dimmed">
        Keys are stored encrypted and never shown again. Every call is on the record, with its cost.
      </Text>
      {adding ? <ConnectionDrawer projectId={projectId} onClose={() => setAdding(false)} /> : null}
    </Stack>
  );
}

function CardSkeleton() {
  return (
    <Stack gap="md" aria-busy="true" aria-label="Loading">
      <Skeleton height={220} radius="lg" />
    </Stack>
  );
}
