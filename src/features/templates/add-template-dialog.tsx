"use client";

import { Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { api, client, plainError } from "#/api/client.ts";
import { tierSchema } from "#/core/taxonomy/schema.ts";
import type { Template } from "#/core/templates/schema.ts";
import { tierLabels } from "#/features/conversations/use-taxonomy-labels.ts";
import { ErrorState } from "#/ui/states.tsx";

/** Gives an arc a template of its own, which begins with the text of its tier's. */
export function AddTemplateDialog({
  projectId,
  templates,
  opened,
  onClose,
}: {
  projectId: string;
  templates: Template[];
  opened: boolean;
  onClose: () => void;
}) {
  const router = useRouter();
  const cache = useQueryClient();
  const [choice, setChoice] = useState<string | null>(null);
  const storylines = useQuery(
    api.projects.storylines.queryOptions({ input: { projectId }, enabled: opened }),
  );
  const add = useMutation({
    mutationFn: (value: string) => {
      const [tier = "", arc = ""] = value.split("/");
      return client.templates.add({ projectId, tier: tierSchema.parse(tier), arc });
    },
    onSuccess: async ({ templateId }) => {
      await cache.invalidateQueries({ queryKey: api.templates.key() });
      router.push(`/projects/${projectId}/templates/${templateId}`);
    },
  });
  const taken = new Set(templates.map(({ tier, arc }) => `${tier}/${arc ?? ""}`));
  const groups = (["template", "edge_case"] as const).map((tier) => ({
    group: tierLabels[tier],
    items: (storylines.data?.arcs ?? [])
      .filter((arc) => arc.tier === tier && !taken.has(`${tier}/${arc.key}`))
      .map(({ key, label }) => ({ value: `${tier}/${key}`, label })),
  }));
  const close = () => {
    add.reset();
    setChoice(null);
    onClose();
  };

  return (
    <Modal
      opened={opened}
      onClose={close}
      title="Template for an arc"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (choice) add.mutate(choice);
        }}
      >
        <Stack>
          <Text size="sm">
            From then on it writes the conversations of this arc, instead of the template of their
            tier. It begins with the same text, for you to change.
          </Text>
          <Select
            label="Arc"
            placeholder={storylines.isPending ? "Reading the arcs…" : "Choose an arc"}
            searchable
            data-autofocus
            data={groups.filter(({ items }) => items.length > 0)}
            value={choice}
            onChange={setChoice}
            nothingFoundMessage={
              storylines.isPending
                ? null
                : "Every arc of that name has a template of its own already."
            }
          />
          {storylines.error ? <ErrorState message={plainError(storylines.error).message} /> : null}
          {add.error ? <ErrorState message={plainError(add.error).message} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={add.isPending} disabled={choice === null}>
              Add the template
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
