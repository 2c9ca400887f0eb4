-- The rules that the tables alone can't hold: who may touch what, what may never change, and the audit chain.
-- bright_app_group is made before the migrations run; the login role of web server and worker is a member of it.
REVOKE ALL ON SCHEMA bright FROM PUBLIC;
--> statement-breakpoint
REVOKE ALL ON SCHEMA bright_auth FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON SCHEMA bright, bright_auth TO bright_app_group;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA bright_auth TO bright_app_group;
--> statement-breakpoint
CREATE FUNCTION bright.current_workspace() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('bright.workspace', true), '')::uuid $$;
--> statement-breakpoint
-- Called once for each table that holds a workspace's rows; later migrations call it for theirs.
CREATE FUNCTION bright.guard_table(target regclass, app_may text) RETURNS void
  LANGUAGE plpgsql
  AS $$
DECLARE
  owning_column text := CASE WHEN target = 'bright.workspaces'::regclass THEN 'id' ELSE 'workspace_id' END;
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  -- The sub-select is evaluated once a statement, not once a row.
  EXECUTE format(
    'CREATE POLICY own_workspace ON %s USING (%I = (SELECT bright.current_workspace())) WITH CHECK (%I = (SELECT bright.current_workspace()))',
    target, owning_column, owning_column);
  EXECUTE format('GRANT %s ON %s TO bright_app_group', app_may, target);
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION bright.guard_table(regclass, text) FROM PUBLIC;
--> statement-breakpoint
SELECT bright.guard_table(('bright.' || name)::regclass, 'SELECT, INSERT, UPDATE, DELETE')
FROM unnest(ARRAY[
  'workspaces', 'members', 'invitations', 'projects', 'taxonomy_dimensions', 'taxonomy_values', 'storylines',
  'documents', 'chunks', 'templates', 'conversations', 'conversation_labels', 'conversation_chunks',
  'batches', 'batch_items', 'call_attempts'
]) AS name;
--> statement-breakpoint
-- What was written, decided or exported is added to and never changed.
SELECT bright.guard_table(('bright.' || name)::regclass, 'SELECT, INSERT')
FROM unnest(ARRAY[
  'template_versions', 'conversation_versions', 'messages', 'decisions', 'notes', 'exports', 'export_rows'
]) AS name;
--> statement-breakpoint
SELECT bright.guard_table(('bright.' || name)::regclass, 'SELECT')
FROM unnest(ARRAY['audit_events', 'audit_heads']) AS name;
--> statement-breakpoint
CREATE FUNCTION bright.refuse_change() RETURNS trigger
  LANGUAGE plpgsql
  AS $$ BEGIN
    RAISE EXCEPTION 'rows of %.% are never changed or removed', TG_TABLE_SCHEMA, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END $$;
--> statement-breakpoint
CREATE TRIGGER audit_rows_stay BEFORE UPDATE OR DELETE ON bright.audit_events
  FOR EACH ROW EXECUTE FUNCTION bright.refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_table_stays BEFORE TRUNCATE ON bright.audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION bright.refuse_change();
--> statement-breakpoint
ALTER TABLE bright.audit_events ENABLE ALWAYS TRIGGER audit_rows_stay;
--> statement-breakpoint
ALTER TABLE bright.audit_events ENABLE ALWAYS TRIGGER audit_table_stays;
--> statement-breakpoint
CREATE TRIGGER versions_stay BEFORE UPDATE ON bright.conversation_versions
  FOR EACH ROW EXECUTE FUNCTION bright.refuse_change();
--> statement-breakpoint
CREATE TRIGGER messages_stay BEFORE UPDATE ON bright.messages
  FOR EACH ROW EXECUTE FUNCTION bright.refuse_change();
--> statement-breakpoint
CREATE TRIGGER template_versions_stay BEFORE UPDATE ON bright.template_versions
  FOR EACH ROW EXECUTE FUNCTION bright.refuse_change();
--> statement-breakpoint
-- The one door to the audit trail. The hash covers a JSON array of all fields as text, so that a program
-- of a few lines in any language can check an exported trail: '[' || fields as JSON, joined by ', ' || ']'.
CREATE FUNCTION bright.append_audit(
  actor_id text, actor_name text, actor_role text, session_id text, ip text, request_id text,
  action text, target_kind text, target_id text, target_version text,
  hash_before text, hash_after text, reason text, details text
) RETURNS TABLE (sequence bigint, hash text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
#variable_conflict use_variable
DECLARE
  workspace uuid := bright.current_workspace();
  moment timestamptz := clock_timestamp();
  previous text;
  next_sequence bigint;
  canonical text;
  new_hash text;
BEGIN
  IF workspace IS NULL THEN
    RAISE EXCEPTION 'append_audit needs bright.workspace to be set';
  END IF;
  PERFORM details::json;
  INSERT INTO bright.audit_heads AS head (workspace_id, sequence, hash)
    VALUES (workspace, 0, repeat('0', 64)) ON CONFLICT (workspace_id) DO NOTHING;
  SELECT head.hash, head.sequence + 1 INTO previous, next_sequence
    FROM bright.audit_heads AS head WHERE head.workspace_id = workspace FOR UPDATE;
  canonical := '[' || array_to_string(ARRAY[
    to_json(workspace::text)::text, to_json(next_sequence::text)::text,
    to_json(to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text,
    coalesce(to_json(actor_id)::text, 'null'), coalesce(to_json(actor_name)::text, 'null'),
    coalesce(to_json(actor_role)::text, 'null'), coalesce(to_json(session_id)::text, 'null'),
    coalesce(to_json(ip)::text, 'null'), coalesce(to_json(request_id)::text, 'null'),
    coalesce(to_json(action)::text, 'null'), coalesce(to_json(target_kind)::text, 'null'),
    coalesce(to_json(target_id)::text, 'null'), coalesce(to_json(target_version)::text, 'null'),
    coalesce(to_json(hash_before)::text, 'null'), coalesce(to_json(hash_after)::text, 'null'),
    coalesce(to_json(reason)::text, 'null'), to_json(details)::text
  ], ', ') || ']';
  new_hash := encode(sha256(convert_to(previous || canonical, 'UTF8')), 'hex');
  INSERT INTO bright.audit_events (
    workspace_id, sequence, at, actor_id, actor_name, actor_role, session_id, ip, request_id,
    action, target_kind, target_id, target_version, hash_before, hash_after, reason, details, previous_hash, hash
  ) VALUES (
    workspace, next_sequence, moment, actor_id, actor_name, actor_role, session_id, ip, request_id,
    action, target_kind, target_id, target_version, hash_before, hash_after, reason, details, previous, new_hash
  );
  UPDATE bright.audit_heads AS head SET sequence = next_sequence, hash = new_hash
    WHERE head.workspace_id = workspace;
  RETURN QUERY SELECT next_sequence, new_hash;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION bright.append_audit(text, text, text, text, text, text, text, text, text, text, text, text, text, text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION bright.append_audit(text, text, text, text, text, text, text, text, text, text, text, text, text, text) TO bright_app_group;
--> statement-breakpoint
-- Named exceptions to row-level security: what must be known before a workspace is known.
CREATE FUNCTION bright.memberships_of(person text) RETURNS TABLE (workspace_id uuid, workspace_name text, role text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT w.id, w.name, m.role FROM bright.members m JOIN bright.workspaces w ON w.id = m.workspace_id
    WHERE m.user_id = person ORDER BY m.created_at, w.id
  $$;
--> statement-breakpoint
CREATE FUNCTION bright.invitation_by_token(hashed text)
  RETURNS TABLE (id uuid, workspace_id uuid, workspace_name text, email text, role text, expires_at timestamptz, accepted_at timestamptz, revoked_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT i.id, i.workspace_id, w.name, i.email, i.role, i.expires_at, i.accepted_at, i.revoked_at
    FROM bright.invitations i JOIN bright.workspaces w ON w.id = i.workspace_id
    WHERE i.token_hash = hashed
  $$;
--> statement-breakpoint
CREATE FUNCTION bright.batches_to_run() RETURNS TABLE (workspace_id uuid, batch_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT DISTINCT i.workspace_id, i.batch_id FROM bright.batch_items i JOIN bright.batches b ON b.id = i.batch_id
    WHERE b.state = 'running'
      AND (i.state = 'queued' OR (i.state = 'running' AND i.lease_until < clock_timestamp()))
  $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION bright.memberships_of(text), bright.invitation_by_token(text), bright.batches_to_run() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION bright.current_workspace(), bright.memberships_of(text), bright.invitation_by_token(text), bright.batches_to_run() TO bright_app_group;
