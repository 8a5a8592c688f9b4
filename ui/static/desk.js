// Comfort for those who write, on top of plain forms: without this module everything works all the same.

// Translations are saved while they are written. What the form remembers of a text is exchanged only where
// the service says that it stands there as it was sent.
const translating = document.querySelector('form[data-translate]')
if (translating) {
  const said = translating.querySelector('[data-said]')
  let timer, busy = false, again = false, after
  const save = async () => {
    clearTimeout(timer)
    if (busy) { again = true; return }
    busy = true
    again = false
    const body = new URLSearchParams(new FormData(translating))
    body.set('op', 'autosave')
    try {
      const answer = await fetch(translating.action, { method: 'POST', body })
      const told = await answer.json()
      said.textContent = told.said
      for (const input of translating.querySelectorAll('[data-of]')) {
        const from = told.texts?.[input.dataset.of]
        if (from) input.value = from
      }
    } catch {
      said.textContent = translating.dataset.offline
      timer = setTimeout(save, 10000)
    }
    busy = false
    if (after) after()
    else if (again) save()
  }
  translating.addEventListener('input', e => {
    clearTimeout(timer)
    timer = setTimeout(save, e.target.type === 'checkbox' ? 0 : 1500)
  })
  translating.addEventListener('submit', e => {
    clearTimeout(timer)
    if (!busy) return
    e.preventDefault()
    const { submitter } = e
    after = () => translating.requestSubmit(submitter)
  })
}
