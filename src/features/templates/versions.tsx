"use client";

import { Anchor, Button, Group, Stack, Table, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { comparisonParsers, DRAFT } from "./comparison-url.ts";
import classes from "./templates.module.css";
import type { TemplateDraft } from "./use-template-draft.ts";
import { VersionComparison } from "./version-comparison.tsx";
import { api, client, plainError } from "#/api/client.ts";
import type { TemplateDetail, TemplateVersion } from "#/core/templates/schema.ts";
import { conversationsHref } from "#/features/conversations/filter-url.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatCounted, formatMoment } from "#/lib/format.ts";
import { askFirst } from "#/ui/ask-first.tsx";
import { PlainTable } from "#/ui/plain-table.tsx";
import { toastDone } from "#/ui/toast.ts";

/** Every version, newest first, what it changed, and the way back to it. */
export function Versions({
  projectId,
  template,
  draft,
}: {
  projectId: string;
  template: TemplateDetail;
  draft: TemplateDraft;
}) {
  const { may } = useSession();
  const cache = useQueryClient();
  const [{ from, to }, setComparison] = useQueryStates(comparisonParsers, { history: "push" });
  const [newest] = template.versions;
  const restore = ({ number }: TemplateVersion) =>
    askFirst({
      title: `Bring back version ${number}?`,
      text: `Its text becomes version ${(newest?.number ?? 0) + 1} and is used from then on. All versions stay.`,
      confirm: `Bring back version ${number}`,
      run: async () => {
        const saved = await client.templates.restore({
          templateId: template.id,
          number,
          baseNumber: newest?.number ?? 1,
        });
        await cache.invalidateQueries({ queryKey: api.templates.key() });
        toastDone(`Version ${saved.number} has the text of version ${number}.`);
      },
      sentenceOf: (error) => plainError(error).message,
    });

  return (
    <Stack gap="xl">
      <PlainTable label="Versions">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Version</Table.Th>
            <Table.Th>What changed, and why</Table.Th>
            <Table.Th ta="right" className={classes.wideOnly ?? ""}>
              Conversations
            </Table.Th>
            <Table.Th>
              <Text span className={classes.hiddenWord ?? ""}>
                Actions
              </Text>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {template.versions.map((version) => (
            <Table.Tr key={version.id}>
              <Table.Th scope="row" className="tabular">
                <Text span size="sm" fw={550}>
                  {version.number}
                </Text>
                {version === newest ? (
                  <Text size="xs" c="dimmed">
                    in use
                  </Text>
                ) : null}
              </Table.Th>
              <Table.Td>
                <Text size="sm">{version.reason}</Text>
                <Text size="xs" c="dimmed">
                  {version.createdByName} · {formatMoment(version.createdAt)}
                </Text>
              </Table.Td>
              <Table.Td ta="right" className={`tabular ${classes.wideOnly ?? ""}`}>
                {version.conversations > 0 ? (
                  <Anchor
                    component={Link}
                    size="sm"
                    href={conversationsHref(projectId, {
                      filter: { templateVersionId: [version.id] },
                    })}
                    aria-label={`${formatCounted(version.conversations, "conversation")} written with version ${version.number}`}
                  >
                    {version.conversations}
                  </Anchor>
                ) : (
                  <Text span size="sm" c="dimmed">
                    0
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <Group gap={6} justify="flex-end">
                  {version.number > 1 ? (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={`Changes in version ${version.number}`}
                      onClick={() =>
                        void setComparison({
                          tab: "versions",
                          from: String(version.number - 1),
                          to: String(version.number),
                        })
                      }
                    >
                      Changes
                    </Button>
                  ) : null}
                  {may("write") && version !== newest ? (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={`Bring back version ${version.number}`}
                      onClick={() => restore(version)}
                    >
                      Bring back
                    </Button>
                  ) : null}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </PlainTable>
      <VersionComparison
        template={template}
        draft={draft}
        from={from ?? String(Math.max(1, (newest?.number ?? 1) - 1))}
        to={to ?? (draft.isChanged ? DRAFT : String(newest?.number ?? 1))}
        onChoice={(choice) => void setComparison({ tab: "versions", ...choice })}
      />
    </Stack>
  );
}
