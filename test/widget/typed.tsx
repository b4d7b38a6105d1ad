import '../../widget/npm/preact.d.ts'
import type { DoorstepEvents } from '../../widget/element.ts'
import { DoorstepTracker } from '../../widget/element.ts'
import type * as published from '../../widget/npm/doorstep-tracker.d.ts'

/** Compiled, not run: what is published as types must be what the class is, and JSX must take the tag. */
type Same<A, B> = [A] extends [B] ? true : false
type Shown = Pick<published.DoorstepTracker, 'token' | 'dispensary' | 'theme' | 'parts' | 'layout' | 'hideOnError'>

export const isAsPublished: Same<DoorstepTracker, Shown> = true
export const told: Same<DoorstepEvents, published.DoorstepEvents> = true
export const where: string = DoorstepTracker.origin
export const found = (): published.DoorstepTracker | null => document.querySelector('doorstep-tracker')
export const drawn = <doorstep-tracker token="sample" layout="badge" theme="dark" parts="status" hide-on-error />
// @ts-expect-error there is no such layout
export const refused = <doorstep-tracker layout="poster" />
