CREATE TABLE "queue_control" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"mode" text NOT NULL,
	"reason" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "queue_control_one_row" CHECK ("queue_control"."id" = 1),
	CONSTRAINT "queue_control_mode" CHECK ("queue_control"."mode" in ('open', 'paused', 'draining'))
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "priority" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "is_held" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_priority" CHECK ("runs"."priority" between -10 and 10);