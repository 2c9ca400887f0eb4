ALTER TABLE "bright"."template_versions" ADD COLUMN "restored_from" integer;--> statement-breakpoint
ALTER TABLE "bright"."templates" ADD COLUMN "arc" text;--> statement-breakpoint
ALTER TABLE "bright"."templates" ADD COLUMN "retired_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "versions_by_template" ON "bright"."conversation_versions" USING btree ("template_version_id","conversation_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "template_in_use" ON "bright"."templates" USING btree ("project_id","tier",coalesce("arc", '')) WHERE retired_at is null;