"use client";

import { Button, Group } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { client, plainError } from "#/api/client.ts";
import { conversationsHref } from "#/features/conversations/filter-url.ts";
import { openGenerate } from "#/features/generation/generate-dialog.tsx";
import { toastFailed } from "#/ui/toast.ts";

/** The rows that differ most first, then to the table where they appear; or all at once. */
export function PilotButtons({ projectId, label }: { projectId: string; label: string }) {
  const router = useRouter();
  const pilot = useMutation({
    mutationFn: () => client.planning.pilot({ projectId }),
    onSuccess: ({ rows }) => {
      openGenerate({
        projectId,
        selection: { kind: "ids", ids: rows.map(({ id }) => id) },
        onStarted: () =>
          router.push(
            conversationsHref(projectId, {
              filter: {
                origin: ["planned"],
                status: ["queued", "generating", "generated", "needs_review", "failed"],
              },
            }),
          ),
      });
    },
    onError: (error) => toastFailed(plainError(error).message),
  });
  const everything = {
    kind: "filter" as const,
    filter: { origin: ["planned" as const], status: ["not_generated" as const] },
  };
  return (
    <Group gap="sm">
      <Button
        size="md"
        variant="default"
        onClick={() => openGenerate({ projectId, selection: everything })}
      >
        Write all
      </Button>
      <Button size="md" loading={pilot.isPending} onClick={() => pilot.mutate()}>
        {label}
      </Button>
    </Group>
  );
}
