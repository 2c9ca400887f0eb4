"use client";

import { Group, Menu, Text, UnstyledButton } from "@mantine/core";
import { IconCheck, IconSelector } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import classes from "./sources.module.css";
import { api, client, plainError } from "#/api/client.ts";
import type { DocumentRow } from "#/core/sources/schema.ts";
import { useTaxonomyLabels } from "#/features/conversations/use-taxonomy-labels.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { toastFailed } from "#/ui/toast.ts";

/** The category of a document; those who may write change it in place. */
export function CategoryMenu({
  projectId,
  document,
}: {
  projectId: string;
  document: Pick<DocumentRow, "id" | "title" | "category">;
}) {
  const { may } = useSession();
  const queryClient = useQueryClient();
  const { dimensions, labelOf, isReady } = useTaxonomyLabels(projectId);
  const categories = dimensions.find(({ key }) => key === "content_category")?.values ?? [];
  const change = useMutation({
    mutationFn: (category: string | null) =>
      client.sources.updateDocument({ documentId: document.id, category }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.sources.key() }),
    onError: (error) => toastFailed(plainError(error).message),
  });
  // What was just chosen shows at once; the list is read again behind it.
  const shown = change.isPending ? (change.variables ?? null) : document.category;
  const name = isReady ? labelOf("content_category", shown ?? "") : "\u00a0";
  const label = shown === null ? "No category" : name;

  if (!may("write")) {
    return (
      <Text size="sm" c={shown === null ? "dimmed" : undefined}>
        {label}
      </Text>
    );
  }
  return (
    <Menu position="bottom-start" width={340} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton
          className={classes.category}
          aria-label={`Category of ${document.title}: ${label}. Change`}
        >
          <Group gap={4} wrap="nowrap">
            <Text size="sm" c={shown === null ? "dimmed" : undefined} lineClamp={1} title={label}>
              {label}
            </Text>
            <IconSelector size={14} stroke={1.6} className={classes.categoryIcon} aria-hidden />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah={380} style={{ overflowY: "auto" }}>
        {categories.map((category) => (
          <Menu.Item
            key={category.key}
            onClick={() => change.mutate(category.key)}
            rightSection={
              category.key === shown ? <IconCheck size={14} aria-label="chosen" /> : null
            }
          >
            {category.label}
          </Menu.Item>
        ))}
        {categories.length > 0 ? <Menu.Divider /> : null}
        <Menu.Item
          onClick={() => change.mutate(null)}
          rightSection={shown === null ? <IconCheck size={14} aria-label="chosen" /> : null}
        >
          No category
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
