ALTER TABLE `connections` ADD `keys_sealed` blob;--> statement-breakpoint
ALTER TABLE `connections` ADD `last_asked_at` integer;--> statement-breakpoint
ALTER TABLE `connections` ADD `read_up_to` integer;--> statement-breakpoint
ALTER TABLE `connections` ADD `test_mode` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `connections` ADD `rehearsals` text;--> statement-breakpoint
CREATE INDEX `connections_asked` ON `connections` (`id`) WHERE keys_sealed IS NOT NULL;--> statement-breakpoint
CREATE INDEX `orders_open` ON `orders` (`dispensary_id`,`seq`) WHERE iif(json_valid(state), json_extract(state, '$.milestone'), '') NOT IN ('', 'delivered', 'returned', 'cancelled');--> statement-breakpoint
CREATE INDEX `trail_of_unknown_statuses` ON `trail` (`dispensary_id`,`seq`) WHERE type = 'order.status-unknown';