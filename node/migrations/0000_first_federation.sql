CREATE TABLE "files" (
	"id" uuid PRIMARY KEY NOT NULL,
	"accountId" uuid,
	"kind" text NOT NULL,
	"jobId" uuid,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"encryptedFor" text NOT NULL,
	"declaredSize" bigint,
	"offset" bigint NOT NULL,
	"size" bigint,
	"sha256" text,
	"blobId" uuid NOT NULL,
	"createdAt" timestamp with time zone NOT NULL,
	"completedAt" timestamp with time zone,
	"deletedAt" timestamp with time zone,
	"expiresAt" timestamp with time zone,
	CONSTRAINT "files_kind" CHECK ("files"."kind" in ('upload', 'result')),
	CONSTRAINT "files_state" CHECK ("files"."state" in ('receiving', 'complete', 'deleted')),
	CONSTRAINT "files_encrypted_for" CHECK ("files"."encryptedFor" in ('site', 'researcher')),
	CONSTRAINT "files_upload" CHECK ("files"."kind" <> 'upload' or ("files"."accountId" is not null and "files"."jobId" is null and "files"."declaredSize" is not null and "files"."encryptedFor" = 'site')),
	CONSTRAINT "files_result" CHECK ("files"."kind" <> 'result' or ("files"."jobId" is not null and "files"."declaredSize" is null and "files"."state" <> 'receiving')),
	CONSTRAINT "files_receiving" CHECK ("files"."state" <> 'receiving' or ("files"."expiresAt" is not null and ("files"."offset" < "files"."declaredSize" or "files"."declaredSize" = 0))),
	CONSTRAINT "files_complete" CHECK ("files"."state" <> 'complete' or ("files"."size" is not null and "files"."sha256" is not null and "files"."completedAt" is not null and ("files"."declaredSize" is null or ("files"."size" = "files"."declaredSize" and "files"."offset" = "files"."declaredSize")))),
	CONSTRAINT "files_deleted" CHECK (("files"."state" = 'deleted') = ("files"."deletedAt" is not null)),
	CONSTRAINT "files_named" CHECK (("files"."state" = 'deleted') = ("files"."name" = '')),
	CONSTRAINT "files_offset" CHECK ("files"."offset" >= 0 and "files"."offset" <= coalesce("files"."declaredSize", 0)),
	CONSTRAINT "files_size" CHECK ("files"."size" >= 0),
	CONSTRAINT "files_sha256" CHECK ("files"."sha256" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "idempotent_requests" (
	"account_id" uuid NOT NULL,
	"key_sha256" text NOT NULL,
	"request_sha256" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"status" integer,
	"content_type" text,
	"location" text,
	"sealed_body" text,
	CONSTRAINT "idempotent_requests_account_id_key_sha256_pk" PRIMARY KEY("account_id","key_sha256")
);
--> statement-breakpoint
CREATE TABLE "accepted_results" (
	"job_id" uuid PRIMARY KEY NOT NULL,
	"epoch" integer NOT NULL,
	"run_id" uuid NOT NULL,
	"manifest_sha256" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "job_events" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"job_id" uuid NOT NULL,
	"site" text NOT NULL,
	"epoch" integer NOT NULL,
	"run_seq" integer,
	"at" timestamp with time zone NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"cause" text NOT NULL,
	CONSTRAINT "job_events_run_seq" UNIQUE("job_id","epoch","run_seq")
);
--> statement-breakpoint
CREATE TABLE "job_files" (
	"job_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"file_id" uuid NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "job_files_job_id_position_pk" PRIMARY KEY("job_id","position")
);
--> statement-breakpoint
CREATE TABLE "job_findings" (
	"job_id" uuid NOT NULL,
	"epoch" integer NOT NULL,
	"position" integer NOT NULL,
	"site" text NOT NULL,
	"finding" jsonb NOT NULL,
	CONSTRAINT "job_findings_job_id_epoch_site_position_pk" PRIMARY KEY("job_id","epoch","site","position")
);
--> statement-breakpoint
CREATE TABLE "job_results" (
	"job_id" uuid NOT NULL,
	"name" text NOT NULL,
	"epoch" integer NOT NULL,
	"position" integer NOT NULL,
	"file_id" uuid NOT NULL,
	"size_bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"encrypted_for" text NOT NULL,
	CONSTRAINT "job_results_job_id_epoch_name_pk" PRIMARY KEY("job_id","epoch","name")
);
--> statement-breakpoint
CREATE TABLE "job_samples" (
	"job_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"sample_id" text NOT NULL,
	CONSTRAINT "job_samples_job_id_position_pk" PRIMARY KEY("job_id","position"),
	CONSTRAINT "job_samples_sample" UNIQUE("job_id","sample_id")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"name" text,
	"state" text NOT NULL,
	"panel_id" text NOT NULL,
	"host_site" text NOT NULL,
	"epoch" integer DEFAULT 1 NOT NULL,
	"parameters" jsonb NOT NULL,
	"idempotency_key" text NOT NULL,
	"request_sha256" text NOT NULL,
	"host_seq" integer DEFAULT 0 NOT NULL,
	"run_id" uuid,
	"phase" text,
	"chunks_done" integer,
	"chunks_total" integer,
	"heard_at" timestamp with time zone,
	"is_cancel_requested" boolean DEFAULT false NOT NULL,
	"samples" integer,
	"variants" integer,
	"input" jsonb,
	"input_dir" uuid,
	"uploads" jsonb,
	"result_manifest" jsonb,
	"blobs" jsonb,
	"result_for" text,
	"summary" jsonb,
	"submitted_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"deadline" timestamp with time zone NOT NULL,
	"lease_token" uuid,
	"lease_until" timestamp with time zone,
	"next_attempt_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "jobs_idempotency_key" UNIQUE("account_id","idempotency_key"),
	CONSTRAINT "jobs_state" CHECK ("jobs"."state" in ('draft', 'uploading', 'checking', 'offered', 'transferring', 'queued', 'running', 'returning', 'completed', 'rejected', 'failed', 'cancelled', 'expired')),
	CONSTRAINT "jobs_epoch" CHECK ("jobs"."epoch" > 0),
	CONSTRAINT "jobs_host_seq" CHECK ("jobs"."host_seq" >= 0),
	CONSTRAINT "jobs_ended" CHECK (("jobs"."ended_at" is not null) = ("jobs"."state" in ('completed', 'rejected', 'failed', 'cancelled', 'expired'))),
	CONSTRAINT "jobs_lease" CHECK (("jobs"."lease_token" is null) = ("jobs"."lease_until" is null)),
	CONSTRAINT "jobs_host" CHECK (starts_with("jobs"."panel_id", "jobs"."host_site" || '/')),
	CONSTRAINT "jobs_progress" CHECK ("jobs"."chunks_done" between 0 and "jobs"."chunks_total")
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"object" text,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "panel_files" (
	"panel_id" text NOT NULL,
	"name" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	CONSTRAINT "panel_files_panel_id_name_pk" PRIMARY KEY("panel_id","name")
);
--> statement-breakpoint
CREATE TABLE "panel_tasks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"panel_id" text NOT NULL,
	"state" text NOT NULL,
	"step" text NOT NULL,
	"done" integer NOT NULL,
	"total" integer NOT NULL,
	"problem" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	"heard_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "panel_tasks_state" CHECK ("panel_tasks"."state" in ('running', 'done', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "panels" (
	"id" text PRIMARY KEY NOT NULL,
	"version" text NOT NULL,
	"title" text NOT NULL,
	"build" text NOT NULL,
	"samples" integer NOT NULL,
	"populations" jsonb NOT NULL,
	"chromosomes" jsonb NOT NULL,
	"genetic_maps" jsonb NOT NULL,
	"access" jsonb NOT NULL,
	"min_samples" integer NOT NULL,
	"max_samples" integer NOT NULL,
	"max_allele_switches" integer NOT NULL,
	"licence" text,
	"digest" text NOT NULL,
	"dir" text NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "panels_state" CHECK ("panels"."state" in ('published', 'withdrawn')),
	CONSTRAINT "panels_build" CHECK ("panels"."build" in ('GRCh37', 'GRCh38'))
);
--> statement-breakpoint
CREATE TABLE "descriptor_serial" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"serial" bigint NOT NULL,
	CONSTRAINT "descriptor_serial_single" CHECK ("descriptor_serial"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "federation_cache" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"version" integer NOT NULL,
	"cache" text NOT NULL,
	"stored_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "federation_cache_single" CHECK ("federation_cache"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"from_site" text NOT NULL,
	"mid" uuid NOT NULL,
	"type" text NOT NULL,
	"job" uuid NOT NULL,
	"epoch" integer NOT NULL,
	"jws" text NOT NULL,
	"sha256" text NOT NULL,
	"outcome" text NOT NULL,
	"code" text,
	"attempts" integer DEFAULT 1 NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_from_site_mid_pk" PRIMARY KEY("from_site","mid"),
	CONSTRAINT "inbox_outcome_known" CHECK ("inbox"."outcome" in ('done', 'refused', 'failing', 'quarantined'))
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"mid" uuid PRIMARY KEY NOT NULL,
	"seq" bigserial NOT NULL,
	"to_site" text NOT NULL,
	"type" text NOT NULL,
	"job" uuid NOT NULL,
	"epoch" integer NOT NULL,
	"jws" text NOT NULL,
	"lane" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"delivered_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"refused_code" text,
	CONSTRAINT "outbox_lane_known" CHECK ("outbox"."lane" in ('control', 'bulk')),
	CONSTRAINT "outbox_ends_once" CHECK ("outbox"."delivered_at" is null or "outbox"."refused_code" is null)
);
--> statement-breakpoint
CREATE TABLE "outbox_lanes" (
	"to_site" text NOT NULL,
	"lane" text NOT NULL,
	"leased_by" text NOT NULL,
	"leased_until" timestamp with time zone NOT NULL,
	CONSTRAINT "outbox_lanes_to_site_lane_pk" PRIMARY KEY("to_site","lane")
);
--> statement-breakpoint
CREATE TABLE "peer_blobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"to_site" text NOT NULL,
	"run_id" uuid NOT NULL,
	"file" jsonb NOT NULL,
	"path" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "peer_links" (
	"site_id" text PRIMARY KEY NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"last_heard_at" timestamp with time zone,
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "peer_snapshots" (
	"site_id" text PRIMARY KEY NOT NULL,
	"health" jsonb NOT NULL,
	"response_ms" integer NOT NULL,
	"answered_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "peer_token_uses" (
	"token" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "peer_uploads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"from_site" text NOT NULL,
	"run_id" uuid NOT NULL,
	"file" jsonb NOT NULL,
	"path" text NOT NULL,
	"chunks_done" integer DEFAULT 0 NOT NULL,
	"verified_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "peer_uploads_chunks_counted" CHECK ("peer_uploads"."chunks_done" >= 0)
);
--> statement-breakpoint
CREATE TABLE "run_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"run_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"cause" text NOT NULL,
	CONSTRAINT "run_events_seq" UNIQUE("run_id","seq")
);
--> statement-breakpoint
CREATE TABLE "run_inputs" (
	"run_id" uuid NOT NULL,
	"name" text NOT NULL,
	"upload_id" uuid NOT NULL,
	"is_received" boolean DEFAULT false NOT NULL,
	CONSTRAINT "run_inputs_run_id_name_pk" PRIMARY KEY("run_id","name"),
	CONSTRAINT "run_inputs_upload" UNIQUE("upload_id")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"home_site" text NOT NULL,
	"home_job" uuid NOT NULL,
	"epoch" integer NOT NULL,
	"offer_mid" uuid NOT NULL,
	"state" text NOT NULL,
	"seq" integer DEFAULT 0 NOT NULL,
	"panel_id" text NOT NULL,
	"panel_digest" text NOT NULL,
	"parameters" jsonb NOT NULL,
	"input" jsonb NOT NULL,
	"samples" integer NOT NULL,
	"variants" integer NOT NULL,
	"result_recipient" text NOT NULL,
	"subject" text NOT NULL,
	"deadline" timestamp with time zone NOT NULL,
	"worker" text,
	"lease_until" timestamp with time zone,
	"fence" bigint DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone NOT NULL,
	"is_cancel_requested" boolean DEFAULT false NOT NULL,
	"progress" jsonb,
	"summary" jsonb,
	"result_manifest" jsonb,
	"manifest_sha256" text,
	"findings" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "runs_home_job_epoch" UNIQUE("home_site","home_job","epoch"),
	CONSTRAINT "runs_offer_mid" UNIQUE("home_site","offer_mid"),
	CONSTRAINT "runs_state" CHECK ("runs"."state" in ('offered', 'accepted', 'receiving', 'queued', 'running', 'packaging', 'ready', 'delivered', 'purged', 'rejected', 'failed', 'cancelled', 'expired')),
	CONSTRAINT "runs_epoch" CHECK ("runs"."epoch" > 0),
	CONSTRAINT "runs_seq" CHECK ("runs"."seq" >= 0),
	CONSTRAINT "runs_attempts" CHECK ("runs"."attempts" >= 0),
	CONSTRAINT "runs_leased" CHECK ("runs"."state" not in ('running', 'packaging') or "runs"."lease_until" is not null),
	CONSTRAINT "runs_ready" CHECK ("runs"."state" not in ('ready', 'delivered') or "runs"."manifest_sha256" is not null),
	CONSTRAINT "runs_ended" CHECK (("runs"."ended_at" is not null) = ("runs"."state" in ('delivered', 'purged', 'rejected', 'failed', 'cancelled', 'expired')))
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"name" text PRIMARY KEY NOT NULL,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text,
	"public_key" text,
	"created_at" timestamp with time zone NOT NULL,
	"disabled_at" timestamp with time zone,
	CONSTRAINT "accounts_email_lower" CHECK ("accounts"."email" = lower("accounts"."email")),
	CONSTRAINT "accounts_role" CHECK ("accounts"."role" in ('researcher', 'site-admin'))
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"token_sha256" text NOT NULL,
	"scope" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "api_tokens_scope" CHECK ("api_tokens"."scope" in ('full', 'read'))
);
--> statement-breakpoint
CREATE TABLE "login_attempts" (
	"bucket" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"next_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_sha256" text PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sessions_kind" CHECK ("sessions"."kind" in ('browser', 'command-line'))
);
--> statement-breakpoint
CREATE TABLE "set_up_links" (
	"token_sha256" text PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_accountId_accounts_id_fk" FOREIGN KEY ("accountId") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accepted_results" ADD CONSTRAINT "accepted_results_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_events" ADD CONSTRAINT "job_events_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_files" ADD CONSTRAINT "job_files_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_findings" ADD CONSTRAINT "job_findings_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_results" ADD CONSTRAINT "job_results_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_samples" ADD CONSTRAINT "job_samples_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "panel_files" ADD CONSTRAINT "panel_files_panel_id_panels_id_fk" FOREIGN KEY ("panel_id") REFERENCES "public"."panels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_events" ADD CONSTRAINT "run_events_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_inputs" ADD CONSTRAINT "run_inputs_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "set_up_links" ADD CONSTRAINT "set_up_links_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "files_blob_idx" ON "files" USING btree ("blobId");--> statement-breakpoint
CREATE UNIQUE INDEX "files_result_idx" ON "files" USING btree ("jobId","name") WHERE "files"."kind" = 'result' and "files"."state" <> 'deleted';--> statement-breakpoint
CREATE INDEX "files_account_idx" ON "files" USING btree ("accountId","createdAt" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE "files"."state" <> 'deleted';--> statement-breakpoint
CREATE INDEX "files_expiring_idx" ON "files" USING btree ("expiresAt") WHERE "files"."state" = 'receiving';--> statement-breakpoint
CREATE INDEX "idempotent_requests_started_idx" ON "idempotent_requests" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "job_events_job_idx" ON "job_events" USING btree ("job_id","seq");--> statement-breakpoint
CREATE INDEX "job_files_file_idx" ON "job_files" USING btree ("file_id");--> statement-breakpoint
CREATE INDEX "jobs_account_submitted_idx" ON "jobs" USING btree ("account_id","submitted_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "jobs_due_idx" ON "jobs" USING btree ("next_attempt_at") WHERE "jobs"."next_attempt_at" is not null;--> statement-breakpoint
CREATE INDEX "jobs_deadline_idx" ON "jobs" USING btree ("deadline") WHERE "jobs"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "audit_entries_object_idx" ON "audit_entries" USING btree ("object","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "panel_tasks_running_idx" ON "panel_tasks" USING btree ("panel_id") WHERE "panel_tasks"."state" = 'running';--> statement-breakpoint
CREATE INDEX "inbox_job_idx" ON "inbox" USING btree ("job");--> statement-breakpoint
CREATE INDEX "outbox_pending_idx" ON "outbox" USING btree ("to_site","lane","seq") WHERE delivered_at is null and refused_code is null;--> statement-breakpoint
CREATE INDEX "outbox_job_idx" ON "outbox" USING btree ("job","seq");--> statement-breakpoint
CREATE INDEX "peer_blobs_run_idx" ON "peer_blobs" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "peer_token_uses_expiry_idx" ON "peer_token_uses" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "peer_uploads_run_idx" ON "peer_uploads" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "runs_queued_idx" ON "runs" USING btree ("home_site","subject","created_at") WHERE "runs"."state" = 'queued';--> statement-breakpoint
CREATE INDEX "runs_state_idx" ON "runs" USING btree ("state","updated_at");--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_email_idx" ON "accounts" USING btree ("email");--> statement-breakpoint
CREATE INDEX "accounts_created_idx" ON "accounts" USING btree ("created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "api_tokens_sha256_idx" ON "api_tokens" USING btree ("token_sha256");--> statement-breakpoint
CREATE INDEX "api_tokens_account_idx" ON "api_tokens" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "sessions_account_idx" ON "sessions" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "sessions_expires_idx" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "set_up_links_account_idx" ON "set_up_links" USING btree ("account_id");