"use client";

import { Alert, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { usePathname, useSearchParams } from "next/navigation";
import { parseAsBoolean, useQueryState } from "nuqs";
import { DecisionButtons } from "./decision-buttons.tsx";
import { Dialogue, speakersOf } from "./dialogue.tsx";
import { KeysSheet } from "./keys-sheet.tsx";
import { OldVersionBanner, ReviewHeader } from "./review-header.tsx";
import { ReviewPanel } from "./review-panel.tsx";
import { ReviewTools } from "./review-tools.tsx";
import classes from "./review.module.css";
import { rightsOn } from "./rights.ts";
import { SeedComparison } from "./seed-comparison.tsx";
import { BeingWritten, FailedNotice, NotWritten } from "./text-state.tsx";
import { useDecide } from "./use-decide.ts";
import { useKeyActions } from "./use-key-actions.ts";
import type { NeighbourLinks } from "./use-neighbours.ts";
import type { ConversationDetail } from "#/core/conversations/schema.ts";
import { hasFailedTry } from "#/core/conversations/states.ts";
import type { Project } from "#/core/projects/schema.ts";
import { useSession } from "#/features/shell/session-context.tsx";

/** The dialogue, what is known of it, and the decision on it. */
export function Review({
  conversation,
  project,
  links,
}: {
  conversation: ConversationDetail;
  project: Project | undefined;
  links: NeighbourLinks;
}) {
  const { may } = useSession();
  // Asked at once, not after the first paint: this never runs on the server, which has no data.
  const isNarrow = useMediaQuery("(max-width: 62em)", false, { getInitialValueInEffect: false });
  const [isComparing, setComparing] = useQueryState("compare", parseAsBoolean.withDefault(false));
  const hrefOfVersion = useVersionHref();
  const rights = rightsOn(conversation, { decides: may("decide"), writes: may("write") });
  const deciding = useDecide(conversation.projectId, conversation, links);
  const keys = useKeyActions({
    deciding,
    links,
    rights,
    mayUndo: may("decide"),
    needsExpert: conversation.expertReview !== "none",
  });

  const speakers = speakersOf(conversation, project);
  const isBeside = isComparing && !isNarrow;
  const inBar = rights.mayDecide && (isNarrow || isBeside);
  const buttons = (
    <DecisionButtons
      deciding={deciding}
      reviewState={conversation.reviewState}
      isRejecting={keys.isRejecting}
      onRejecting={keys.setRejecting}
      needsExpert={conversation.expertReview !== "none"}
      isConfirming={keys.isConfirming}
      onConfirming={keys.setConfirming}
      withKeys={!isNarrow}
    />
  );

  return (
    <div className={inBar ? classes.withBar : ""}>
      <ReviewHeader conversation={conversation} links={links} onHelp={keys.openHelp} />
      {deciding.refusal ? (
        <Alert color="orange" variant="light" role="alert" title="Not decided" mb="lg">
          <Text size="sm">{deciding.refusal}</Text>
        </Alert>
      ) : null}
      {rights.isOld ? (
        <OldVersionBanner conversation={conversation} currentHref={hrefOfVersion(undefined)} />
      ) : null}
      <div className={classes.layout} data-comparing={isBeside || undefined}>
        <div>
          <TextState conversation={conversation} />
          {conversation.messages.length > 0 ? (
            <Dialogue
              conversation={conversation}
              speakers={speakers}
              label="Dialogue"
              mayNote={rights.mayNote}
            />
          ) : null}
        </div>
        {isComparing ? (
          <SeedComparison
            conversation={conversation}
            speakers={speakers}
            inDrawer={isNarrow}
            onClose={() => void setComparing(null)}
          />
        ) : null}
        <aside className={classes.panel} aria-label="About this conversation">
          <div className={classes.decisions}>
            {rights.mayDecide && !inBar ? buttons : null}
            <ReviewTools
              conversation={conversation}
              mayWriteAgain={rights.mayWriteAgain}
              isComparing={isComparing}
              onCompare={(next) => void setComparing(next || null)}
            />
          </div>
          <ReviewPanel
            conversation={conversation}
            deciding={deciding}
            mayNote={rights.mayNote}
            noteField={keys.noteField}
            hrefOf={links.hrefOf}
            hrefOfVersion={hrefOfVersion}
          />
        </aside>
      </div>
      {inBar ? (
        <section className={classes.bar} aria-label="Decision">
          <div className={classes.barInner}>{buttons}</div>
        </section>
      ) : null}
      <KeysSheet opened={keys.isHelping} onClose={keys.closeHelp} />
    </div>
  );
}

/** What stands above the text, or in its place. */
function TextState({ conversation }: { conversation: ConversationDetail }) {
  const { badge, failure, generationState, messages } = conversation;
  if (badge === "queued" || badge === "generating") {
    return <BeingWritten conversation={conversation} />;
  }
  if (hasFailedTry(generationState, failure !== null)) {
    return <FailedNotice conversation={conversation} />;
  }
  return messages.length === 0 ? <NotWritten conversation={conversation} /> : null;
}

/** This page under another version, everything else of the address kept. */
function useVersionHref(): (number: number | undefined) => string {
  const pathname = usePathname();
  const search = useSearchParams();
  return (number) => {
    const next = new URLSearchParams(search);
    if (number === undefined) next.delete("version");
    else next.set("version", String(number));
    const query = next.toString();
    return query ? `${pathname}?${query}` : pathname;
  };
}
