import type { Locale } from '../api/domain/contact.ts'
import type { RefusalReason } from '../api/domain/order-event.ts'
import type { Channel } from '../api/domain/notification.ts'
import type { Instant } from '../api/domain/time.ts'
import { toGsm7 } from './gsm7.ts'
import { familyNameIn, firstName } from './customer-name.ts'
import { fullNameIn } from './full-names.ts'
import { neutralName, oneLine, spoken } from './neutral.ts'
import type { Facts, Words } from './template.ts'
import { filled } from './wording.ts'
import { dayWords, timeWords, windowWords } from './when.ts'

const REASONS: Record<RefusalReason, true> = {
  'not-home': true,
  'no-id': true,
  underage: true,
  intoxicated: true,
  refused: true,
  unsafe: true,
  address: true,
  payment: true,
  other: true,
}
const isReason = (code: string): code is RefusalReason => Object.hasOwn(REASONS, code)

/** Long names would push the link out of a text message, and the window out of a push. */
const LONGEST: Record<Channel, { name: number; number: number }> = {
  'web-push': { name: 40, number: 24 },
  email: { name: 80, number: 40 },
  sms: { name: 30, number: 16 },
}

/** "Order Calle Luna arrives 6:20" would be a street with its number. */
const A_TIME = ' 6:20'

/** Cut at a word where one ends in the last half, so that a name stays a name. */
function clip(text: string, longest: number): string {
  const chars = [...text]
  if (chars.length <= longest) return text
  const cut = chars.slice(0, longest).join('')
  const space = cut.lastIndexOf(' ')
  return (space > longest / 2 ? cut.slice(0, space) : cut).replace(/[\s,.&-]+$/u, '')
}

/** Ten digits as Americans write them; other numbers as they are. */
export const phoneWords = (phone: string): string => phone.trim().replace(/^\+?1?(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3')

/** Some tills call an order after its customer; then it goes without a number. */
function numberOf({ orderNumber, customerName, dispensary }: Facts): string | undefined {
  const isName = familyNameIn(orderNumber, customerName, () => '') ?? fullNameIn(orderNumber, dispensary.name)
  return isName === undefined ? spoken(orderNumber) : undefined
}

/** The facts of a message in its language, on the dispensary's clock, fit for its channel. */
export function wordsOf(facts: Facts, channel: Channel, locale: Locale): Words {
  const { dispensary, window, reachedAt } = facts
  const fit = (text: string): string => (channel === 'sms' ? toGsm7(text) : text)
  const fitFact = (text: string | undefined, longest: number) => spoken(clip(fit(spoken(text) ?? ''), longest))
  const number = spoken(fit(numberOf(facts) ?? ''), A_TIME)
  const { timeZone } = dispensary
  const time = (at: Instant): string => fit(timeWords(locale, at, timeZone))
  const day = (at: Instant): string => fit(dayWords(locale, at, timeZone))
  const words = {
    sender: neutralName(fitFact(dispensary.name, LONGEST[channel].name) ?? '', locale),
    number: number && [...number].length <= LONGEST[channel].number ? ` ${number}` : '',
    window: window && { hours: fit(windowWords(locale, window, timeZone)), day: day(window.from) },
    reached:
      reachedAt === undefined
        ? undefined
        : { time: time(reachedAt), dayAndTime: `${day(reachedAt)}, ${time(reachedAt)}` },
    driver: fitFact(firstName(oneLine(facts.driverFirstName ?? '')), 24),
    stopsBefore: facts.stopsBefore,
    reason: facts.reason !== undefined && isReason(facts.reason) ? facts.reason : 'other',
    phone: fit(phoneWords(dispensary.phone)),
    url: facts.url,
    minimumAge: facts.minimumAge,
  }
  const own = facts.own && filled(facts.own, words)
  return { ...words, own: own && fit(own) }
}
