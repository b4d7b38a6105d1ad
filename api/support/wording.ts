import type { Database } from '../../db/open.ts'
import type { Staff } from '../../db/staff.ts'
import { findWording, wordingsOf } from '../../db/wordings.ts'
import { segments } from '../../templates/gsm7.ts'
import { oneLine } from '../../templates/neutral.ts'
import { messageFaults, render, renderAsWorded } from '../../templates/render.ts'
import { LONGEST_SENTENCE, wordingFault } from '../../templates/wording-rules.ts'
import { PLACEHOLDERS } from '../../templates/wording.ts'
import type { LetterAsked, SupportWording, WordingForm } from '../contract-wording.ts'
import type { Locale } from '../domain/contact.ts'
import { CHANNELS, NOTIFICATION_KINDS, type Channel, type NotificationKind } from '../domain/notification.ts'
import type { Clock } from '../ports.ts'
import { notFound } from '../problem.ts'
import type { RecordEvent } from '../record.ts'
import { toldOf, type Told } from './wording-facts.ts'

type Worded = SupportWording['messages'][number]['languages'][number]
/** A sentence that is typed and not saved. */
export type Draft = { kind: NotificationKind; locale: Locale; text: string; fault: Fault | null }
type Fault = NonNullable<NonNullable<Worded['draft']>['fault']>

export type Wording = {
  view: (staff: Staff, order?: string, draft?: Draft) => Promise<SupportWording>
  /** Saves a sentence, or only looks at it; gives it back where it is not saved. */
  change: (staff: Staff, form: WordingForm) => Promise<Draft | undefined>
  /** One e-mail as its reader sees it. */
  letter: (staff: Staff, asked: LetterAsked) => Promise<string>
}
type Deps = { db: Database; record: RecordEvent; clock: Clock; publicUrl: string }

const LOCALES: readonly Locale[] = ['en', 'es']

export function createWording({ db, record, clock, publicUrl }: Deps): Wording {
  const told = ({ dispensaryId }: Staff, wanted: string | undefined): Promise<Told> =>
    toldOf(db, dispensaryId, { publicUrl, wanted, now: clock() })

  async function textOf({ dispensaryId }: Staff, { again, text, kind, locale }: WordingForm): Promise<string> {
    if (again === undefined) return oneLine(text)
    if (again === 0) return ''
    const former = (await wordingsOf(db, dispensaryId)).find(
      (one) => one.kind === kind && one.locale === locale && one.version === again,
    )
    if (!former) throw notFound()
    return former.text
  }

  return {
    view: async (staff, wanted, draft) => {
      const known = await told(staff, wanted)
      const written = await wordingsOf(db, staff.dispensaryId)
      const worded = (kind: NotificationKind, locale: Locale): Worded => {
        const own = written.filter((one) => one.kind === kind && one.locale === locale).reverse()
        const [current] = own
        const typed = draft?.kind === kind && draft.locale === locale ? draft : undefined
        const text = current?.text ?? ''
        return {
          ...{ locale, text, version: current?.version ?? 0 },
          draft: typed ? { text: typed.text, fault: typed.fault } : null,
          previews: CHANNELS.map((channel) => previewOf(known, { kind, locale, channel, text, typed: typed?.text })),
          versions: own.map(({ version, text, by, changedAt }) => ({
            ...{ version, text, by },
            at: new Date(changedAt).toISOString(),
          })),
        }
      }
      return {
        storeName: known.dispensary.name,
        accent: known.dispensary.accent,
        timeZone: known.dispensary.timeZone,
        orderId: known.order?.id ?? null,
        orders: known.orders.map(({ id, number }) => ({ id, number })),
        longestSentence: LONGEST_SENTENCE,
        messages: NOTIFICATION_KINDS.map((kind) => ({
          kind,
          placeholders: [...PLACEHOLDERS[kind]],
          languages: LOCALES.map((locale) => worded(kind, locale)),
        })),
      }
    },

    change: async (staff, form) => {
      const { kind, locale, version, act, order } = form
      const { dispensaryId } = staff
      const text = await textOf(staff, form)
      const known = await told(staff, order)
      const fault = text === '' ? undefined : wordingFault(kind, locale, text, known.factsOf(kind))
      if (fault || act === 'look') return { kind, locale, text, fault: fault ?? null }
      const meanwhile: Draft = { kind, locale, text, fault: { rule: 'changed-meanwhile', found: '' } }
      const current = await findWording(db, { dispensaryId, kind, locale })
      if ((current?.version ?? 0) !== version) return meanwhile
      if ((current?.text ?? '') === text) return undefined
      const data = { kind, locale, version: version + 1, text, staffId: staff.id }
      const { result } = await record({
        ...{ dispensaryId, source: 'doorstep/support', eventId: `wording.changed:${kind}:${locale}:${version + 1}` },
        event: { type: 'wording.changed', time: clock(), data },
      })
      // Of two who saved the same version at once, one did.
      return result === 'recorded' ? undefined : meanwhile
    },

    letter: async (staff, { kind, locale, order, text: typed }) => {
      const { factsOf } = await told(staff, order)
      const saved = (await findWording(db, { dispensaryId: staff.dispensaryId, kind, locale }))?.text
      const facts = { ...factsOf(kind), own: (typed ?? saved) || undefined }
      const { html } = (typed === undefined ? render : renderAsWorded)(kind, 'email', locale, facts)
      if (html === undefined) throw notFound()
      return html
    },
  }
}

type Shown = { kind: NotificationKind; locale: Locale; channel: Channel; text: string; typed: string | undefined }

/** What is typed is shown as it is, with all that is wrong with it; what is saved as it is sent. */
function previewOf(
  { factsOf, order }: Told,
  { kind, locale, channel, text, typed }: Shown,
): Worded['previews'][number] {
  const facts = { ...factsOf(kind), own: (typed ?? text) || undefined }
  const message = (typed === undefined ? render : renderAsWorded)(kind, channel, locale, facts)
  const query = new URLSearchParams({ ...(order && { order: order.id }), ...(typed !== undefined && { text: typed }) })
  return {
    ...{ channel, title: message.subject, text: message.text },
    letterUrl: channel === 'email' ? `/support/wording/letters/${kind}/${locale}?${query.toString()}` : null,
    segments: channel === 'sms' ? segments(message.text) : null,
    faults: messageFaults(message, channel, facts),
  }
}
