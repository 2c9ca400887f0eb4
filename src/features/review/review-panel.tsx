"use client";

import { Stack, Text } from "@mantine/core";
import type { Ref } from "react";
import { CallLog } from "./call-log.tsx";
import { CourseStrip } from "./course-strip.tsx";
import { HistoryList } from "./history-list.tsx";
import { JustDecided } from "./just-decided.tsx";
import { LabelList } from "./label-list.tsx";
import { NoteForm } from "./note-form.tsx";
import { NoteItem } from "./note-item.tsx";
import { PanelDisclosure, PanelPart } from "./panel-part.tsx";
import classes from "./panel.module.css";
import { useRecentDecisions } from "./recent-decisions.ts";
import { ScoreParts } from "./score-parts.tsx";
import { SourceList } from "./source-list.tsx";
import type { Deciding } from "./use-decide.ts";
import { VersionList } from "./version-list.tsx";
import type { ConversationDetail } from "#/core/conversations/schema.ts";
import { useTaxonomyLabels } from "#/features/conversations/use-taxonomy-labels.ts";

/** What is known of a conversation beside its words, the most used first. */
export function ReviewPanel({
  conversation,
  deciding,
  mayNote,
  noteField,
  hrefOf,
  hrefOfVersion,
}: {
  conversation: ConversationDetail;
  deciding: Deciding;
  mayNote: boolean;
  noteField: Ref<HTMLTextAreaElement>;
  hrefOf: (conversationId: string) => string;
  hrefOfVersion: (number: number | undefined) => string;
}) {
  const { id, projectId, notes, versions, decisions, systemPrompt, chunks } = conversation;
  const taxonomy = useTaxonomyLabels(projectId);
  const recent = useRecentDecisions(projectId);
  const isSeed = conversation.origin === "seed";
  return (
    <>
      <PanelPart title="Labels">
        <LabelList conversation={conversation} taxonomy={taxonomy} />
      </PanelPart>
      <PanelPart title="Emotional course">
        <CourseStrip conversation={conversation} />
      </PanelPart>
      {isSeed && conversation.score === null ? null : (
        <PanelPart title="Score">
          <ScoreParts
            score={conversation.shownVersion?.score ?? null}
            parts={conversation.scoreParts}
          />
        </PanelPart>
      )}
      <PanelPart title="Notes">
        <Stack gap="sm">
          {mayNote ? (
            <NoteForm
              conversationId={id}
              label="Note on this conversation"
              placeholder="Write a note…"
              fieldRef={noteField}
            />
          ) : null}
          {notes.map((note) => (
            <NoteItem key={note.id} note={note} withPlace />
          ))}
          {notes.length === 0 && !mayNote ? (
            <Text size="sm" c="dimmed">
              No notes yet.
            </Text>
          ) : null}
        </Stack>
      </PanelPart>
      {isSeed && chunks.length === 0 ? null : (
        <PanelDisclosure title="Sources" count={chunks.length}>
          <SourceList chunks={chunks} projectId={projectId} />
        </PanelDisclosure>
      )}
      {versions.length > 0 ? (
        <PanelDisclosure title="Versions" count={versions.length}>
          <VersionList
            versions={versions}
            shown={conversation.shownVersion?.number}
            hrefOfVersion={hrefOfVersion}
          />
        </PanelDisclosure>
      ) : null}
      <PanelDisclosure title="History" count={decisions.length}>
        <HistoryList conversation={conversation} />
      </PanelDisclosure>
      {systemPrompt ? (
        <PanelDisclosure title="System prompt">
          <p className={classes.plainText}>{systemPrompt}</p>
        </PanelDisclosure>
      ) : null}
      {isSeed ? null : (
        <PanelDisclosure title="Calls to the writer">
          <CallLog projectId={projectId} conversationId={id} label="Calls to the writer" />
        </PanelDisclosure>
      )}
      {recent.length > 0 ? (
        <PanelDisclosure title="Just decided" count={recent.length}>
          <JustDecided projectId={projectId} deciding={deciding} hrefOf={hrefOf} />
        </PanelDisclosure>
      ) : null}
    </>
  );
}
