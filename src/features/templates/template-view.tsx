"use client";

import { Anchor, Button, Group, Tabs, Text } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { DraftNotice } from "./draft-notice.tsx";
import { PromptPreview } from "./prompt-preview.tsx";
import { RetireButton } from "./retire-button.tsx";
import { SaveDialog } from "./save-dialog.tsx";
import { TemplateEditor } from "./template-editor.tsx";
import classes from "./templates.module.css";
import { tierWords } from "./tier-words.ts";
import { Trial } from "./trial.tsx";
import { useArcLabels } from "./use-arc-labels.ts";
import { useCheckedBody } from "./use-checked-body.ts";
import { useTemplateDraft } from "./use-template-draft.ts";
import { Versions } from "./versions.tsx";
import { api, plainError } from "#/api/client.ts";
import type { TemplateDetail, Variable } from "#/core/templates/schema.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { PageHeader } from "#/ui/page-header.tsx";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";

const tabs = ["text", "prompt", "trial", "versions"] as const;

/** One template: its text, the prompts that it gives, a trial of it, and its versions. */
export function TemplateView({ projectId, templateId }: { projectId: string; templateId: string }) {
  const template = useQuery(api.templates.get.queryOptions({ input: { templateId } }));
  const variables = useQuery(api.templates.variables.queryOptions({ staleTime: Infinity }));
  const failed = template.error ?? variables.error;
  return (
    <>
      <Anchor
        component={Link}
        href={`/projects/${projectId}/templates`}
        size="sm"
        c="dimmed"
        className={classes.back ?? ""}
      >
        <IconArrowLeft size={15} stroke={1.7} aria-hidden /> All templates
      </Anchor>
      {template.data && variables.data ? (
        <Loaded
          key={templateId}
          projectId={projectId}
          template={template.data}
          variables={variables.data}
        />
      ) : failed ? (
        <>
          <PageHeader title="Template" />
          <ErrorState
            message={plainError(failed).message}
            onRetry={
              plainError(failed).status === 404
                ? undefined
                : () => void Promise.all([template.refetch(), variables.refetch()])
            }
          />
        </>
      ) : (
        <RowsSkeleton rows={12} height={34} />
      )}
    </>
  );
}

function Loaded({
  projectId,
  template,
  variables,
}: {
  projectId: string;
  template: TemplateDetail;
  variables: Variable[];
}) {
  const { may } = useSession();
  const arcs = useArcLabels(projectId);
  const [tab, setTab] = useQueryState(
    "tab",
    parseAsStringLiteral(tabs).withDefault("text").withOptions({ history: "push" }),
  );
  const [saving, dialog] = useDisclosure();
  const draft = useTemplateDraft(template);
  const checked = useCheckedBody(draft.body, variables);
  const maySave =
    may("write") && draft.isChanged && !draft.isStale && checked.problems.length === 0;
  useHotkeys([["mod+S", () => (maySave ? dialog.open() : undefined)]], []);
  const [newest] = template.versions;

  return (
    <>
      <PageHeader
        title={template.name}
        text={
          template.arc === null
            ? `Writes all ${tierWords[template.tier]}, unless their arc has a template of its own. Version ${newest?.number ?? 1} is in use.`
            : `Writes the ${tierWords[template.tier]} of the arc “${arcs(template.arc)}”. Version ${newest?.number ?? 1} is ${template.retiredAt ? "retired" : "in use"}.`
        }
      >
        {may("write") && template.arc !== null ? <RetireButton template={template} /> : null}
        {may("write") ? (
          <Button onClick={dialog.open} disabled={!maySave}>
            Save a version
          </Button>
        ) : null}
      </PageHeader>
      <DraftNotice template={template} draft={draft} mayWrite={may("write")} />
      <Tabs
        value={tab}
        onChange={(next) => void setTab(tabs.find((each) => each === next) ?? null)}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="text">Text</Tabs.Tab>
          <Tabs.Tab value="prompt">Filled prompt</Tabs.Tab>
          {may("write") ? <Tabs.Tab value="trial">Trial</Tabs.Tab> : null}
          <Tabs.Tab value="versions">
            <Group gap={6} wrap="nowrap">
              Versions
              <Text span size="sm" c="dimmed" className="tabular">
                {template.versions.length}
              </Text>
            </Group>
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="text">
          <TemplateEditor
            body={draft.body}
            checked={checked}
            variables={variables}
            readOnly={!may("write")}
            onChange={draft.change}
          />
        </Tabs.Panel>
        <Tabs.Panel value="prompt">
          <PromptPreview projectId={projectId} template={template} draft={draft} />
        </Tabs.Panel>
        <Tabs.Panel value="trial">
          <Trial projectId={projectId} template={template} draft={draft} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <Versions projectId={projectId} template={template} draft={draft} />
        </Tabs.Panel>
      </Tabs>
      <SaveDialog template={template} draft={draft} opened={saving} onClose={dialog.close} />
    </>
  );
}
