"use client";

import { useQueryClient } from "@tanstack/react-query";
import { api, client, plainError } from "#/api/client.ts";
import type { Member } from "#/core/workspaces/schema.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { askFirst } from "#/ui/ask-first.tsx";
import { toastDone } from "#/ui/toast.ts";

/** Asks by name before somebody loses access; an owner may also leave, while another one stays. */
export function useRemoveMember(): (member: Member) => void {
  const { person } = useSession();
  const queryClient = useQueryClient();
  return (member) => {
    const isSelf = member.userId === person.id;
    askFirst({
      title: isSelf ? "Leave this workspace?" : `Remove ${member.name}?`,
      text: isSelf
        ? "You can no longer open this workspace. What you decided and wrote stays, under your name. An invitation brings you back."
        : `${member.name} (${member.email}) can no longer open this workspace. What they decided and wrote stays, under their name. An invitation brings them back.`,
      confirm: isSelf ? "Leave the workspace" : "Remove",
      danger: true,
      sentenceOf: (error) => plainError(error).message,
      run: async () => {
        await client.people.removeMember({ userId: member.userId });
        if (isSelf) {
          globalThis.location.assign("/");
          return;
        }
        toastDone(`${member.name} was removed.`);
        void queryClient.invalidateQueries({ queryKey: api.people.listMembers.key() });
      },
    });
  };
}
