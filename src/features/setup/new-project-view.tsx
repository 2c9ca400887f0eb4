"use client";

import { Box, Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type Business, BusinessForm } from "./business-form.tsx";
import { SetupFrame, StepFooter } from "./setup-frame.tsx";
import { stepHref } from "./steps.ts";
import { api, client, plainError } from "#/api/client.ts";
import type { SessionView } from "#/core/workspaces/schema.ts";
import { ArchivedList } from "#/features/projects/archived-list.tsx";
import { SessionProvider } from "#/features/shell/session-context.tsx";
import { ErrorState } from "#/ui/states.tsx";
import { useDraft } from "#/ui/use-draft.ts";

const empty: Business = { name: "", trade: "", language: "en", currency: "USD" };

/** The first step of the set-up: it makes the project, and all others belong to that. */
export function NewProjectView({
  session,
  hasProjects,
}: {
  session: SessionView;
  /** One that isn't archived. */
  hasProjects: boolean;
}) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const draft = useDraft("new-project", empty);
  const create = useMutation({
    mutationFn: async ({ name, trade, language, currency }: Business) => {
      const project = await client.projects.create({
        name,
        business: name,
        trade,
        language,
        currency,
      });
      // The project stands; that this step was seen is not worth a failure.
      await client.projects
        .saveSetup({ projectId: project.id, seen: "business" })
        .catch(() => undefined);
      return project;
    },
    onSuccess: (project) => {
      draft.forget();
      void queryClient.invalidateQueries({ queryKey: api.projects.list.key() });
      router.push(stepHref(project.id, "voice"));
    },
  });
  const failure = create.error ? plainError(create.error) : null;
  return (
    <SessionProvider session={session}>
      <SetupFrame
        step="business"
        projectId={null}
        projectName="New project"
        seen={[]}
        isLeavable={hasProjects}
      >
        <BusinessForm
          value={draft.value}
          errors={failure?.fields ?? []}
          onChange={(next) => {
            create.reset();
            draft.change(next);
          }}
          onSubmit={() => create.mutate(draft.value)}
        >
          {failure && failure.fields.length === 0 ? <ErrorState message={failure.message} /> : null}
          <StepFooter back={null}>
            <Button type="submit" loading={create.isPending || create.isSuccess}>
              Continue
            </Button>
          </StepFooter>
        </BusinessForm>
        {hasProjects ? null : (
          <Box mt={40}>
            <ArchivedList />
          </Box>
        )}
      </SetupFrame>
    </SessionProvider>
  );
}
