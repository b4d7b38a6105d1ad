import type { ComponentChildren } from 'preact'
import { Contact } from '../../widget/Contact.tsx'
import { isExpected } from '../../widget/over.ts'
import { Ready } from '../../widget/Ready.tsx'
import type { DoorVoice } from '../../widget/voice.ts'
import { NoteForm, Rating, ReadyForm } from './Acts.tsx'
import type { PartProps } from './Part.tsx'
import { pageWords } from './words.ts'

/** A part of the page, by its name. */
export function printPart(part: PartProps, { door }: DoorVoice): ComponentChildren {
  const { name, view, token, voice } = part
  const words = pageWords[voice.locale]
  const acts = { view, words, at: `/t/${token}` }
  switch (name) {
    case 'below':
      return <Rating {...acts} />
    case 'ready':
      return (
        <Ready view={view} voice={{ locale: voice.locale, door }} heading={2}>
          <ReadyForm {...acts} />
        </Ready>
      )
    case 'beside':
      return <Beside part={part} acts={acts} />
    case 'contact':
      return <Contact view={view} voice={{ ...voice, door }} />
    default:
      return name satisfies never
  }
}

type Acts = Parameters<typeof Rating>[0]

function Beside({ part: { view, voice, withDetails }, acts }: { part: PartProps; acts: Acts }) {
  const { at, words } = acts
  const other = voice.locale === 'en' ? 'es' : 'en'
  return (
    <>
      {isExpected(view) && view.milestone !== 'arrived' && (
        <p class="tell-me">
          <a class="button" href={`${at}/messages`}>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5L19 18H5zM10 20.5h4" />
            </svg>
            {words.tellMe}
          </a>
        </p>
      )}
      <NoteForm {...acts} />
      <nav class="more" aria-label={words.more}>
        {withDetails && <a href={`${at}/details`}>{words.details}</a>}
        <form method="post" action={`${at}/language`}>
          <button class="quietly" name="locale" value={other} lang={other}>
            {words.language}
          </button>
        </form>
      </nav>
    </>
  )
}
