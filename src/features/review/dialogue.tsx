"use client";

import { useEffect } from "react";
import classes from "./dialogue.module.css";
import { MessageBubble } from "./message-bubble.tsx";
import type { ConversationDetail } from "#/core/conversations/schema.ts";
import type { Project } from "#/core/projects/schema.ts";

/** Who speaks, in words. */
export interface Speakers {
  client: string;
  adviser: string;
}

/** The person's first name, where the plan gave one, and the name of the business. */
export function speakersOf(
  conversation: Pick<ConversationDetail, "plan">,
  project: Project | undefined,
): Speakers {
  const { business, name } = project?.voice ?? { business: "", name: "" };
  return {
    client: conversation.plan?.person.firstName || "Client",
    adviser: business || name || "Adviser",
  };
}

/** The conversation as a chat: the client at the left, the adviser at the right. */
export function Dialogue({
  conversation,
  speakers,
  label,
  mayNote = false,
  isComparison = false,
}: {
  conversation: ConversationDetail;
  speakers: Speakers;
  label: string;
  mayNote?: boolean;
  /** A second dialogue on the page: its messages are nobody's link target and carry no notes. */
  isComparison?: boolean;
}) {
  const { messages, notes } = conversation;
  useEffect(() => {
    if (isComparison || !/^#message-\d+$/.test(globalThis.location.hash)) return;
    document.querySelector(globalThis.location.hash)?.scrollIntoView({ block: "center" });
  }, [isComparison]);

  return (
    <ol className={classes.dialogue} aria-label={label}>
      {messages.map((message) => (
        <MessageBubble
          key={message.position}
          message={message}
          speaker={message.role === "user" ? speakers.client : speakers.adviser}
          conversationId={conversation.id}
          notes={
            isComparison
              ? []
              : notes.filter(({ messagePosition }) => messagePosition === message.position)
          }
          mayNote={mayNote && !isComparison}
          anchor={isComparison ? undefined : `message-${message.position + 1}`}
        />
      ))}
    </ol>
  );
}
