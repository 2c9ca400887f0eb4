import { z } from "zod";

/** What may be written to the trail. The name says noun.past-participle. */
export const auditActions = [
  "workspace.created",
  "workspace.renamed",
  "member.invited",
  "member.joined",
  "member.role_changed",
  "member.removed",
  "invitation.revoked",
  "password_link.created",
  "token.created",
  "token.revoked",
  "project.created",
  "project.changed",
  "project.copied",
  "project.archived",
  "project.restored",
  "voice.changed",
  "settings.changed",
  "taxonomy.chosen",
  "seeds.imported",
  "document.imported",
  "document.changed",
  "document.deleted",
  "dimension.added",
  "dimension.changed",
  "value.added",
  "value.changed",
  "values.merged",
  "taxonomy.imported",
  "storyline.added",
  "storyline.changed",
  "template.added",
  "template.saved",
  "template.restored",
  "template.retired",
  "template.reinstated",
  "template.tested",
  "examples.chosen",
  "plan.created",
  "batch.started",
  "batch.finished",
  "batch.cancelled",
  "batch.retried",
  "batch.paused",
  "batch.resumed",
  "batch.changed",
  "conversation.generated",
  "conversation.failed",
  "conversation.decided",
  "conversation.decision_undone",
  "conversation.noted",
  "conversations.deleted",
  "conversations.restored",
  "export.created",
] as const;
export type AuditAction = (typeof auditActions)[number];

export const auditEventSchema = z.object({
  sequence: z.number().int(),
  at: z.date(),
  actorId: z.string(),
  actorName: z.string(),
  actorRole: z.string(),
  action: z.enum(auditActions),
  targetKind: z.string(),
  targetId: z.string(),
  targetVersion: z.string().nullable(),
  reason: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  hash: z.string(),
});
export type AuditEvent = z.infer<typeof auditEventSchema>;

export const listAuditInput = z.object({
  action: z.enum(auditActions).optional(),
  targetId: z.string().optional(),
  page: z.number().int().min(1).default(1),
  pageSize: z.number().int().min(1).max(200).default(50),
});

export const auditVerificationSchema = z.object({
  intact: z.boolean(),
  checked: z.number().int(),
  /** The newest link: what an export carries as its anchor. */
  head: z.object({ sequence: z.number().int(), hash: z.string() }),
  /** The first event whose hash does not fit, when there is one. */
  brokenAt: z.number().int().nullable(),
});
