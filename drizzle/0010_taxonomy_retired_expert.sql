ALTER TABLE "bright"."decisions" ADD COLUMN "expert_reviewer" text;--> statement-breakpoint
ALTER TABLE "bright"."storylines" ADD COLUMN "retired_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bright"."taxonomy_dimensions" ADD COLUMN "retired_at" timestamp with time zone;