"use client";

import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { DimensionForm } from "./dimension-form.tsx";
import { RetiredList } from "./retired-list.tsx";
import { SuggestSection } from "./suggest-section.tsx";
import classes from "./taxonomy.module.css";
import { TaxonomyFileSection } from "./taxonomy-file-section.tsx";
import { useTaxonomyActions } from "./use-taxonomy-actions.ts";
import { api, plainError } from "#/api/client.ts";
import type { EditableDimension } from "#/core/taxonomy/edit-schema.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatCounted } from "#/lib/format.ts";
import { Section } from "#/ui/section.tsx";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";

/** The axes that conversations are labelled on, the project's own among them, and the file of all of it. */
export function DimensionsView({ projectId }: { projectId: string }) {
  const { may } = useSession();
  const mayWrite = may("write");
  const [open, setOpen] = useState<EditableDimension | "new" | null>(null);
  const { retireDimension } = useTaxonomyActions(projectId);
  const taxonomy = useQuery(api.taxonomy.get.queryOptions({ input: { projectId } }));
  const dimensions = taxonomy.data?.dimensions ?? [];
  const labelOf = (key: string) => dimensions.find((each) => each.key === key)?.label ?? key;
  return (
    <Stack gap={40} maw={920}>
      <Section
        title="Dimensions"
        text="What conversations are planned by, labelled with and filtered on."
        actions={
          mayWrite ? (
            <Button
              size="xs"
              leftSection={<IconPlus size={14} />}
              onClick={() => setOpen("new")}
              disabled={!taxonomy.data}
            >
              Add a dimension
            </Button>
          ) : undefined
        }
      >
        {taxonomy.isPending ? <RowsSkeleton rows={8} height={44} /> : null}
        {taxonomy.isError ? (
          <ErrorState
            message={plainError(taxonomy.error).message}
            onRetry={() => void taxonomy.refetch()}
          />
        ) : null}
        {dimensions
          .filter(({ retired }) => !retired)
          .map((dimension) => (
            <DimensionLine
              key={dimension.key}
              projectId={projectId}
              dimension={dimension}
              {...(mayWrite && { onEdit: () => setOpen(dimension) })}
              {...(mayWrite &&
                !dimension.builtIn && {
                  onRetire: () => void retireDimension(dimension.key, dimension.label, true),
                })}
            />
          ))}
        <RetiredList
          items={dimensions
            .filter(({ retired }) => retired)
            .map(({ key, label, values }) => ({
              key,
              label,
              inUse: values.reduce((total, value) => total + value.conversations, 0),
            }))}
          onBringBack={
            mayWrite ? (key) => void retireDimension(key, labelOf(key), false) : undefined
          }
        />
      </Section>
      {mayWrite ? <SuggestSection projectId={projectId} /> : null}
      <TaxonomyFileSection projectId={projectId} mayWrite={mayWrite} />
      {open ? (
        <DimensionForm
          projectId={projectId}
          dimension={open === "new" ? undefined : open}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </Stack>
  );
}

function DimensionLine({
  projectId,
  dimension: { key, label, description, builtIn, values },
  onEdit,
  onRetire,
}: {
  projectId: string;
  dimension: EditableDimension;
  onEdit?: () => void;
  onRetire?: () => void;
}) {
  const offered = values.filter(({ retired }) => !retired).length;
  const show = key === "persona" ? "personas" : key;
  return (
    <div className={classes.line}>
      <div style={{ minWidth: 0, flex: "1 1 260px" }}>
        <Group gap={8}>
          <Text size="sm" fw={550}>
            {label}
          </Text>
          {builtIn ? null : (
            <Badge size="sm" variant="default" color="gray" fw={500}>
              Own
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {formatCounted(offered, "value")}
          {description ? ` · ${description}` : ""}
        </Text>
      </div>
      <Group gap="xs">
        {key === "tier" ? null : (
          <Button
            component={Link}
            size="compact-sm"
            variant="subtle"
            aria-label={`Values of ${label}`}
            href={`/projects/${projectId}/plan?show=${show}`}
          >
            Values
          </Button>
        )}
        {onEdit ? (
          <Button size="compact-sm" variant="default" aria-label={`Edit ${label}`} onClick={onEdit}>
            Edit
          </Button>
        ) : null}
        {onRetire ? (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`Retire ${label}`}
            onClick={onRetire}
          >
            Retire
          </Button>
        ) : null}
      </Group>
    </div>
  );
}
