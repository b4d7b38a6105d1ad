ALTER TABLE `connections` ADD `former_sealed` blob;--> statement-breakpoint
ALTER TABLE `connections` ADD `former_until` integer;--> statement-breakpoint
ALTER TABLE `connections` ADD `devices` text;--> statement-breakpoint
ALTER TABLE `connections` ADD `statuses` text;--> statement-breakpoint
ALTER TABLE `connections` ADD `last_problem` text;--> statement-breakpoint
ALTER TABLE `connections` ADD `last_problem_at` integer;