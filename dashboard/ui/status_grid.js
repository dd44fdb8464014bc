// The grid of units and periods: one table, built from a letter for each cell. Arrow keys walk it, Enter or a click picks.
const plain = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }
const safe = (text) => String(text).replace(/[&<>"]/g, (sign) => plain[sign])

export default function ({ data, parentElement, setTriggerValue }) {
    const frame = parentElement.querySelector(".frame")
    const stamp = JSON.stringify(data)
    if (frame.stamp === stamp) return
    const before = frame.stamp ? place(frame) : null
    const isNewlyPicked = before && data.selected[0] && frame.selected !== data.selected.join()
    frame.stamp = stamp
    frame.selected = data.selected.join()
    paint(frame, data)
    frame.innerHTML = legend(data) + `<div class="scroll">${table(data)}</div><div class="tip" aria-hidden="true"></div>`
    const scroll = frame.querySelector(".scroll")
    if (before) {
        scroll.scrollTop = before.top
        scroll.scrollLeft = before.left
        if (before.at) focusOn(frame, ...before.at, before.focused)
    } else {
        scroll.scrollLeft = scroll.scrollWidth
        const picked = frame.querySelector("tr.picked")
        if (picked) scroll.scrollTop = picked.offsetTop - scroll.clientHeight / 2
    }
    listen(frame, data, setTriggerValue)
    if (isNewlyPicked) setTimeout(showUnit, 500)
}

// What was picked is told below the grid: bring its beginning into the window, and leave the grid in sight. Picked in a
// list further down, it stands above: go up to it.
function showUnit() {
    const told = document.querySelector(".st-key-unit_report")
    const page = document.querySelector('[data-testid="stMain"]')
    if (!told || !page) return
    const { top } = told.getBoundingClientRect()
    const hidden = top < 0 ? top - 90 : Math.max(0, top - (window.innerHeight - 280))
    const behavior = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth"
    if (hidden) page.scrollBy({ top: hidden, behavior })
}

function place(frame) {
    const scroll = frame.querySelector(".scroll")
    const active = frame.getRootNode().activeElement
    const at = active && active.dataset.r ? [Number(active.dataset.r), Number(active.dataset.c)] : null
    return { top: scroll.scrollTop, left: scroll.scrollLeft, at, focused: at !== null }
}

function paint(frame, data) {
    for (const [name, value] of Object.entries(data.colours)) frame.style.setProperty(`--g-${name}`, value)
    frame.style.setProperty("--g-stripe", `color-mix(in srgb, ${data.colours.muted} 42%, transparent)`)
    const count = data.columns.length
    frame.style.setProperty("--name", data.has_words ? "clamp(130px, 32cqw, 300px)" : "clamp(112px, 17.5cqw, 290px)")
    frame.style.setProperty("--cell", `clamp(18px, calc((100cqw - 17.5cqw - 104px) / ${count} - 1px), 34px)`)
}

function swatch(state) {
    const classes = `swatch${state.striped ? " striped" : ""}${state.outlined ? " outlined" : ""}`
    return `<span class="${classes}" style="background-color:${state.fill};color:${state.ink}" aria-hidden="true">${safe(state.glyph)}</span>`
}

function legend(data) {
    const shown = Object.values(data.states).filter((state) => state.seen)
    const items = shown.map((state) => `<li>${swatch(state)}${safe(state.words)}</li>`).join("")
    return `<ul class="legend" aria-label="${safe(data.words.legend)}">${items}</ul>`
}

function table(data) {
    const years = []
    for (const column of data.columns) {
        const last = years[years.length - 1]
        if (last && last.year === column.year) last.span += 1
        else years.push({ year: column.year, span: 1 })
    }
    const top = years.map((one) => `<th class="year" colspan="${one.span}" scope="colgroup">${safe(one.year)}</th>`).join("")
    const labels = data.columns
        .map((one) => `<th scope="col" title="${safe(one.name)}"${one.is_break ? ' class="break"' : ""}>${safe(one.label)}</th>`)
        .join("")
    const head =
        `<tr><th class="corner" rowspan="2" scope="col">${safe(data.words.unit)}</th>` +
        `<th class="sum" rowspan="2" scope="col">${safe(data.words.missing)}</th>` +
        `<th class="sum" rowspan="2" scope="col">${safe(data.words.late)}</th>${top}</tr><tr>${labels}</tr>`
    const body = data.rows.map((row, r) => line(data, row, r)).join("")
    return `<table class="${data.has_words ? "wide" : ""}" role="grid" aria-label="${safe(data.words.legend)}"><thead>${head}</thead><tbody>${body}</tbody></table>`
}

function line(data, row, r) {
    const [unit, name, letters, days, missing, late, notes] = row
    const isPicked = unit === data.selected[0]
    let cells = ""
    for (let c = 0; c < data.columns.length; c += 1) {
        const state = data.states[letters[c]]
        const day = state.has_days ? days[c] : undefined
        const sign = day === undefined ? state.glyph : String(day)
        const noted = notes[c] || []
        const status = day === undefined ? state.words : data.words.days.replace("#", day)
        const said = [status, ...noted.map((number) => data.notes[number])].join(". ")
        let classes = "cell"
        if (state.striped) classes += " striped"
        if (state.outlined) classes += " outlined"
        if (data.columns[c].is_break) classes += " break"
        if (noted.length) classes += " noted"
        if (isPicked && data.columns[c].id === data.selected[1]) classes += " picked"
        const mark = data.has_words && noted.length ? `<sup aria-hidden="true">${noted.join(",")}</sup>` : ""
        const shown = (data.has_words && sign ? `${safe(sign)}&ensp;${safe(status)}` : safe(sign)) + mark
        const active = r === 0 && c === 0 ? ' tabindex="0"' : ""
        cells += `<td class="${classes}" data-r="${r}" data-c="${c}"${active} aria-label="${safe(said)}" style="background-color:${state.fill};color:${state.ink}">${shown}</td>`
    }
    return (
        `<tr class="${isPicked ? "picked" : ""}"><th class="name" scope="row" data-r="${r}" data-c="-1" title="${safe(name)}"><span>${safe(name)}</span></th>` +
        `<td class="sum">${safe(missing)}</td><td class="sum">${safe(late)}</td>${cells}</tr>`
    )
}

function focusOn(frame, r, c, takesFocus = true) {
    const cell = frame.querySelector(`[data-r="${r}"][data-c="${c}"]`)
    if (!cell) return
    for (const other of frame.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1
    cell.tabIndex = 0
    if (takesFocus) cell.focus({ preventScroll: false })
}

function listen(frame, data, setTriggerValue) {
    const grid = frame.querySelector("table")
    const tip = frame.querySelector(".tip")
    const pick = (cell) => {
        const [r, c] = [Number(cell.dataset.r), Number(cell.dataset.c)]
        setTriggerValue("picked", { unit: data.rows[r][0], period: c < 0 ? null : data.columns[c].id })
    }
    const tell = (cell) => {
        if (!cell) {
            tip.style.display = "none"
            return
        }
        const [r, c] = [Number(cell.dataset.r), Number(cell.dataset.c)]
        const period = c < 0 ? "" : `\n${data.columns[c].name}: ${cell.getAttribute("aria-label")}`
        tip.textContent = data.rows[r][1] + period
        tip.style.display = "block"
        const box = cell.getBoundingClientRect()
        tip.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - tip.offsetWidth - 12))}px`
        tip.style.top = `${box.bottom + tip.offsetHeight + 14 > window.innerHeight ? box.top - tip.offsetHeight - 6 : box.bottom + 6}px`
    }
    const of = (event) => event.target.closest("[data-r]")
    grid.addEventListener("click", (event) => {
        const cell = of(event)
        if (!cell) return
        focusOn(frame, cell.dataset.r, cell.dataset.c)
        pick(cell)
    })
    grid.addEventListener("mouseover", (event) => tell(of(event)))
    grid.addEventListener("mouseleave", () => tell(null))
    grid.addEventListener("focusin", (event) => tell(of(event)))
    grid.addEventListener("focusout", () => tell(null))
    frame.querySelector(".scroll").addEventListener("scroll", () => tell(null))
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-15, 0], PageDown: [15, 0] }
    grid.addEventListener("keydown", (event) => {
        const cell = of(event)
        if (!cell) return
        const [r, c] = [Number(cell.dataset.r), Number(cell.dataset.c)]
        const last = data.columns.length - 1
        if (event.key === "Enter" || event.key === " ") pick(cell)
        else if (event.key === "Home") focusOn(frame, r, -1)
        else if (event.key === "End") focusOn(frame, r, last)
        else if (steps[event.key]) {
            const [down, right] = steps[event.key]
            focusOn(
                frame,
                Math.max(0, Math.min(r + down, data.rows.length - 1)),
                Math.max(-1, Math.min(c + right, last)),
            )
        } else return
        event.preventDefault()
    })
}
