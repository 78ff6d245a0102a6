CREATE TABLE "alert_silences" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"subject" text,
	"reason" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"subject" text NOT NULL,
	"severity" text NOT NULL,
	"seen" text NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"acknowledged_at" timestamp with time zone,
	"acknowledged_by" uuid,
	"resolved_at" timestamp with time zone,
	"notified_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "backups" (
	"sha256" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"verified_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "health_changes" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"seen" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "health_samples" (
	"subject" text NOT NULL,
	"from_time" timestamp with time zone NOT NULL,
	"length_s" integer NOT NULL,
	"looks" integer NOT NULL,
	"degraded" integer NOT NULL,
	"failed" integer NOT NULL,
	"mean_ms" double precision,
	"max_ms" double precision,
	CONSTRAINT "health_samples_subject_length_s_from_time_pk" PRIMARY KEY("subject","length_s","from_time"),
	CONSTRAINT "health_samples_looks" CHECK ("health_samples"."looks" > 0)
);
--> statement-breakpoint
CREATE TABLE "monitoring_leases" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "alert_silences_until_idx" ON "alert_silences" USING btree ("until");--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_one_active" ON "alerts" USING btree ("code","subject") WHERE "alerts"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_raised_idx" ON "alerts" USING btree ("raised_at","id");--> statement-breakpoint
CREATE INDEX "backups_at_idx" ON "backups" USING btree ("at");--> statement-breakpoint
CREATE INDEX "health_changes_subject_idx" ON "health_changes" USING btree ("subject","seq");--> statement-breakpoint
CREATE INDEX "health_samples_from_idx" ON "health_samples" USING btree ("from_time");