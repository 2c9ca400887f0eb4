CREATE TABLE "bright"."budgets" (
	"workspace_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"settled_micros" bigint DEFAULT 0 NOT NULL,
	"reserved_micros" bigint DEFAULT 0 NOT NULL,
	"in_flight" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "budgets_workspace_id_scope_key_pk" PRIMARY KEY("workspace_id","scope","key")
);
--> statement-breakpoint
CREATE TABLE "bright"."rate_buckets" (
	"workspace_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"requests_limit" double precision,
	"input_limit" double precision,
	"output_limit" double precision,
	"requests_level" double precision,
	"input_level" double precision,
	"output_level" double precision,
	"refilled_at" timestamp with time zone NOT NULL,
	"has_headers" boolean,
	"in_flight" integer DEFAULT 0 NOT NULL,
	"trusted" double precision,
	"cut_at" timestamp with time zone,
	"blocked_until" timestamp with time zone,
	"blocked_reason" text,
	"breaker" text DEFAULT 'closed' NOT NULL,
	"breaker_until" timestamp with time zone,
	"breaker_reason" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"trips" integer DEFAULT 0 NOT NULL,
	"failing_since" timestamp with time zone,
	"urgent_until" timestamp with time zone,
	CONSTRAINT "rate_buckets_workspace_id_provider_model_pk" PRIMARY KEY("workspace_id","provider","model")
);
--> statement-breakpoint
ALTER TABLE "bright"."batch_items" ADD COLUMN "expected_length" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bright"."batch_items" ADD COLUMN "is_good" boolean;--> statement-breakpoint
ALTER TABLE "bright"."call_attempts" ADD COLUMN "reserved_input_tokens" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bright"."call_attempts" ADD COLUMN "reserved_output_tokens" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bright"."call_attempts" ADD COLUMN "limits" jsonb;--> statement-breakpoint
ALTER TABLE "bright"."budgets" ADD CONSTRAINT "budgets_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."rate_buckets" ADD CONSTRAINT "rate_buckets_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "batch_items_longest_first" ON "bright"."batch_items" USING btree ("batch_id","expected_length" DESC NULLS LAST,"position") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "calls_under_way" ON "bright"."call_attempts" USING btree ("held_until") WHERE held_until is not null;--> statement-breakpoint
SELECT bright.guard_table('bright.rate_buckets'::regclass, 'SELECT, INSERT, UPDATE');
--> statement-breakpoint
SELECT bright.guard_table('bright.budgets'::regclass, 'SELECT, INSERT, UPDATE');
--> statement-breakpoint
-- Live batches in which something can be done now: an item to take (queued and due, or left behind by a worker that died), a pause that is over, or nothing left so that the batch can be closed.
CREATE OR REPLACE FUNCTION bright.batches_to_run() RETURNS TABLE (workspace_id uuid, batch_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT b.workspace_id, b.id FROM bright.batches b
    WHERE b.mode = 'live' AND (
      (b.state IN ('running', 'cancelling') AND (
        EXISTS (SELECT FROM bright.batch_items i WHERE i.batch_id = b.id AND i.state = 'queued'
          AND (i.not_before IS NULL OR i.not_before <= clock_timestamp()))
        OR NOT EXISTS (SELECT FROM bright.batch_items i WHERE i.batch_id = b.id AND i.state IN ('queued', 'running'))
      ))
      OR (b.state IN ('running', 'cancelling', 'paused') AND EXISTS (SELECT FROM bright.batch_items i
        WHERE i.batch_id = b.id AND i.state = 'running' AND i.lease_until < clock_timestamp()))
      OR (b.state = 'paused' AND b.paused_until <= clock_timestamp())
    )
    ORDER BY b.is_urgent DESC, b.created_at
  $$;
--> statement-breakpoint
-- A named exception to row-level security: calls whose maker stopped holding them, to be counted at what was held back.
CREATE FUNCTION bright.calls_left_behind() RETURNS TABLE (workspace_id uuid, call_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.workspace_id, c.id FROM bright.call_attempts c
    WHERE c.held_until < clock_timestamp() ORDER BY c.held_until LIMIT 500
  $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION bright.calls_left_behind() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION bright.calls_left_behind() TO bright_app_group;
