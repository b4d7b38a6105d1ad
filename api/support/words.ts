import { GIVEN_AT_CHECKOUT } from '../domain/consent.ts'
import type { DoorstepEvent, EventData } from '../domain/event.ts'
import type { Suspicion } from '../domain/link.ts'
import type { Instant } from '../domain/time.ts'

/** One row of the trail, as support staff would tell it. */
export function inWords(event: DoorstepEvent, timeZone: string): string {
  const clock = (at: Instant): string =>
    new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit', timeZone }).format(at)
  switch (event.type) {
    case 'order.received':
      return `Order ${event.data.number} came in`
    case 'order.verified':
      return 'The order was verified'
    case 'order.preparing':
      return 'The store began to prepare the order'
    case 'order.packed':
      return 'The order was packed'
    case 'order.approached':
      return 'The dispatcher told that the driver is near'
    case 'order.arrived':
      return 'The dispatcher told that the driver is at the door'
    case 'order.status-unknown':
      return `The store told the status “${event.data.status}”, which nobody has mapped`
    case 'order.departed':
      return 'The order left the store'
    case 'order.updated':
      return 'The store changed the order or its contact'
    case 'order.cancelled':
      return `The order was cancelled${because(event.data.reason)}`
    case 'order.returned':
      return 'The order was brought back to the store'
    case 'route.planned':
      return `Put on route ${event.data.routeId} of driver ${event.data.driverId}, ${event.data.stops.length} stops`
    case 'route.departed':
      return `Route ${event.data.routeId} left the store`
    case 'route.resequenced':
      return `The stops of route ${event.data.routeId} were put in another order`
    case 'route.ended':
      return `Route ${event.data.routeId} ended`
    case 'stop.approached':
      return 'The driver came near this stop'
    case 'stop.arrival-doubted':
      return `That was told ${event.data.metersAway} m from the door, by the driver’s positions, and is not believed`
    case 'stop.departed':
      return 'The driver left the door, by their positions, and nobody told of a handoff'
    case 'stop.arrived':
      return 'The driver reached the door'
    case 'handoff.completed':
      return `Handed over at the door${event.data.idChecked ? ', ID checked' : ''}`
    case 'handoff.refused':
      return `Not handed over${because(event.data.reason)}`
    case 'driver.duress':
      return `Driver ${event.data.driverId} called for help; the position was hidden`
    case 'milestone.reached':
      return `Milestone “${event.data.milestone}” passed, because of entry ${event.data.cause}`
    case 'window.revised':
      return `Window ${clock(event.data.from)}–${clock(event.data.to)}, latest by ${clock(event.data.latestBy)} (${event.data.cause}, by ${event.data.source})`
    case 'estimate.judged':
      return `What had been said ${event.data.forecasts.length} times on the way was held against the arrival`
    case 'notification.planned':
      return `A “${event.data.kind}” message was planned by ${event.data.channel}`
    case 'notification.sent':
      return `The “${event.data.kind}” message was sent by ${event.data.channel}${event.data.others ? `; the devices that could not be reached are tried again at ${clock(event.data.others.dueAt)}` : ''}`
    case 'notification.claimed':
      return `The “${event.data.kind}” message was taken up to be sent by ${event.data.channel}${event.data.attempt > 0 ? `, try ${event.data.attempt + 1}` : ''}`
    case 'notification.accepted':
      return `The carrier took the “${event.data.kind}” message by ${event.data.channel}`
    case 'notification.delivered':
      return `The “${event.data.kind}” message reached the phone by ${event.data.channel}`
    case 'notification.opened':
      return `The customer opened the “${event.data.kind}” message sent by ${event.data.channel}`
    case 'notification.renewed':
      return `Staff member ${event.data.staffId} had the “${event.data.kind}” message by ${event.data.channel} sent again`
    case 'notification.dropped':
      return `The “${event.data.kind}” message was not sent by ${event.data.channel}${because(event.data.reason)}`
    case 'notification.failed':
      return `Sending “${event.data.kind}” by ${event.data.channel} failed${because(event.data.reason)} (${event.data.trouble})${event.data.retryAt === undefined ? '' : `; it will be tried again at ${clock(event.data.retryAt)}`}`
    case 'consent.given':
      return consentInWords(event.data)
    case 'consent.withdrawn':
      return stopInWords(event.data)
    case 'reply.received':
      return `The customer wrote ${event.data.wish?.toUpperCase() ?? 'back'} by ${event.data.channel}`
    case 'reply.answered':
      return 'HELP was answered by email with how to reach the store'
    case 'reply.unanswered':
      return `HELP could not be answered by email${because(event.data.reason)}`
    case 'id.readied':
      return event.data.ready ? 'The customer has their ID ready' : 'The customer took back that their ID is ready'
    case 'note.left':
      return 'The customer left a note for the driver'
    case 'note.withdrawn':
      return 'The customer took the note for the driver back'
    case 'order.rated':
      return `The customer gave ${event.data.stars} of 5 stars${event.data.inWords ? ', and words' : ''}`
    case 'language.chosen':
      return `The customer chose ${event.data.locale === 'es' ? 'Spanish' : 'English'}`
    case 'details.opened':
      return 'Address and amount were shown, after the last four digits of the phone'
    case 'details.denied':
      return 'Address and amount were not shown: the digits were not those of the phone'
    case 'look-up.opened':
      return 'Found by its number and the last four digits of the phone'
    case 'look-up.denied':
      return 'Not found: the digits named with its number were not those of the phone'
    case 'link.issued':
      return `A tracking link was made for the ${event.data.to}${byStaff(event.data.by)}`
    case 'link.opened':
      return 'A tracking link was opened for the first time'
    case 'link.revoked':
      return `A tracking link was revoked${byStaff(event.data.by)}`
    case 'link.suspected':
      return `A tracking link shows no map any more: ${SUSPECTED[event.data.because]}`
    case 'link.cleared':
      return `Staff member ${event.data.by} opened the map of a tracking link again`
    case 'contact.forgotten':
      return `The customer was forgotten, as ${event.data.by === 'operator' ? 'the operator' : `staff member ${event.data.by}`} asked`
    case 'track.sealed':
      return `${event.data.fixes} positions of driver ${event.data.driverId} were put away`
    case 'checkpoint.signed':
      return `Entries ${event.data.from} to ${event.data.to} of the store were signed`
    case 'trail.exported':
      return `Handed out with proofs, asked for by ${event.data.by}`
    case 'attestation.given':
      return `${event.data.by} attested that text messages may be sent: ${event.data.ground} (${event.data.policy})`
    case 'attestation.withdrawn':
      return 'The attestation for text messages was withdrawn'
    case 'staff.signed-in':
      return `Staff member ${event.data.staffId} signed in`
    case 'connection.test-mode-switched':
      return `Staff member ${event.data.staffId} switched test mode of ${event.data.connectionId} ${event.data.on ? 'on' : 'off'}`
    case 'connection.status-mapped':
      return `Staff member ${event.data.staffId} said that “${event.data.status}” of ${event.data.connectionId} means ${event.data.standing}`
    case 'hook.subscribed':
      return `Hook ${event.data.hookId} was subscribed to ${event.data.events.join(', ')}, by ${event.data.by}`
    case 'hook.unsubscribed':
      return `Hook ${event.data.hookId} was unsubscribed${event.data.because === 'gone' ? ': its address said that it is gone' : ''}`
    case 'hook.disabled':
      return `Hook ${event.data.hookId} is told nothing any more: its address has failed for days`
    case 'hook.replayed':
      return `What happened since ${clock(event.data.since)} is told to hook ${event.data.hookId} again`
    case 'wording.changed':
      return `Version ${event.data.version} of the “${event.data.kind}” message was written`
    case 'staff.viewed-connections':
      return `Staff member ${event.data.staffId} looked at the connections`
    case 'staff.viewed-messages':
      return `Staff member ${event.data.staffId} looked at the messages`
    case 'staff.looked-up':
      return `Staff member ${event.data.staffId} looked the order up`
    default:
      return event satisfies never
  }
}

function consentInWords({ channel, source, wording, where, by }: EventData['consent.given']): string {
  if (wording === GIVEN_AT_CHECKOUT.sms || wording === GIVEN_AT_CHECKOUT.email)
    return `The store has the ${channel === 'sms' ? 'number' : 'address'} from the checkout; to which words on messages it did not tell`
  if (by !== undefined) return `Staff member ${by} took back what staff had stopped of messages by ${channel}`
  return `The customer asked for messages by ${channel} (${source}${where === undefined ? '' : `, ${where}`}, “${wording}”)`
}

function stopInWords({ channel, source, scope, by }: EventData['consent.withdrawn']): string {
  const what = `messages by ${channel}${scope === 'everywhere' ? ' of any order' : ''}`
  return by === undefined
    ? `The customer wants no more ${what} (${source})`
    : `Staff member ${by} stopped ${what}, as the customer asked`
}

const byStaff = (staffId: string | undefined): string => (staffId === undefined ? '' : ` by staff member ${staffId}`)

const SUSPECTED: Record<Suspicion, string> = {
  'many-networks': 'it was looked at from many networks',
  'follows-route': 'somebody looks at several stops of this route',
  guessed: 'somebody tried many links before they found it',
}

const because = (reason: string | undefined): string => (reason === undefined ? '' : `: ${reason.replaceAll('-', ' ')}`)
