CREATE TABLE "bright"."vendor_batches" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"provider_batch_id" text,
	"state" text DEFAULT 'creating' NOT NULL,
	"requests" integer NOT NULL,
	"succeeded" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"expires_at" timestamp with time zone,
	"cancel_asked_at" timestamp with time zone,
	"poll_at" timestamp with time zone NOT NULL,
	"failed_polls" integer DEFAULT 0 NOT NULL,
	"lease_token" uuid,
	"lease_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "bright"."call_attempts" ADD COLUMN "vendor_batch_id" uuid;--> statement-breakpoint
ALTER TABLE "bright"."vendor_batches" ADD CONSTRAINT "vendor_batches_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."vendor_batches" ADD CONSTRAINT "vendor_batches_batch_id_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "bright"."batches"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "vendor_batches_by_batch" ON "bright"."vendor_batches" USING btree ("batch_id");--> statement-breakpoint
CREATE INDEX "vendor_batches_under_way" ON "bright"."vendor_batches" USING btree ("poll_at") WHERE state in ('creating', 'under_way');--> statement-breakpoint
CREATE INDEX "calls_by_vendor_batch" ON "bright"."call_attempts" USING btree ("vendor_batch_id") WHERE vendor_batch_id is not null;--> statement-breakpoint
SELECT bright.guard_table('bright.vendor_batches'::regclass, 'SELECT, INSERT, UPDATE');
--> statement-breakpoint
-- Batches in which something can be done now: an item to take (queued and due, or left behind by a worker that died), one of the vendor's batches to ask about or to cancel, a pause that is over, or nothing left so that the batch can be closed.
CREATE OR REPLACE FUNCTION bright.batches_to_run() RETURNS TABLE (workspace_id uuid, batch_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT b.workspace_id, b.id FROM bright.batches b
    WHERE (b.state IN ('running', 'cancelling') AND (
        EXISTS (SELECT FROM bright.batch_items i WHERE i.batch_id = b.id AND i.state = 'queued'
          AND (i.not_before IS NULL OR i.not_before <= clock_timestamp()))
        OR NOT EXISTS (SELECT FROM bright.batch_items i WHERE i.batch_id = b.id AND i.state IN ('queued', 'running'))
      ))
      OR (b.state IN ('running', 'cancelling', 'paused') AND EXISTS (SELECT FROM bright.batch_items i
        WHERE i.batch_id = b.id AND i.state = 'running' AND i.lease_until < clock_timestamp()))
      OR (b.state IN ('running', 'cancelling', 'paused') AND b.mode = 'overnight' AND EXISTS (SELECT FROM bright.vendor_batches v
        WHERE v.batch_id = b.id AND v.state IN ('creating', 'under_way') AND (v.lease_until IS NULL OR v.lease_until < clock_timestamp())
          AND (v.poll_at <= clock_timestamp() OR (b.state = 'cancelling' AND v.cancel_asked_at IS NULL))))
      OR (b.state = 'paused' AND b.paused_until <= clock_timestamp())
    ORDER BY b.is_urgent DESC, b.created_at
  $$;
