"use client";

import { Alert, Button, Group, Text } from "@mantine/core";
import { IconGitMerge, IconPencil } from "@tabler/icons-react";
import { useQueryStates } from "nuqs";
import { comparisonParsers } from "./comparison-url.ts";
import type { TemplateDraft } from "./use-template-draft.ts";
import type { TemplateDetail } from "#/core/templates/schema.ts";

/** Says that the text isn't saved, and what to do when somebody else saved a version meanwhile. */
export function DraftNotice({
  template,
  draft,
  mayWrite,
}: {
  template: TemplateDetail;
  draft: TemplateDraft;
  mayWrite: boolean;
}) {
  const [, setComparison] = useQueryStates(comparisonParsers, { history: "push" });
  const [newest] = template.versions;
  if (!mayWrite || !draft.isChanged || !newest) return null;
  const compare = () =>
    void setComparison({ tab: "versions", from: String(newest.number), to: "draft" });
  if (draft.isStale) {
    return (
      <Alert
        mb="md"
        color="orange"
        variant="light"
        icon={<IconGitMerge size={18} />}
        title={`${newest.createdByName} saved version ${newest.number} meanwhile`}
      >
        <Text size="sm">
          “{newest.reason}” Your text was made from version {draft.base} and is still here. Compare
          the two; then keep yours on top of version {newest.number}, or go on from theirs.
        </Text>
        <Group gap="xs" mt="sm">
          <Button size="xs" variant="default" onClick={compare}>
            Compare
          </Button>
          <Button size="xs" variant="default" onClick={draft.rebase}>
            Keep mine on top of it
          </Button>
          <Button size="xs" variant="default" onClick={draft.discard}>
            Discard mine
          </Button>
        </Group>
      </Alert>
    );
  }
  return (
    <Group gap="xs" mb="md">
      <Text size="sm" c="dimmed" component="span" style={{ flex: "1 1 240px" }}>
        <IconPencil size={14} aria-hidden style={{ verticalAlign: -2 }} /> Changed since version{" "}
        {draft.base}. It is kept in this browser until you save or discard it.
      </Text>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={compare}>
          See the changes
        </Button>
        <Button size="xs" variant="default" onClick={draft.discard}>
          Discard
        </Button>
      </Group>
    </Group>
  );
}
