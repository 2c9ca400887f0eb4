CREATE SCHEMA "bright";
--> statement-breakpoint
CREATE SCHEMA "bright_auth";
--> statement-breakpoint
CREATE TABLE "bright_auth"."account" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bright_auth"."rate_limit" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"last_request" bigint NOT NULL,
	CONSTRAINT "rate_limit_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "bright_auth"."session" (
	"id" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"token" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"user_id" text NOT NULL,
	CONSTRAINT "session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "bright_auth"."user" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "bright_auth"."verification" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bright"."conversation_chunks" (
	"workspace_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"chunk_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "conversation_chunks_conversation_id_chunk_id_pk" PRIMARY KEY("conversation_id","chunk_id")
);
--> statement-breakpoint
CREATE TABLE "bright"."conversation_labels" (
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"dimension" text NOT NULL,
	"value" text NOT NULL,
	"conversation_id" uuid NOT NULL,
	CONSTRAINT "conversation_labels_project_id_dimension_value_conversation_id_pk" PRIMARY KEY("project_id","dimension","value","conversation_id")
);
--> statement-breakpoint
CREATE TABLE "bright"."conversation_versions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"origin" text NOT NULL,
	"system_prompt" text NOT NULL,
	"content_hash" text NOT NULL,
	"provider" text,
	"model" text,
	"is_practice" boolean DEFAULT false NOT NULL,
	"template_version_id" uuid,
	"call_attempt_id" uuid,
	"batch_id" uuid,
	"score" numeric(3, 1),
	"score_parts" jsonb NOT NULL,
	"reason" text,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "conversation_version_number" UNIQUE("conversation_id","number")
);
--> statement-breakpoint
CREATE TABLE "bright"."conversations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"origin" text NOT NULL,
	"tier" text NOT NULL,
	"title" text NOT NULL,
	"labels" jsonb NOT NULL,
	"plan" jsonb NOT NULL,
	"generation_state" text DEFAULT 'not_generated' NOT NULL,
	"review_state" text DEFAULT 'none' NOT NULL,
	"version_number" integer DEFAULT 0 NOT NULL,
	"current_version_id" uuid,
	"content_hash" text,
	"score" numeric(3, 1),
	"message_count" integer,
	"is_practice" boolean DEFAULT false NOT NULL,
	"failure" jsonb,
	"position" integer NOT NULL,
	"source_key" text,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "conversation_reference" UNIQUE("project_id","reference"),
	CONSTRAINT "conversation_source_key" UNIQUE("project_id","source_key")
);
--> statement-breakpoint
CREATE TABLE "bright"."decisions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"version_id" uuid,
	"content_hash" text,
	"decision" text NOT NULL,
	"review_state_before" text NOT NULL,
	"review_state_after" text NOT NULL,
	"reason" text,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bright"."messages" (
	"workspace_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"role" text NOT NULL,
	"content" text NOT NULL,
	"word_count" integer NOT NULL,
	"emotions" jsonb,
	CONSTRAINT "messages_version_id_position_pk" PRIMARY KEY("version_id","position")
);
--> statement-breakpoint
CREATE TABLE "bright"."notes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"version_id" uuid,
	"message_position" integer,
	"body" text NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bright"."batch_items" (
	"workspace_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_token" uuid,
	"lease_until" timestamp with time zone,
	"failure" jsonb,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "batch_items_batch_id_conversation_id_pk" PRIMARY KEY("batch_id","conversation_id")
);
--> statement-breakpoint
CREATE TABLE "bright"."batches" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"writer" text NOT NULL,
	"model" text NOT NULL,
	"total" integer NOT NULL,
	"estimate" jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_by_role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "bright"."call_attempts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"batch_id" uuid,
	"conversation_id" uuid,
	"attempt" integer NOT NULL,
	"state" text NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"template_version_id" uuid,
	"parameters" jsonb NOT NULL,
	"request" jsonb NOT NULL,
	"request_hash" text NOT NULL,
	"response" jsonb,
	"failure" jsonb,
	"input_tokens" integer,
	"output_tokens" integer,
	"cost_micros" bigint,
	"provider_request_id" text,
	"sent_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "bright"."export_rows" (
	"workspace_id" uuid NOT NULL,
	"export_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"conversation_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"content_hash" text NOT NULL,
	CONSTRAINT "export_rows_export_id_line_pk" PRIMARY KEY("export_id","line")
);
--> statement-breakpoint
CREATE TABLE "bright"."exports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"format" text NOT NULL,
	"options" jsonb NOT NULL,
	"file_name" text NOT NULL,
	"row_count" integer NOT NULL,
	"bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"audit_sequence" bigint NOT NULL,
	"audit_hash" text NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bright"."chunks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"handle" text NOT NULL,
	"heading" text NOT NULL,
	"content" text NOT NULL,
	"char_start" integer NOT NULL,
	"char_end" integer NOT NULL,
	"token_count" integer NOT NULL,
	"dimensions" jsonb NOT NULL,
	CONSTRAINT "chunk_position" UNIQUE("document_id","position")
);
--> statement-breakpoint
CREATE TABLE "bright"."documents" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"file_name" text NOT NULL,
	"media_type" text NOT NULL,
	"content" text NOT NULL,
	"content_hash" text NOT NULL,
	"category" text,
	"audience" text,
	"summary" text,
	"bytes" integer NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "document_content" UNIQUE("project_id","content_hash"),
	CONSTRAINT "document_slug" UNIQUE("project_id","slug")
);
--> statement-breakpoint
CREATE TABLE "bright"."storylines" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"label" text NOT NULL,
	"body" jsonb NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "storyline_key" UNIQUE("project_id","kind","key")
);
--> statement-breakpoint
CREATE TABLE "bright"."taxonomy_dimensions" (
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"key" text NOT NULL,
	"label" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"position" integer NOT NULL,
	"built_in" boolean DEFAULT false NOT NULL,
	CONSTRAINT "taxonomy_dimensions_project_id_key_pk" PRIMARY KEY("project_id","key")
);
--> statement-breakpoint
CREATE TABLE "bright"."taxonomy_values" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"dimension" text NOT NULL,
	"key" text NOT NULL,
	"label" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"weight" real DEFAULT 1 NOT NULL,
	"attributes" jsonb NOT NULL,
	"position" integer NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "taxonomy_value_key" UNIQUE("project_id","dimension","key")
);
--> statement-breakpoint
CREATE TABLE "bright"."template_versions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"template_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"body" text NOT NULL,
	"variables" jsonb NOT NULL,
	"reason" text NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "template_version_number" UNIQUE("template_id","number")
);
--> statement-breakpoint
CREATE TABLE "bright"."templates" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"tier" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "template_name" UNIQUE("project_id","name")
);
--> statement-breakpoint
CREATE TABLE "bright"."audit_events" (
	"workspace_id" uuid NOT NULL,
	"sequence" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"actor_role" text NOT NULL,
	"session_id" text,
	"ip" text,
	"request_id" text,
	"action" text NOT NULL,
	"target_kind" text NOT NULL,
	"target_id" text NOT NULL,
	"target_version" text,
	"hash_before" text,
	"hash_after" text,
	"reason" text,
	"details" text NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_events_workspace_id_sequence_pk" PRIMARY KEY("workspace_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "bright"."audit_heads" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"sequence" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bright"."invitations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"token_hash" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invitations_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "bright"."members" (
	"workspace_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "members_workspace_id_user_id_pk" PRIMARY KEY("workspace_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "bright"."projects" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"language" text DEFAULT 'en' NOT NULL,
	"currency" text DEFAULT 'USD' NOT NULL,
	"voice" jsonb NOT NULL,
	"settings" jsonb NOT NULL,
	"is_sample" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "bright"."workspaces" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "bright_auth"."account" ADD CONSTRAINT "account_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "bright_auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright_auth"."session" ADD CONSTRAINT "session_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "bright_auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."conversation_chunks" ADD CONSTRAINT "conversation_chunks_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."conversation_chunks" ADD CONSTRAINT "conversation_chunks_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "bright"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."conversation_chunks" ADD CONSTRAINT "conversation_chunks_chunk_id_chunks_id_fk" FOREIGN KEY ("chunk_id") REFERENCES "bright"."chunks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."conversation_labels" ADD CONSTRAINT "conversation_labels_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."conversation_labels" ADD CONSTRAINT "conversation_labels_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "bright"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."conversation_labels" ADD CONSTRAINT "conversation_labels_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "bright"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."conversation_versions" ADD CONSTRAINT "conversation_versions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."conversation_versions" ADD CONSTRAINT "conversation_versions_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "bright"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."conversations" ADD CONSTRAINT "conversations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."conversations" ADD CONSTRAINT "conversations_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "bright"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."decisions" ADD CONSTRAINT "decisions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."decisions" ADD CONSTRAINT "decisions_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "bright"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."messages" ADD CONSTRAINT "messages_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."messages" ADD CONSTRAINT "messages_version_id_conversation_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "bright"."conversation_versions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."notes" ADD CONSTRAINT "notes_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."notes" ADD CONSTRAINT "notes_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "bright"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."batch_items" ADD CONSTRAINT "batch_items_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."batch_items" ADD CONSTRAINT "batch_items_batch_id_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "bright"."batches"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."batch_items" ADD CONSTRAINT "batch_items_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "bright"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."batches" ADD CONSTRAINT "batches_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."batches" ADD CONSTRAINT "batches_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "bright"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."call_attempts" ADD CONSTRAINT "call_attempts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."call_attempts" ADD CONSTRAINT "call_attempts_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "bright"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."export_rows" ADD CONSTRAINT "export_rows_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."export_rows" ADD CONSTRAINT "export_rows_export_id_exports_id_fk" FOREIGN KEY ("export_id") REFERENCES "bright"."exports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."exports" ADD CONSTRAINT "exports_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."exports" ADD CONSTRAINT "exports_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "bright"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."chunks" ADD CONSTRAINT "chunks_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."chunks" ADD CONSTRAINT "chunks_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "bright"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."chunks" ADD CONSTRAINT "chunks_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "bright"."documents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."documents" ADD CONSTRAINT "documents_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."documents" ADD CONSTRAINT "documents_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "bright"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."storylines" ADD CONSTRAINT "storylines_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."storylines" ADD CONSTRAINT "storylines_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "bright"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."taxonomy_dimensions" ADD CONSTRAINT "taxonomy_dimensions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."taxonomy_dimensions" ADD CONSTRAINT "taxonomy_dimensions_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "bright"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."taxonomy_values" ADD CONSTRAINT "taxonomy_values_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."taxonomy_values" ADD CONSTRAINT "taxonomy_values_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "bright"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."template_versions" ADD CONSTRAINT "template_versions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."template_versions" ADD CONSTRAINT "template_versions_template_id_templates_id_fk" FOREIGN KEY ("template_id") REFERENCES "bright"."templates"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."templates" ADD CONSTRAINT "templates_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."templates" ADD CONSTRAINT "templates_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "bright"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."audit_events" ADD CONSTRAINT "audit_events_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."audit_heads" ADD CONSTRAINT "audit_heads_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."invitations" ADD CONSTRAINT "invitations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."members" ADD CONSTRAINT "members_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bright"."projects" ADD CONSTRAINT "projects_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "conversations_by_chunk" ON "bright"."conversation_chunks" USING btree ("chunk_id");--> statement-breakpoint
CREATE INDEX "labels_by_conversation" ON "bright"."conversation_labels" USING btree ("conversation_id");--> statement-breakpoint
CREATE INDEX "conversations_by_position" ON "bright"."conversations" USING btree ("project_id","position");--> statement-breakpoint
CREATE INDEX "conversations_by_state" ON "bright"."conversations" USING btree ("project_id","generation_state","review_state");--> statement-breakpoint
CREATE INDEX "conversations_by_score" ON "bright"."conversations" USING btree ("project_id","score");--> statement-breakpoint
CREATE INDEX "conversations_by_updated" ON "bright"."conversations" USING btree ("project_id","updated_at");--> statement-breakpoint
CREATE INDEX "decisions_by_conversation" ON "bright"."decisions" USING btree ("conversation_id","created_at");--> statement-breakpoint
CREATE INDEX "notes_by_conversation" ON "bright"."notes" USING btree ("conversation_id","created_at");--> statement-breakpoint
CREATE INDEX "batch_items_by_state" ON "bright"."batch_items" USING btree ("batch_id","state","position");--> statement-breakpoint
CREATE INDEX "batch_items_by_conversation" ON "bright"."batch_items" USING btree ("conversation_id");--> statement-breakpoint
CREATE INDEX "batches_by_project" ON "bright"."batches" USING btree ("project_id","created_at");--> statement-breakpoint
CREATE INDEX "calls_by_conversation" ON "bright"."call_attempts" USING btree ("conversation_id","sent_at");--> statement-breakpoint
CREATE INDEX "calls_by_batch" ON "bright"."call_attempts" USING btree ("batch_id","sent_at");--> statement-breakpoint
CREATE INDEX "exports_by_project" ON "bright"."exports" USING btree ("project_id","created_at");--> statement-breakpoint
CREATE INDEX "chunks_by_project" ON "bright"."chunks" USING btree ("project_id");--> statement-breakpoint
CREATE INDEX "audit_by_target" ON "bright"."audit_events" USING btree ("workspace_id","target_kind","target_id");--> statement-breakpoint
CREATE INDEX "members_by_user" ON "bright"."members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "projects_by_workspace" ON "bright"."projects" USING btree ("workspace_id");