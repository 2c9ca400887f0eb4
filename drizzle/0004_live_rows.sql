DROP INDEX "bright"."conversations_by_position";--> statement-breakpoint
DROP INDEX "bright"."conversations_live";--> statement-breakpoint
CREATE INDEX "conversations_live" ON "bright"."conversations" USING btree ("project_id","position","id","workspace_id","generation_state","review_state","tier","origin","is_practice","score","message_count","reference") WHERE deleted_at is null;