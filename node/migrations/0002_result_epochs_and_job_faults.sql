ALTER TABLE "files" DROP CONSTRAINT "files_result";--> statement-breakpoint
DROP INDEX "files_result_idx";--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "jobEpoch" integer;--> statement-breakpoint
UPDATE "files" SET "jobEpoch" = coalesce((SELECT max("epoch") FROM "job_results" WHERE "file_id" = "files"."id"), 1) WHERE "kind" = 'result';--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "faults" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "files_result_idx" ON "files" USING btree ("jobId","jobEpoch","name") WHERE "files"."kind" = 'result' and "files"."state" <> 'deleted';--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_result" CHECK ("files"."kind" <> 'result' or ("files"."jobId" is not null and "files"."jobEpoch" is not null and "files"."declaredSize" is null and "files"."state" <> 'receiving'));--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_faults" CHECK ("jobs"."faults" >= 0);
