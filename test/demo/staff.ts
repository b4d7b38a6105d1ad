/** Who can sign in to the demo's support pages. */
export const STAFF = { email: 'support@alderbay.example', password: 'open-the-door' }
