CREATE FUNCTION count_jobs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'INSERT' THEN
		INSERT INTO job_count_changes (account_id, host_site, panel_id, day, state, jobs, samples, variants)
		SELECT account_id, host_site, panel_id, (submitted_at AT TIME ZONE 'UTC')::date, state, count(*),
			coalesce(sum(samples) FILTER (WHERE state = 'completed'), 0), coalesce(sum(variants) FILTER (WHERE state = 'completed'), 0)
		FROM new_rows GROUP BY 1, 2, 3, 4, 5;
	ELSE
		INSERT INTO job_count_changes (account_id, host_site, panel_id, day, state, jobs, samples, variants)
		SELECT account_id, host_site, panel_id, (submitted_at AT TIME ZONE 'UTC')::date, state, -count(*),
			-coalesce(sum(samples) FILTER (WHERE state = 'completed'), 0), -coalesce(sum(variants) FILTER (WHERE state = 'completed'), 0)
		FROM old_rows GROUP BY 1, 2, 3, 4, 5;
	END IF;
	RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION count_job_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO job_count_changes (account_id, host_site, panel_id, day, state, jobs, samples, variants)
	SELECT (job).account_id, (job).host_site, (job).panel_id, ((job).submitted_at AT TIME ZONE 'UTC')::date, (job).state, sign,
		CASE WHEN (job).state = 'completed' THEN sign * coalesce((job).samples, 0) ELSE 0 END,
		CASE WHEN (job).state = 'completed' THEN sign * coalesce((job).variants, 0) ELSE 0 END
	FROM (VALUES (-1, OLD), (1, NEW)) AS sides (sign, job);
	RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER jobs_made AFTER INSERT ON "jobs" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_jobs();
--> statement-breakpoint
CREATE TRIGGER jobs_deleted AFTER DELETE ON "jobs" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_jobs();
--> statement-breakpoint
CREATE TRIGGER jobs_moved AFTER UPDATE ON "jobs" FOR EACH ROW
WHEN (OLD.state <> NEW.state OR OLD.account_id <> NEW.account_id OR (NEW.state = 'completed' AND (OLD.samples, OLD.variants) IS DISTINCT FROM (NEW.samples, NEW.variants)))
EXECUTE FUNCTION count_job_move();
--> statement-breakpoint
CREATE FUNCTION count_runs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'INSERT' THEN
		INSERT INTO run_count_changes (home_site, panel_id, state, runs, samples, variants)
		SELECT home_site, panel_id, state, count(*),
			coalesce(sum(samples) FILTER (WHERE manifest_sha256 IS NOT NULL), 0), coalesce(sum(variants) FILTER (WHERE manifest_sha256 IS NOT NULL), 0)
		FROM new_rows GROUP BY 1, 2, 3;
	ELSE
		INSERT INTO run_count_changes (home_site, panel_id, state, runs, samples, variants)
		SELECT home_site, panel_id, state, -count(*),
			-coalesce(sum(samples) FILTER (WHERE manifest_sha256 IS NOT NULL), 0), -coalesce(sum(variants) FILTER (WHERE manifest_sha256 IS NOT NULL), 0)
		FROM old_rows GROUP BY 1, 2, 3;
	END IF;
	RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION count_run_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO run_count_changes (home_site, panel_id, state, runs, samples, variants)
	SELECT (run).home_site, (run).panel_id, (run).state, sign,
		CASE WHEN (run).manifest_sha256 IS NULL THEN 0 ELSE sign * (run).samples END,
		CASE WHEN (run).manifest_sha256 IS NULL THEN 0 ELSE sign * (run).variants END
	FROM (VALUES (-1, OLD), (1, NEW)) AS sides (sign, run);
	RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER runs_made AFTER INSERT ON "runs" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_runs();
--> statement-breakpoint
CREATE TRIGGER runs_deleted AFTER DELETE ON "runs" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_runs();
--> statement-breakpoint
CREATE TRIGGER runs_moved AFTER UPDATE ON "runs" FOR EACH ROW
WHEN (OLD.state <> NEW.state OR (OLD.manifest_sha256 IS NULL) <> (NEW.manifest_sha256 IS NULL))
EXECUTE FUNCTION count_run_move();
--> statement-breakpoint
INSERT INTO job_count_changes (account_id, host_site, panel_id, day, state, jobs, samples, variants)
SELECT account_id, host_site, panel_id, (submitted_at AT TIME ZONE 'UTC')::date, state, count(*),
	coalesce(sum(samples) FILTER (WHERE state = 'completed'), 0), coalesce(sum(variants) FILTER (WHERE state = 'completed'), 0)
FROM jobs GROUP BY 1, 2, 3, 4, 5;
--> statement-breakpoint
INSERT INTO run_count_changes (home_site, panel_id, state, runs, samples, variants)
SELECT home_site, panel_id, state, count(*),
	coalesce(sum(samples) FILTER (WHERE manifest_sha256 IS NOT NULL), 0), coalesce(sum(variants) FILTER (WHERE manifest_sha256 IS NOT NULL), 0)
FROM runs GROUP BY 1, 2, 3;
