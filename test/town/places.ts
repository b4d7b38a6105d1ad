import type { LatLng } from '../../api/domain/position.ts'

/** The dispensary's door, on the square in Old Town. */
export const DISPENSARY: { address: string; position: LatLng } = {
  address: '212 Market Street, Alder Bay, CA',
  position: { lat: 39.946948, lng: -123.966706 },
}

/** Doors to deliver to, in every district, each on the street of its address. */
export const PLACES: readonly { address: string; door: LatLng }[] = [
  { address: '41 Front Street, Alder Bay, CA', door: { lat: 39.945837, lng: -123.969468 } },
  { address: '733 Juniper Street, Alder Bay, CA', door: { lat: 39.951483, lng: -123.968204 } },
  { address: '508 Church Street, Alder Bay, CA', door: { lat: 39.95006, lng: -123.961229 } },
  { address: '160 Madrone Street, Alder Bay, CA', door: { lat: 39.941259, lng: -123.961798 } },
  { address: '925 Tehama Street, Alder Bay, CA', door: { lat: 39.945821, lng: -123.954997 } },
  { address: '1260 Sycamore Street, Alder Bay, CA', door: { lat: 39.947645, lng: -123.947996 } },
  { address: '340 Riverside Drive, Alder Bay, CA', door: { lat: 39.939966, lng: -123.955197 } },
  { address: '18 Heron Way, Alder Bay, CA', door: { lat: 39.934226, lng: -123.953866 } },
  { address: '206 Osprey Way, Alder Bay, CA', door: { lat: 39.936939, lng: -123.95014 } },
  { address: '29 Curlew Lane, Alder Bay, CA', door: { lat: 39.93568, lng: -123.947086 } },
  { address: '64 Beach Road, Alder Bay, CA', door: { lat: 39.932149, lng: -123.960893 } },
  { address: '9 Compass Lane, Alder Bay, CA', door: { lat: 39.933833, lng: -123.961712 } },
]
