/** The colours of the map, by what they paint. */
export type Palette = Record<
  | 'land'
  | 'sea'
  | 'shallow'
  | 'water'
  | 'wood'
  | 'park'
  | 'sand'
  | 'square'
  | 'pier'
  | 'tree'
  | 'building'
  | 'buildingEdge'
  | 'casing'
  | 'street'
  | 'mainCasing'
  | 'main'
  | 'footpath'
  | 'bridge'
  | 'label'
  | 'halo'
  | 'waterLabel'
  | 'parkLabel'
  | 'districtLabel',
  string
>

export const light: Palette = {
  land: '#f5f2ec',
  sea: '#c6dde3',
  shallow: '#dcebed',
  water: '#c6dde3',
  wood: '#dfe7d6',
  park: '#d5e4c9',
  sand: '#f1e6cf',
  square: '#efe7da',
  pier: '#ebe5da',
  tree: '#b9d2ab',
  building: '#e8e1d6',
  buildingEdge: '#ddd4c6',
  casing: '#dfd7c8',
  street: '#ffffff',
  mainCasing: '#e2cfa8',
  main: '#fdf0d2',
  footpath: '#f7f4ea',
  bridge: '#cdb98f',
  label: '#6f6a61',
  halo: '#fbf9f5',
  waterLabel: '#5f8c99',
  parkLabel: '#5f8155',
  districtLabel: '#a89d8c',
}

export const dark: Palette = {
  land: '#1a1e24',
  sea: '#102732',
  shallow: '#17333f',
  water: '#102732',
  wood: '#1a2622',
  park: '#1e3028',
  sand: '#26251f',
  square: '#22242a',
  pier: '#23262c',
  tree: '#2c4837',
  building: '#232831',
  buildingEdge: '#2c323c',
  casing: '#14171c',
  street: '#373e49',
  mainCasing: '#15171b',
  main: '#57534b',
  footpath: '#2d4036',
  bridge: '#716b5f',
  label: '#a9afb8',
  halo: '#171a20',
  waterLabel: '#5b93a8',
  parkLabel: '#6f9d7c',
  districtLabel: '#7c8390',
}
