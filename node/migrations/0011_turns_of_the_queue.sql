CREATE TABLE "run_lanes" (
	"home_site" text NOT NULL,
	"subject" text NOT NULL,
	"served_at" timestamp with time zone NOT NULL,
	CONSTRAINT "run_lanes_home_site_subject_pk" PRIMARY KEY("home_site","subject")
);
--> statement-breakpoint
DROP INDEX "runs_queued_idx";--> statement-breakpoint
CREATE INDEX "runs_queued_idx" ON "runs" USING btree ("home_site","subject","priority" DESC NULLS LAST,"created_at") WHERE "runs"."state" = 'queued';