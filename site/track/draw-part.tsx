import { render } from 'preact'
import { loadDoorVoice } from '../../widget/voice.ts'
import type { PartProps } from './Part.tsx'
import { printPart } from './print-part.tsx'

/**
 * Draws a part anew where it stands, in an element of its own, for of a root's own children what was printed and is not
 * drawn any more would stay. What was tapped may be gone: whoever reads by keyboard goes on where it was.
 */
export async function drawPart(ground: Element, part: PartProps): Promise<void> {
  const voice = await loadDoorVoice(part.voice.locale)
  const wasHere = ground.contains(document.activeElement)
  render(<div class="part">{printPart(part, voice)}</div>, ground)
  if (wasHere && document.activeElement === document.body) ground.querySelector<HTMLElement>('[tabindex="-1"]')?.focus()
}
