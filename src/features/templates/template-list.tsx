import { Anchor, Stack, Table, Text } from "@mantine/core";
import { IconTemplate } from "@tabler/icons-react";
import Link from "next/link";
import classes from "./templates.module.css";
import { tierWords } from "./tier-words.ts";
import { useArcLabels } from "./use-arc-labels.ts";
import { conversationsHref } from "#/features/conversations/filter-url.ts";
import type { Template } from "#/core/templates/schema.ts";
import { formatCounted, formatMoment } from "#/lib/format.ts";
import { PlainTable } from "#/ui/plain-table.tsx";
import { EmptyState } from "#/ui/states.tsx";

/** All templates, those in use first; a retired one keeps its place at the end. */
export function TemplateList({
  projectId,
  templates,
}: {
  projectId: string;
  templates: Template[];
}) {
  const arcs = useArcLabels(projectId);
  if (templates.length === 0) {
    return (
      <EmptyState
        icon={<IconTemplate size={26} stroke={1.6} />}
        title="This project has no templates"
        text="A template tells the writer how a conversation of its kind is written. New projects come with one for each kind; without them nothing can be written."
      />
    );
  }
  const sorted = [
    ...templates.filter(({ retiredAt }) => retiredAt === null),
    ...templates.filter(({ retiredAt }) => retiredAt !== null),
  ];
  return (
    <PlainTable label="Templates">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Template</Table.Th>
          <Table.Th className={classes.wideOnly ?? ""}>Writes</Table.Th>
          <Table.Th>In use</Table.Th>
          <Table.Th className={classes.wideOnly ?? ""}>Last change</Table.Th>
          <Table.Th ta="right">Conversations</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {sorted.map((template) => (
          <TemplateRow
            key={template.id}
            projectId={projectId}
            template={template}
            arc={template.arc === null ? null : arcs(template.arc)}
          />
        ))}
      </Table.Tbody>
    </PlainTable>
  );
}

function TemplateRow({
  projectId,
  template,
  arc,
}: {
  projectId: string;
  template: Template;
  arc: string | null;
}) {
  const [newest] = template.versions;
  const written = template.versions.reduce((total, { conversations }) => total + conversations, 0);
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Anchor
          component={Link}
          href={`/projects/${projectId}/templates/${template.id}`}
          fw={550}
          size="sm"
          className={classes.rowLink ?? ""}
        >
          {template.name}
        </Anchor>
        <Text size="xs" c="dimmed" className={classes.narrowOnly ?? ""}>
          {newest ? `${newest.createdByName} · ${formatMoment(newest.createdAt)}` : null}
        </Text>
      </Table.Th>
      <Table.Td className={classes.wideOnly ?? ""}>
        <Text size="sm">
          {arc === null ? `All ${tierWords[template.tier]}` : `Those of the arc “${arc}”`}
        </Text>
      </Table.Td>
      <Table.Td className={`tabular ${classes.version ?? ""}`}>
        {template.retiredAt ? (
          <Text span size="sm" c="dimmed">
            Retired
          </Text>
        ) : (
          `Version ${newest?.number ?? "–"}`
        )}
      </Table.Td>
      <Table.Td className={classes.wideOnly ?? ""}>
        {newest ? (
          <Stack gap={0}>
            <Text size="sm" lineClamp={2}>
              {newest.reason}
            </Text>
            <Text size="xs" c="dimmed">
              {newest.createdByName} · {formatMoment(newest.createdAt)}
            </Text>
          </Stack>
        ) : null}
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {written > 0 ? (
          <Anchor
            component={Link}
            size="sm"
            href={conversationsHref(projectId, {
              filter: { templateVersionId: template.versions.map(({ id }) => id).slice(0, 100) },
            })}
            aria-label={`${formatCounted(written, "conversation")} written with ${template.name}`}
          >
            {written}
          </Anchor>
        ) : (
          <Text span size="sm" c="dimmed">
            0
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
