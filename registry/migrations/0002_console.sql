CREATE TABLE "announcement_list" (
	"only" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"version" integer NOT NULL,
	"document_sha256" text NOT NULL,
	"document" jsonb NOT NULL,
	CONSTRAINT "announcement_list_only" CHECK ("announcement_list"."only" = 1)
);
--> statement-breakpoint
CREATE TABLE "announcements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"severity" text NOT NULL,
	"text" text NOT NULL,
	"from" timestamp with time zone NOT NULL,
	"until" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "announcements_severity" CHECK ("announcements"."severity" in ('info', 'warning', 'critical')),
	CONSTRAINT "announcements_span" CHECK ("announcements"."until" is null or "announcements"."until" > "announcements"."from")
);
--> statement-breakpoint
CREATE TABLE "site_activity" (
	"site_id" text NOT NULL,
	"day" date NOT NULL,
	"panel_id" text NOT NULL,
	"runs" integer,
	"failed" integer,
	"median_wait_s" double precision,
	"samples" bigint,
	CONSTRAINT "site_activity_site_id_day_panel_id_pk" PRIMARY KEY("site_id","day","panel_id")
);
--> statement-breakpoint
CREATE TABLE "site_reports" (
	"site_id" text PRIMARY KEY NOT NULL,
	"serial" bigint NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"clock_offset_s" double precision NOT NULL,
	"report" jsonb NOT NULL,
	"activity_until" date
);
--> statement-breakpoint
CREATE TABLE "watch_days" (
	"subject" text NOT NULL,
	"day" date NOT NULL,
	"slots" integer NOT NULL,
	"not_ready_slots" integer NOT NULL,
	"last_slot" integer NOT NULL,
	"last_not_ready_slot" integer,
	CONSTRAINT "watch_days_subject_day_pk" PRIMARY KEY("subject","day")
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "kind" text DEFAULT 'command-line' NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "last_used_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "enrolments" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "invites" ADD COLUMN "withdrawn_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_created_by_admins_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_activity" ADD CONSTRAINT "site_activity_site_id_members_site_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."members"("site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_reports" ADD CONSTRAINT "site_reports_site_id_members_site_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."members"("site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_kind" CHECK ("sessions"."kind" in ('browser', 'command-line'));