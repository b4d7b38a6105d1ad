import type { Answer as Told } from './tell.ts'

type Props = { told: Told; heading: 1 | 2 }

/** When: a change of it is read out to those who listen. */
export function Answer({ told, heading }: Props) {
  const Heading = `h${heading}` as const
  return (
    <div class="answer" role="status">
      <Heading class="headline">{told.headline}</Heading>
      <p class={told.isTime ? 'largest' : 'largest in-words'}>
        {told.largest.map(({ text, kind }) => (kind === 'large' ? text : <span class={kind}>{text}</span>))}
      </p>
      {told.asides.length > 0 && (
        <ul class="asides">
          {told.asides.map((text) => (
            <li key={text}>{unbroken(text)}</li>
          ))}
        </ul>
      )}
      {told.note && <p class={told.note.late ? 'note late' : 'note'}>{unbroken(told.note.text)}</p>}
    </div>
  )
}

/** A range of times stays on one line. */
const unbroken = (text: string): string => text.replaceAll('–', '–\u2060')
