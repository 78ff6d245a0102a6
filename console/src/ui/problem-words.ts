import { createSignal } from 'solid-js'
import type { wordsOf } from '../problems/words.ts'

const [lookUp, setLookUp] = createSignal<typeof wordsOf>()
let underWay: Promise<void> | undefined

/** Most pages never show a problem, so its words come when one does. Without them it is told in the server's English. */
export function loadProblemWords(): Promise<void> {
  underWay ??= import('../problems/words.ts').then(
    (loaded) => {
      setLookUp(() => loaded.wordsOf)
    },
    () => {
      underWay = undefined
    },
  )
  return underWay
}

/** In the page's language, as soon as they are there. */
export function problemWords(code: string): ReturnType<typeof wordsOf> {
  void loadProblemWords()
  return lookUp()?.(code)
}
