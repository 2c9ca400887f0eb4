import type { AuditAction } from "#/core/audit/schema.ts";

/** What each kind of event is called where one is chosen from a list. */
export const actionLabels: Record<AuditAction, string> = {
  "conversation.decided": "Decisions",
  "conversation.decision_undone": "Decisions undone",
  "conversation.noted": "Notes",
  "batch.started": "Runs started",
  "batch.finished": "Runs finished",
  "batch.cancelled": "Runs stopped",
  "batch.retried": "Failed ones tried again",
  "conversation.generated": "Conversations written",
  "conversation.failed": "Conversations failed",
  "plan.created": "Rows added to the plan",
  "conversations.deleted": "Conversations deleted",
  "conversations.restored": "Conversations brought back",
  "document.imported": "Documents imported",
  "document.changed": "Documents changed",
  "document.deleted": "Documents deleted",
  "seeds.imported": "Seed conversations imported",
  "export.created": "Exports",
  "project.created": "Projects created",
  "project.changed": "Projects changed",
  "project.copied": "Projects copied",
  "project.archived": "Projects archived",
  "project.restored": "Projects brought back",
  "voice.changed": "Voice changed",
  "settings.changed": "Measures changed",
  "taxonomy.chosen": "Customers chosen",
  "workspace.created": "Workspace created",
  "workspace.renamed": "Workspace renamed",
  "member.invited": "Invitations",
  "invitation.revoked": "Invitations withdrawn",
  "member.joined": "People who joined",
  "member.role_changed": "Roles changed",
  "member.removed": "People removed",
  "password_link.created": "Password links",
  "token.created": "API tokens made",
  "token.revoked": "API tokens revoked",
};

const groups: { group: string; actions: AuditAction[] }[] = [
  {
    group: "Review",
    actions: ["conversation.decided", "conversation.decision_undone", "conversation.noted"],
  },
  {
    group: "Writing",
    actions: [
      "batch.started",
      "batch.finished",
      "batch.cancelled",
      "batch.retried",
      "conversation.generated",
      "conversation.failed",
    ],
  },
  {
    group: "Plan and data set",
    actions: ["plan.created", "conversations.deleted", "conversations.restored", "export.created"],
  },
  {
    group: "Sources",
    actions: ["document.imported", "document.changed", "document.deleted", "seeds.imported"],
  },
  {
    group: "Workspace and people",
    actions: [
      "project.created",
      "project.changed",
      "project.copied",
      "project.archived",
      "project.restored",
      "voice.changed",
      "settings.changed",
      "taxonomy.chosen",
      "workspace.created",
      "workspace.renamed",
      "member.invited",
      "invitation.revoked",
      "member.joined",
      "member.role_changed",
      "member.removed",
      "password_link.created",
      "token.created",
      "token.revoked",
    ],
  },
];

/** The kinds of events in groups, as a select takes them. */
export const actionChoices = groups.map(({ group, actions }) => ({
  group,
  items: actions.map((action) => ({ value: action as string, label: actionLabels[action] })),
}));
