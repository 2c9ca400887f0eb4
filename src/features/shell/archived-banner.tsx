"use client";

import { Alert, Button, Group, Text } from "@mantine/core";
import { IconArchive } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useSession } from "./session-context.tsx";
import { client, plainError } from "#/api/client.ts";
import { useProject, useProjectChanged } from "#/features/projects/use-project.ts";
import { toastFailed } from "#/ui/toast.ts";

/** Says on every page of an archived project that it is one, with the way back. */
export function ArchivedBanner({ projectId }: { projectId: string }) {
  const { may } = useSession();
  const project = useProject(projectId);
  const changed = useProjectChanged();
  const restore = useMutation({
    mutationFn: () => client.projects.restore({ projectId }),
    onSuccess: changed,
    onError: (error) => toastFailed(plainError(error).message),
  });
  if (!project.data?.archivedAt) return null;
  return (
    <Alert color="gray" variant="light" icon={<IconArchive size={18} />} mb="lg">
      <Group justify="space-between" gap="sm">
        <Text size="sm">This project is archived. Nothing in it is deleted.</Text>
        {may("write") ? (
          <Button
            size="compact-sm"
            variant="default"
            loading={restore.isPending}
            onClick={() => restore.mutate()}
          >
            Bring it back
          </Button>
        ) : null}
      </Group>
    </Alert>
  );
}
