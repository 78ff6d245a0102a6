CREATE INDEX "jobs_name_idx" ON "jobs" USING btree (lower("name") collate "C","submitted_at","id");--> statement-breakpoint
CREATE INDEX "inbox_received_idx" ON "inbox" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "outbox_created_idx" ON "outbox" USING btree ("created_at");