import type { TrackView } from '../api/contract.ts'
import { isExit } from './over.ts'
import { tellOpening } from './tell.ts'
import type { DoorVoice, Voice } from './voice.ts'

type Props = { view: TrackView; voice: Voice & DoorVoice }

/** Whom to ask, and who sells: the legal name and licence stand on every page that a customer sees. */
export function Contact({ view, voice }: Props) {
  const { name, phone, email, website, legalName, licence } = view.dispensary
  const say = voice.door
  const opening = isExit(view) && tellOpening(view, voice)
  return (
    <footer class="contact">
      <p>
        {say.questions(name)}
        {opening && ` ${opening}.`}
      </p>
      <ul>
        <li>
          <a class="call" href={`tel:${phone}`}>
            {say.call(asWritten(phone))}
          </a>
        </li>
        {email && (
          <li>
            <a href={`mailto:${email}`}>{email}</a>
          </li>
        )}
        {website && (
          <li>
            <a href={website} rel="noopener">
              {website.replace(/^https?:\/\/(www\.)?|\/$/g, '')}
            </a>
          </li>
        )}
      </ul>
      <p class="legal">
        {legalName} · {say.licence(licence)}
      </p>
    </footer>
  )
}

/** "(415) 555-0134"; numbers of other countries stay as they are. */
const asWritten = (phone: string): string => phone.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1)\u00a0$2-$3')
