const quiet = { logging: { type: '' } }

/**
 * The least that Valhalla 3.6 asks of a configuration to build tiles and to answer routes; the values are those of its
 * own `valhalla_build_config`, but for the number of points, because a route may have a hundred stops.
 */
export const valhallaConfig = (tileFolder: string) => ({
  mjolnir: { ...quiet, tile_dir: tileFolder },
  loki: {
    ...quiet,
    actions: ['route'],
    service_defaults: {
      heading_tolerance: 60,
      minimum_reachability: 50,
      node_snap_tolerance: 5,
      radius: 0,
      search_cutoff: 35_000,
      street_side_max_distance: 1_000,
      street_side_tolerance: 5,
    },
  },
  thor: quiet,
  odin: quiet,
  meili: { ...quiet, default: { breakage_distance: 2_000 } },
  service_limits: {
    auto: {
      max_distance: 5_000_000,
      max_locations: 150,
      max_matrix_distance: 400_000,
      max_matrix_location_pairs: 2_500,
    },
    pedestrian: {
      max_distance: 250_000,
      max_locations: 50,
      max_matrix_distance: 200_000,
      max_matrix_location_pairs: 2_500,
      max_transit_walking_distance: 10_000,
      min_transit_walking_distance: 1,
    },
    isochrone: {
      max_contours: 4,
      max_distance: 25_000,
      max_distance_contour: 200,
      max_locations: 1,
      max_time_contour: 120,
    },
    skadi: { max_shape: 750_000, min_resample: 10 },
    trace: {
      max_alternates: 3,
      max_alternates_shape: 100,
      max_distance: 200_000,
      max_gps_accuracy: 100,
      max_search_radius: 100,
      max_shape: 16_000,
    },
    max_alternates: 2,
    max_exclude_locations: 50,
    max_exclude_polygons_length: 10_000,
    max_radius: 200,
    max_reachability: 100,
  },
})
