ALTER TABLE "bright"."conversation_labels" DROP CONSTRAINT "conversation_labels_workspace_id_workspaces_id_fk";
--> statement-breakpoint
ALTER TABLE "bright"."conversation_labels" DROP CONSTRAINT "conversation_labels_project_id_projects_id_fk";
