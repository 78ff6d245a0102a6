CREATE TABLE "account_job_counts" (
	"account_id" uuid NOT NULL,
	"state" text NOT NULL,
	"jobs" bigint NOT NULL,
	CONSTRAINT "account_job_counts_account_id_state_pk" PRIMARY KEY("account_id","state")
);
--> statement-breakpoint
CREATE TABLE "day_job_counts" (
	"day" date NOT NULL,
	"state" text NOT NULL,
	"jobs" bigint NOT NULL,
	CONSTRAINT "day_job_counts_day_state_pk" PRIMARY KEY("day","state")
);
--> statement-breakpoint
CREATE TABLE "job_count_changes" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"host_site" text NOT NULL,
	"panel_id" text NOT NULL,
	"day" date NOT NULL,
	"state" text NOT NULL,
	"jobs" bigint NOT NULL,
	"samples" bigint NOT NULL,
	"variants" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "panel_job_counts" (
	"panel_id" text NOT NULL,
	"host_site" text NOT NULL,
	"state" text NOT NULL,
	"jobs" bigint NOT NULL,
	"samples" bigint NOT NULL,
	"variants" bigint NOT NULL,
	CONSTRAINT "panel_job_counts_panel_id_state_pk" PRIMARY KEY("panel_id","state")
);
--> statement-breakpoint
CREATE TABLE "run_count_changes" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"home_site" text NOT NULL,
	"panel_id" text NOT NULL,
	"state" text NOT NULL,
	"runs" bigint NOT NULL,
	"samples" bigint NOT NULL,
	"variants" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "run_counts" (
	"home_site" text NOT NULL,
	"panel_id" text NOT NULL,
	"state" text NOT NULL,
	"runs" bigint NOT NULL,
	"samples" bigint NOT NULL,
	"variants" bigint NOT NULL,
	CONSTRAINT "run_counts_home_site_panel_id_state_pk" PRIMARY KEY("home_site","panel_id","state")
);
--> statement-breakpoint
DROP INDEX "jobs_account_submitted_idx";--> statement-breakpoint
CREATE INDEX "job_count_changes_account_idx" ON "job_count_changes" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "jobs_account_state_idx" ON "jobs" USING btree ("account_id","state","submitted_at","id");--> statement-breakpoint
CREATE INDEX "jobs_account_panel_idx" ON "jobs" USING btree ("account_id","panel_id","submitted_at","id");--> statement-breakpoint
CREATE INDEX "jobs_account_host_idx" ON "jobs" USING btree ("account_id","host_site","submitted_at","id");--> statement-breakpoint
CREATE INDEX "jobs_submitted_idx" ON "jobs" USING btree ("submitted_at","id");--> statement-breakpoint
CREATE INDEX "jobs_state_idx" ON "jobs" USING btree ("state","submitted_at","id");--> statement-breakpoint
CREATE INDEX "jobs_panel_idx" ON "jobs" USING btree ("panel_id","submitted_at","id");--> statement-breakpoint
CREATE INDEX "jobs_host_idx" ON "jobs" USING btree ("host_site","submitted_at","id");--> statement-breakpoint
CREATE INDEX "runs_created_idx" ON "runs" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "runs_state_created_idx" ON "runs" USING btree ("state","created_at","id");--> statement-breakpoint
CREATE INDEX "runs_home_created_idx" ON "runs" USING btree ("home_site","created_at","id");--> statement-breakpoint
CREATE INDEX "runs_panel_created_idx" ON "runs" USING btree ("panel_id","created_at","id");--> statement-breakpoint
CREATE INDEX "jobs_account_submitted_idx" ON "jobs" USING btree ("account_id","submitted_at","id");