/** What the rules ask of the customer at the door. */
export type DoorRules = { minimumAge: number; documents: readonly string[] }

/**
 * Age and documents of California's 4 CCR 15404 (a government document with name, birth date, description and photo; a
 * military ID; a passport). Every state that allows delivery asks adults for no less, so one rule serves them all until
 * a state's own differs.
 */
export const DOOR_RULES: DoorRules = {
  minimumAge: 21,
  documents: ['drivers-license', 'state-id', 'passport', 'military-id'],
}
