/**
 * Laws are tried on chance, and chance is seeded: a run can be repeated, and a failure prints its seed and the smallest
 * case that fails. `DOORSTEP_SEED=any npx vitest ...` tries others.
 */
export const SEED = Number(process.env['DOORSTEP_SEED'] ?? 20_260_424)
