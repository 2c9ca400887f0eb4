CREATE TABLE "bright"."connections" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"base_url" text,
	"is_private_allowed" boolean DEFAULT false NOT NULL,
	"sealed_key" jsonb,
	"key_last4" text,
	"concurrency" integer NOT NULL,
	"checked_at" timestamp with time zone,
	"check_failure" jsonb,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "bright"."model_prices" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"model" text NOT NULL,
	"effective_from" timestamp with time zone NOT NULL,
	"prices" jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bright"."task_writers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid,
	"task" text NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	CONSTRAINT "one_writer_a_task" UNIQUE NULLS NOT DISTINCT("workspace_id","project_id","task")
);
--> statement-breakpoint
CREATE TABLE "bright"."terms_acceptances" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"vendor" text NOT NULL,
	"statement" text NOT NULL,
	"statement_hash" text NOT NULL,
	"signed_name" text NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "bright"."batch_items" ADD COLUMN "not_before" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bright"."batch_items" ADD COLUMN "retries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bright"."batch_items" ADD COLUMN "stage" text;--> statement-breakpoint
ALTER TABLE "bright"."batches" ADD COLUMN "mode" text DEFAULT 'live' NOT NULL;--> statement-breakpoint
ALTER TABLE "bright"."batches" ADD COLUMN "is_urgent" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "bright"."batches" ADD COLUMN "cap_micros" bigint;--> statement-breakpoint
ALTER TABLE "bright"."batches" ADD COLUMN "concurrency" integer;--> statement-breakpoint
ALTER TABLE "bright"."batches" ADD COLUMN "target" jsonb;--> statement-breakpoint
ALTER TABLE "bright"."batches" ADD COLUMN "feedback" text;--> statement-breakpoint
ALTER TABLE "bright"."batches" ADD COLUMN "pause" jsonb;--> statement-breakpoint
ALTER TABLE "bright"."batches" ADD COLUMN "paused_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bright"."call_attempts" ADD COLUMN "cache_read_tokens" integer;--> statement-breakpoint
ALTER TABLE "bright"."call_attempts" ADD COLUMN "cache_write_tokens" integer;--> statement-breakpoint
ALTER TABLE "bright"."call_attempts" ADD COLUMN "is_usage_estimated" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "bright"."call_attempts" ADD COLUMN "saved_micros" bigint;--> statement-breakpoint
ALTER TABLE "bright"."call_attempts" ADD COLUMN "reserved_micros" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bright"."call_attempts" ADD COLUMN "prices" jsonb;--> statement-breakpoint
ALTER TABLE "bright"."call_attempts" ADD COLUMN "held_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bright"."call_attempts" ADD COLUMN "first_byte_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bright"."call_attempts" ADD COLUMN "status" integer;--> statement-breakpoint
ALTER TABLE "bright"."connections" ADD CONSTRAINT "connections_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."model_prices" ADD CONSTRAINT "model_prices_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."model_prices" ADD CONSTRAINT "model_prices_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "bright"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."task_writers" ADD CONSTRAINT "task_writers_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."task_writers" ADD CONSTRAINT "task_writers_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "bright"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."terms_acceptances" ADD CONSTRAINT "terms_acceptances_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."terms_acceptances" ADD CONSTRAINT "terms_acceptances_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "bright"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "connections_by_workspace" ON "bright"."connections" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "prices_by_model" ON "bright"."model_prices" USING btree ("connection_id","model","effective_from");--> statement-breakpoint
CREATE INDEX "terms_by_connection" ON "bright"."terms_acceptances" USING btree ("connection_id");--> statement-breakpoint
SELECT bright.guard_table('bright.connections'::regclass, 'SELECT, INSERT, UPDATE');
--> statement-breakpoint
SELECT bright.guard_table('bright.model_prices'::regclass, 'SELECT, INSERT');
--> statement-breakpoint
SELECT bright.guard_table('bright.task_writers'::regclass, 'SELECT, INSERT, UPDATE, DELETE');
--> statement-breakpoint
SELECT bright.guard_table('bright.terms_acceptances'::regclass, 'SELECT, INSERT');
