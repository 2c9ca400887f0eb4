"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, client, plainError } from "#/api/client.ts";
import type { Member } from "#/core/workspaces/schema.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { ConfirmDialog } from "#/ui/confirm-dialog.tsx";
import { toastDone } from "#/ui/toast.ts";

/** Asks by name before somebody loses access. */
export function RemoveMember({ member, onClose }: { member: Member | null; onClose: () => void }) {
  const { person } = useSession();
  const queryClient = useQueryClient();
  const isSelf = member?.userId === person.id;
  const remove = useMutation({
    mutationFn: (userId: string) => client.people.removeMember({ userId }),
    onSuccess: async () => {
      if (isSelf) {
        globalThis.location.assign("/");
        return;
      }
      toastDone(`${member?.name} was removed.`);
      remove.reset();
      onClose();
      await queryClient.invalidateQueries({ queryKey: api.people.key() });
    },
  });

  return (
    <ConfirmDialog
      opened={member !== null}
      title={isSelf ? "Leave this workspace?" : "Remove this person?"}
      confirm={isSelf ? "Leave the workspace" : "Remove"}
      busy={remove.isPending}
      failure={remove.error ? plainError(remove.error).message : null}
      onConfirm={() => member && remove.mutate(member.userId)}
      onClose={() => {
        remove.reset();
        onClose();
      }}
    >
      {member ? (
        <>
          <strong>{member.name}</strong> ({member.email}) can no longer open this workspace. What{" "}
          {isSelf ? "you" : "they"} decided and wrote stays, under {isSelf ? "your" : "their"} name.
          A new invitation brings {isSelf ? "you" : "them"} back.
        </>
      ) : null}
    </ConfirmDialog>
  );
}
