/**
 * Whether a form was sent from a page of somebody else's. The token in the address is what allows an act; this keeps
 * those who learnt an address from acting through the customer's own browser. Our pages tell no referrer, so their forms
 * come with the origin `null`: browsers too old for Sec-Fetch-Site are told apart by an origin that is somebody's.
 */
export function isFromElsewhere(header: (name: string) => string | undefined, publicUrl: string): boolean {
  const site = header('sec-fetch-site')
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const origin = header('origin')
  return origin !== undefined && origin !== 'null' && origin !== new URL(publicUrl).origin
}
