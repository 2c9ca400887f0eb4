"use client";

import { createContext, type ReactNode, useContext } from "react";
import { type Capability, roleMay, type SessionView } from "#/core/workspaces/schema.ts";

const SessionContext = createContext<SessionView | null>(null);

export function SessionProvider({
  session,
  children,
}: {
  session: SessionView;
  children: ReactNode;
}) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The signed-in person, and what the role allows: buttons that would be refused aren't shown. */
export function useSession() {
  const session = useContext(SessionContext);
  if (!session?.person || !session.workspace) throw new Error("useSession outside of the shell");
  const { person, workspace, workspaces } = session;
  return {
    person,
    workspace,
    workspaces,
    may: (capability: Capability) => roleMay(workspace.role, capability),
  };
}
