import { mapStyle } from './map-style.ts'
import { osmXml } from './osm.ts'
import { dark, light } from './palettes.ts'
import { drawTown } from './town.ts'

/** What is kept of the town: its map by day and by night, and its streets as OpenStreetMap XML. */
export function townFiles(): { xml: string; style: string; styleDark: string } {
  const town = drawTown()
  return {
    xml: osmXml(town.streets),
    style: asText(mapStyle('Alder Bay', town, light)),
    styleDark: asText(mapStyle('Alder Bay by night', town, dark)),
  }
}

/** JSON with a line for each feature and layer, so that a change of the town can be read. */
const asText = (style: object): string =>
  `${JSON.stringify(style).replaceAll('{"type":"Feature",', '\n{"type":"Feature",').replaceAll('{"id":', '\n{"id":')}\n`
