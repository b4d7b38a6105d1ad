/** What has become of a link: it opens nothing any more, or it shows no map until staff open it again. */
export type LinkStanding = 'revoked' | 'map-closed'
/** By link; of one that nothing is said about, nothing is the matter. */
export type LinkStandings = Readonly<Record<string, LinkStanding>>
