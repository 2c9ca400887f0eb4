"use client";

import { Button, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { signIn } from "./auth-calls.ts";
import { FormError } from "./form-error.tsx";
import { useEntryForm } from "./use-entry-form.ts";
import { api, client, plainError } from "#/api/client.ts";
import { BlockSkeleton, ErrorState } from "#/ui/states.tsx";

interface JoinProps {
  token: string;
  signedInAs: string | null;
}

/** The page behind an invitation: join with a new account, or with the one that is signed in. */
export function JoinForm({ token, signedInAs }: JoinProps) {
  const invitation = useQuery(api.people.viewInvitation.queryOptions({ input: { token } }));
  if (invitation.isPending) return <BlockSkeleton height={260} />;
  if (invitation.isError) {
    return (
      <Stack>
        <Title order={1}>Invitation</Title>
        <ErrorState message={plainError(invitation.error).message} />
      </Stack>
    );
  }
  const { workspaceName, email, role, hasAccount } = invitation.data;

  return (
    <Stack>
      <div>
        <Title order={1}>Join {workspaceName}</Title>
        <Text size="sm" c="dimmed" mt={4}>
          You were invited as {role} under {email}.
        </Text>
      </div>
      {hasAccount ? (
        <JoinWithAccount token={token} email={email} signedIn={signedInAs === email} />
      ) : (
        <JoinAsNew token={token} email={email} />
      )}
    </Stack>
  );
}

function JoinAsNew({ token, email }: { token: string; email: string }) {
  const form = useEntryForm({ name: "", password: "" }, async (values) => {
    await client.people.acceptInvitation({ token, ...values });
    const signedIn = await signIn(email, values.password);
    globalThis.location.assign(signedIn.ok ? "/" : "/sign-in");
    return null;
  });
  return (
    <form {...form.form}>
      <Stack>
        <TextInput label="Your name" autoComplete="name" autoFocus {...form.field("name")} />
        <PasswordInput
          label="Password"
          description="At least 10 characters."
          autoComplete="new-password"
          {...form.field("password")}
        />
        <FormError message={form.failure} />
        <Button type="submit" loading={form.busy} fullWidth>
          Join
        </Button>
      </Stack>
    </form>
  );
}

function JoinWithAccount({
  token,
  email,
  signedIn,
}: {
  token: string;
  email: string;
  signedIn: boolean;
}) {
  const form = useEntryForm({}, async () => {
    await client.people.acceptInvitation({ token });
    globalThis.location.assign("/");
    return null;
  });
  if (!signedIn) {
    const next = encodeURIComponent(`/join/${token}`);
    return (
      <Button component={Link} href={`/sign-in?email=${encodeURIComponent(email)}&next=${next}`}>
        Sign in as {email}
      </Button>
    );
  }
  return (
    <form {...form.form}>
      <Stack>
        <FormError message={form.failure} />
        <Button type="submit" loading={form.busy} fullWidth>
          Join
        </Button>
      </Stack>
    </form>
  );
}
