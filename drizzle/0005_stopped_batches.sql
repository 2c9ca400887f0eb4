-- A stopped batch is "cancelling" until what was under way has ended. What a dead worker leaves behind in it is still found, to be settled and not sent again.
CREATE OR REPLACE FUNCTION bright.batches_to_run() RETURNS TABLE (workspace_id uuid, batch_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT DISTINCT i.workspace_id, i.batch_id FROM bright.batch_items i JOIN bright.batches b ON b.id = i.batch_id
    WHERE b.state IN ('running', 'cancelling')
      AND (i.state = 'queued' OR (i.state = 'running' AND i.lease_until < clock_timestamp()))
  $$;
