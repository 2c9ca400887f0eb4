CREATE TABLE "bright"."api_tokens" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"token_hash" text NOT NULL,
	"starts_with" text NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_tokens_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
ALTER TABLE "bright"."api_tokens" ADD CONSTRAINT "api_tokens_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "bright"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_tokens_by_workspace" ON "bright"."api_tokens" USING btree ("workspace_id","created_by");--> statement-breakpoint
-- Tokens stay on the record: they are revoked, never removed.
SELECT bright.guard_table('bright.api_tokens'::regclass, 'SELECT, INSERT, UPDATE');
--> statement-breakpoint
-- A named exception to row-level security: the token says which workspace it is for. The maker's present
-- role comes along (null: no member any more), because a token never reaches further than its maker.
CREATE FUNCTION bright.api_token_by_hash(hashed text)
  RETURNS TABLE (
    id uuid, workspace_id uuid, workspace_name text, name text, role text, expires_at timestamptz,
    revoked_at timestamptz, last_used_at timestamptz, user_id text, user_name text, user_email text, member_role text
  )
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT t.id, t.workspace_id, w.name, t.name, t.role, t.expires_at,
      t.revoked_at, t.last_used_at, u.id, u.name, u.email, m.role
    FROM bright.api_tokens t
      JOIN bright.workspaces w ON w.id = t.workspace_id
      LEFT JOIN bright_auth."user" u ON u.id = t.created_by
      LEFT JOIN bright.members m ON m.workspace_id = t.workspace_id AND m.user_id = t.created_by
    WHERE t.token_hash = hashed
  $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION bright.api_token_by_hash(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION bright.api_token_by_hash(text) TO bright_app_group;
