"use client";

import { useQueryClient } from "@tanstack/react-query";
import { api, client, plainError } from "#/api/client.ts";
import type { ApiToken } from "#/core/workspaces/token-schema.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatMoment } from "#/lib/format.ts";
import { askFirst } from "#/ui/ask-first.tsx";
import { toastDone } from "#/ui/toast.ts";

/** Asks by name before programs lose their way in: a revoked token never works again. */
export function useRevokeToken(): (token: ApiToken) => void {
  const { person } = useSession();
  const queryClient = useQueryClient();
  return (token) => {
    const whose = token.createdBy === person.id ? "you" : token.createdByName;
    const used = token.lastUsedAt
      ? ` It was last used ${formatMoment(token.lastUsedAt)}.`
      : " It was never used.";
    askFirst({
      title: `Revoke the token “${token.name}”?`,
      text: `Programs that use it can no longer act for ${whose}, from this moment on and for good. What they did stays.${used}`,
      confirm: "Revoke the token",
      danger: true,
      sentenceOf: (error) => plainError(error).message,
      run: async () => {
        await client.tokens.revoke({ tokenId: token.id });
        toastDone(`The token “${token.name}” no longer works.`);
        void queryClient.invalidateQueries({ queryKey: api.tokens.list.key() });
      },
    });
  };
}
