ALTER TABLE "bright"."batch_items" ADD COLUMN "arm" smallint;--> statement-breakpoint
ALTER TABLE "bright"."batches" ADD COLUMN "split" jsonb;