ALTER TABLE "bright"."conversation_labels" DROP CONSTRAINT "conversation_labels_project_id_dimension_value_conversation_id_pk";--> statement-breakpoint
ALTER TABLE "bright"."conversation_labels" ADD CONSTRAINT "conversation_labels_key" PRIMARY KEY("project_id","dimension","value","conversation_id","workspace_id");--> statement-breakpoint
CREATE INDEX "conversations_live" ON "bright"."conversations" USING btree ("project_id","id","workspace_id","generation_state","review_state","tier","origin","is_practice") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "calls_by_project" ON "bright"."call_attempts" USING btree ("project_id","workspace_id","cost_micros");--> statement-breakpoint
CREATE INDEX "export_rows_by_conversation" ON "bright"."export_rows" USING btree ("conversation_id","content_hash");--> statement-breakpoint
ALTER TABLE "bright"."exports" ADD CONSTRAINT "export_number" UNIQUE("project_id","number");--> statement-breakpoint
-- A value belongs to one dimension: without this the planner takes the two for independent and expects far too few rows.
CREATE STATISTICS "bright"."labels_go_together" (dependencies, mcv) ON "dimension", "value" FROM "bright"."conversation_labels";
