"use client";

import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, client, plainError } from "#/api/client.ts";
import type { Examples } from "#/core/generation/prompt-schema.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatCounted } from "#/lib/format.ts";
import { toastDone, toastFailed } from "#/ui/toast.ts";

/** So many approved ones are offered at once; more are chosen among the templates. */
const MOST_OFFERED = 5;

/** Approved conversations that no prompt shows yet, offered as examples for the next ones. */
export function ExamplesButton({ projectId }: { projectId: string }) {
  const { may } = useSession();
  const cache = useQueryClient();
  const examples = useQuery(api.templates.examples.queryOptions({ input: { projectId } }));
  const use = useMutation({
    mutationFn: ({ count, pinned }: Pick<Examples, "count" | "pinned">) =>
      client.templates.chooseExamples({ projectId, count, pinned }),
    onSuccess: (answer) => {
      cache.setQueryData(api.templates.examples.queryKey({ input: { projectId } }), answer);
      toastDone("The next prompts may show them as examples; seeds come first.");
    },
    onError: (error) => toastFailed(plainError(error).message),
  });
  if (!examples.data || !may("write")) return null;
  const { count, pinned, candidates } = examples.data;
  const approved = candidates.filter(({ origin }) => origin === "planned");
  // Whoever has chosen some already is not asked again.
  if (approved.length === 0 || approved.some(({ isPinned }) => isPinned)) return null;
  if (approved.length > MOST_OFFERED) return null;
  return (
    <Button
      size="md"
      variant="default"
      loading={use.isPending}
      onClick={() =>
        use.mutate({
          count: Math.max(1, count),
          pinned: [...pinned, ...approved.map(({ id }) => id)],
        })
      }
    >
      Use {formatCounted(approved.length, "approved one")} as examples
    </Button>
  );
}
