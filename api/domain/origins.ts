import type { Dispensary } from './dispensary.ts'

type Named = Pick<Dispensary, 'origins' | 'website'>

/** The origins whose pages may show a dispensary's orders: those that it names, else that of its website. */
export const originsOf = ({ origins, website }: Named): readonly string[] =>
  origins ?? (website === undefined ? [] : [new URL(website).origin])

/** Whether pages of an origin may show a dispensary's orders. */
export const mayEmbed = (dispensary: Named, origin: string): boolean => originsOf(dispensary).includes(origin)
