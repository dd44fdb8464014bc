// A table that the Tab key comes to selects its first cell at once, and a selected cell of ours leads to another view:
// whoever only passes by would be carried away. So the table learns that it has the focus with the first key meant for it.
const TABLE = 'canvas[data-testid="data-grid-canvas"]'
const MEANT = /^(Arrow|Page)|^(Home|End|Enter| )$/
let isByKey = false
let waiting = null

window.addEventListener("pointerdown", () => { isByKey = false }, true)
window.addEventListener("focusin", (event) => {
    if (!isByKey || !event.isTrusted || !event.target.matches(TABLE)) return
    waiting = event.target
    event.stopImmediatePropagation()
}, true)
window.addEventListener("focusout", () => { waiting = null }, true)
window.addEventListener("keydown", (event) => {
    isByKey = true
    if (event.target !== waiting || !MEANT.test(event.key)) return
    waiting = null
    event.preventDefault()
    event.stopImmediatePropagation() // it has led to the first line, and not to the one after
    event.target.dispatchEvent(new FocusEvent("focusin", { bubbles: true }))
}, true)

