// What is offered while somebody types into the search: a combobox with a list, as the ARIA Authoring Practices Guide
// describes it. Without this module the form searches all the same. Options are built as nodes, never from markup.
const input = document.querySelector('input[data-suggest]')
const list = document.getElementById('suggestions')
const status = document.getElementById('suggestions-status')
const words = input.dataset
const lang = document.documentElement.lang
let options = [], at = -1, pending, timer

input.setAttribute('role', 'combobox')
input.setAttribute('aria-autocomplete', 'list')
input.setAttribute('aria-controls', list.id)
input.setAttribute('aria-expanded', 'false')

const isOpen = () => !list.hidden

const close = () => {
  clearTimeout(timer)
  pending?.abort()
  list.hidden = true
  list.replaceChildren()
  options = []
  status.textContent = ''
  input.setAttribute('aria-expanded', 'false')
  choose(-1)
}

// The focus stays in the field; the field names the option that would be followed.
const choose = place => {
  list.children[at]?.removeAttribute('aria-selected')
  at = place
  const option = list.children[at]
  if (!option) return input.removeAttribute('aria-activedescendant')
  option.setAttribute('aria-selected', 'true')
  input.setAttribute('aria-activedescendant', option.id)
  option.scrollIntoView({ block: 'nearest' })
}

const text = (className, content, language) => {
  const span = document.createElement('span')
  span.className = className
  span.textContent = content
  if (language && language !== lang) span.lang = language
  return span
}

const optionOf = (item, i) => {
  const option = document.createElement('li')
  option.id = `suggestion-${i}`
  option.setAttribute('role', 'option')
  const name = text('suggestion-name', '')
  name.append(text('', item.label, item.lang))
  if (item.ownLabel) name.append(' ', text('suggestion-own', `– ${item.ownLabel}`))
  const single = item.kind === 'practice' || item.kind === 'roadmap'
  option.append(name, ' ', text('suggestion-kind', words[item.kind] + (single ? '' : ` (${item.count})`)))
  return option
}

const show = items => {
  if (document.activeElement !== input) return
  options = items
  list.replaceChildren(...items.map(optionOf))
  list.hidden = items.length === 0
  input.setAttribute('aria-expanded', String(isOpen()))
  choose(-1)
  status.textContent = items.length ? words.count.replace('{n}', items.length) : words.none
}

const ask = async () => {
  pending?.abort()
  const typed = input.value.trim()
  if (typed === '') return close()
  pending = new AbortController()
  try {
    const answer = await fetch(`${words.suggest}?${new URLSearchParams({ q: typed, lang })}`, { signal: pending.signal })
    if (answer.ok) show((await answer.json()).items)
    else close()
  } catch (e) {
    if (e.name !== 'AbortError') close()
  }
}

const follow = place => {
  const { href } = options[place]
  close()
  location.assign(href)
}

input.addEventListener('input', e => {
  if (e.isComposing) return
  clearTimeout(timer)
  timer = setTimeout(ask, 120)
})

input.addEventListener('keydown', e => {
  if (e.isComposing || e.ctrlKey || e.metaKey) return
  const n = options.length
  if ((e.key === 'ArrowDown' || e.key === 'ArrowUp') && !isOpen() && input.value.trim() !== '') {
    e.preventDefault()
    ask()
  } else if (e.key === 'ArrowDown' && isOpen()) {
    e.preventDefault()
    choose(e.altKey ? at : at + 1 < n ? at + 1 : -1) // behind the last one is the field again
  } else if (e.key === 'ArrowUp' && isOpen()) {
    e.preventDefault()
    e.altKey ? close() : choose(at < 0 ? n - 1 : at - 1)
  } else if (e.key === 'Escape' && isOpen()) {
    e.preventDefault() // what was typed stays; a second time the browser empties the field
    close()
  } else if (e.key === 'Home' || e.key === 'End' || e.key === 'ArrowLeft' || e.key === 'ArrowRight') {
    choose(-1)
  }
})

// Enter sends the form; with an option chosen it leads there instead, before anybody else hears of it.
input.form.addEventListener('submit', e => {
  if (at < 0) return close()
  e.preventDefault()
  e.stopImmediatePropagation()
  follow(at)
}, true)
input.addEventListener('blur', close)
addEventListener('pagehide', close)

// A press on an option must not take the focus out of the field.
list.addEventListener('mousedown', e => e.preventDefault())
list.addEventListener('click', e => {
  const option = e.target.closest('[role=option]')
  if (option) follow([...list.children].indexOf(option))
})
