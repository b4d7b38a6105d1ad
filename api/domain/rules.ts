import table from './door-rules.json' with { type: 'json' }

/** What the rules ask of the customer at the door; null where that is not known, which is not "nothing". */
export type DoorRules = {
  minimumAge: number
  /** Codes of the documents that will do. */
  documents: readonly string[] | null
  /** Whether only the person who ordered may take it. */
  recipient: 'who-ordered' | null
  signature: true | null
  paymentAtDoor: 'allowed' | 'prepaid' | null
}

/** No state that allows delivery asks adults for less. */
const MINIMUM_AGE = 21

const NOT_KNOWN: DoorRules = {
  minimumAge: MINIMUM_AGE,
  documents: null,
  recipient: null,
  signature: null,
  paymentAtDoor: null,
}

type Row = Omit<DoorRules, 'minimumAge'> & { minimumAge: number | null }
const STATES = table.states as unknown as Readonly<Record<string, Row>>

/** The rules of a state, by its two letters; of an unknown one the careful ones. The table names the source of each. */
export function doorRulesOf(state: string): DoorRules {
  const row = Object.hasOwn(STATES, state) ? STATES[state] : undefined
  if (!row) return NOT_KNOWN
  const { minimumAge, documents, recipient, signature, paymentAtDoor } = row
  return { minimumAge: minimumAge ?? MINIMUM_AGE, documents, recipient, signature, paymentAtDoor }
}
