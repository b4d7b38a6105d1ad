CREATE TABLE `tracks` (
	`seq` integer PRIMARY KEY NOT NULL,
	`dispensary_id` text NOT NULL,
	`driver_id` text NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	`fixes` integer NOT NULL,
	`digest` text NOT NULL,
	`chunk` blob NOT NULL
);
--> statement-breakpoint
CREATE INDEX `tracks_by_driver` ON `tracks` (`dispensary_id`,`driver_id`,`to_at`);