import drawing from './scene.svg?raw'
import css from './styles/scene.css?inline'
import { wear } from './wear.ts'

/** The drawing of the door, once it is lit as it should be. */
export function litScene(element: Element): string {
  wear(element, css)
  return drawing
}
