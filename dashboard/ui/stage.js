// A deck on the screen: one slide at a time, in the page or over the whole window, moved by keys as clickers send them.
const plain = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }
const safe = (text) => String(text).replace(/[&<>"]/g, (sign) => plain[sign])
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase().trim()
const OF_KEY = {
    ArrowRight: "next", PageDown: "next", " ": "next", ArrowDown: "next", ArrowLeft: "back", PageUp: "back", ArrowUp: "back",
    Home: "first", End: "last", Escape: "close", Enter: "enter", b: "blank", B: "blank", ".": "blank", f: "full", F: "full",
    n: "notes", N: "notes", d: "drill", D: "drill", "/": "find", a: "auto", A: "auto", p: "speaker", P: "speaker", F5: "show",
}
const NUMBER_WAIT = 1200
const MOST_FOUND = 7

export default function ({ data, parentElement, setTriggerValue }) {
    const frame = parentElement.querySelector(".frame")
    const stage = frame.stage || (frame.stage = begin(frame))
    stage.trigger = setTriggerValue
    const stamp = JSON.stringify(data)
    if (stage.stamp === stamp) return stage.leave
    const isNewDeck = !stage.data || stage.data.key !== data.key || stage.data.at !== data.at
    stage.stamp = stamp
    stage.data = data
    for (const unit of data.units) unit.key = fold(unit.name)
    if (isNewDeck) stage.at = data.at
    stage.at = Math.max(0, Math.min(stage.at, data.slides.length - 1))
    for (const root of [frame, stage.host]) paint(root, data.colours)
    frame.querySelector(".bar").innerHTML = bar(data)
    listen(stage, frame)
    if (data.is_speaker || (data.is_showing && !stage.wasShown)) open(stage)
    draw(stage)
    return stage.leave
}

function begin(frame) {
    const host = document.createElement("div")
    const shadow = host.attachShadow({ mode: "open" })
    for (const style of frame.getRootNode().querySelectorAll("style")) shadow.append(style.cloneNode(true))
    for (const sheet of frame.getRootNode().adoptedStyleSheets || []) shadow.adoptedStyleSheets.push(sheet)
    const over = document.createElement("div")
    over.className = "over"
    shadow.append(over)
    host.dataset.stage = ""
    const stage = { frame, host, over, at: 0, number: "", isOpen: false, begun: Date.now() }
    stage.onKey = (event) => pressed(stage, event)
    stage.onFull = () => { if (!document.fullscreenElement && stage.isOpen && stage.wasFull) close(stage) }
    stage.leave = () => {
        window.removeEventListener("keydown", stage.onKey, true)
        document.removeEventListener("fullscreenchange", stage.onFull)
        stop(stage)
        clearInterval(stage.ticking)
        if (stage.channel) stage.channel.close()
        document.querySelector("#root")?.removeAttribute("inert")
        host.remove()
        frame.stage = null
    }
    window.addEventListener("keydown", stage.onKey, true)
    document.addEventListener("fullscreenchange", stage.onFull)
    stage.ticking = setInterval(() => tick(stage), 1000)
    return stage
}

function paint(root, colours) {
    for (const [name, value] of Object.entries(colours)) root.style.setProperty(`--${name}`, value)
}

function listen(stage, frame) {
    if (!stage.channel || stage.channel.name !== stage.data.key) {
        if (stage.channel) stage.channel.close()
        stage.channel = new BroadcastChannel(stage.data.key)
        stage.channel.onmessage = (event) => { if (event.data !== stage.at) go(stage, event.data, false) }
    }
    frame.querySelector(".bar").onclick = (event) => {
        const button = event.target.closest("[data-act]")
        if (button) act(stage, button.dataset.act)
    }
    frame.querySelector(".bar").onchange = (event) => {
        if (event.target.matches("[data-auto]")) { stage.seconds = Number(event.target.value); stop(stage); start(stage) }
    }
    stage.over.onclick = (event) => {
        const found = event.target.closest("[data-unit]")
        const button = event.target.closest("[data-act]")
        if (found) choose(stage, found.dataset.unit)
        else if (button) act(stage, button.dataset.act)
    }
    stage.over.oninput = () => { stage.chosen = null; stage.picked = 0; results(stage) }
}

// Keys belong to the deck while it is shown over the page, and in the page while the slide has the focus.
function pressed(stage, event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const inPage = stage.frame.getRootNode().activeElement === stage.frame.querySelector(".slide")
    if (!stage.isOpen && !inPage) return
    if (stage.isFinding) return typed(stage, event)
    const isNumber = /^[0-9]$/.test(event.key)
    const name = isNumber ? "number" : OF_KEY[event.key]
    if (!name) { if (stage.isOpen && event.key.length === 1) event.stopImmediatePropagation(); return }
    if (!stage.isOpen && (name === "close" || event.key === "ArrowUp" || event.key === "ArrowDown")) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (isNumber) return digit(stage, event.key)
    if (stage.isBlank && name !== "close") { stage.isBlank = false; return draw(stage) }
    act(stage, name)
}

function digit(stage, sign) {
    stage.number += sign
    clearTimeout(stage.waiting)
    typing(stage)
    stage.waiting = setTimeout(() => jump(stage), NUMBER_WAIT)
}

function jump(stage) {
    clearTimeout(stage.waiting)
    const at = Number(stage.number) - 1
    stage.number = ""
    typing(stage)
    if (at >= 0 && at < stage.data.slides.length) go(stage, at)
}

// The number as far as it was typed, for the presenter to see.
function typing(stage) {
    stage.over.querySelector(".typed")?.remove()
    if (!stage.isOpen || !stage.number) return
    const shown = document.createElement("p")
    shown.className = "typed"
    shown.textContent = `${stage.number}/${stage.data.slides.length}`
    stage.over.append(shown)
}

function act(stage, name) {
    const last = stage.data.slides.length - 1
    if (name === "next") go(stage, Math.min(stage.at + 1, last))
    else if (name === "back") go(stage, Math.max(stage.at - 1, 0))
    else if (name === "first") go(stage, 0)
    else if (name === "last") go(stage, last)
    else if (name === "enter") stage.number ? jump(stage) : go(stage, Math.min(stage.at + 1, last))
    else if (name === "show") open(stage)
    else if (name === "close") leave(stage)
    else if (name === "blank") { stage.isBlank = !stage.isBlank; draw(stage) }
    else if (name === "full") full(stage)
    else if (name === "notes") { stage.hasNotes = !stage.hasNotes; draw(stage) }
    else if (name === "auto") { stage.timer ? stop(stage) : start(stage, 20); draw(stage) }
    else if (name === "speaker") window.open(stage.data.speaker_url, "trinh-chieu-notes", "width=1100,height=720")
    else if (name === "find") find(stage)
    else if (name === "drill") drill(stage, stage.data.slides[stage.at].page, stage.data.slides[stage.at].params)
}

function go(stage, at, isOwn = true) {
    stage.at = at
    stage.isBlank = false
    if (isOwn && stage.channel) stage.channel.postMessage(at)
    if (stage.timer) { stop(stage); start(stage) }
    draw(stage)
}

function start(stage, usual = 0) {
    stage.seconds = stage.seconds || usual
    if (!stage.seconds) return
    stage.timer = setTimeout(() => {
        stage.timer = null
        if (!stage.isBlank && !stage.isFinding) go(stage, (stage.at + 1) % stage.data.slides.length) // a blank screen stays blank
        start(stage)
    }, stage.seconds * 1000)
    pace(stage)
}

function stop(stage) {
    clearTimeout(stage.timer)
    stage.timer = null
    pace(stage)
}

// Whether slides go on by themselves, in the page and at the foot of the slide.
function pace(stage) {
    const choice = stage.frame.querySelector("[data-auto]")
    if (choice) choice.value = stage.timer ? String(stage.seconds) : "0"
    for (const one of stage.over.querySelectorAll("[data-pace]"))
        one.textContent = stage.timer ? `▶ ${stage.seconds}″ · ` : ""
}

function open(stage) {
    if (stage.isOpen) return
    stage.isOpen = true
    stage.wasShown = true
    stage.begun = Date.now()
    document.body.append(stage.host)
    document.querySelector("#root")?.setAttribute("inert", "")
    if (!stage.data.is_speaker && !document.fullscreenElement) full(stage)
    draw(stage)
    stage.over.querySelector(".slide")?.focus()
}

function close(stage) {
    if (!stage.isOpen || stage.data.is_speaker) return
    stage.isOpen = stage.wasFull = stage.isBlank = false
    stop(stage)
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {})
    document.querySelector("#root")?.removeAttribute("inert")
    stage.host.remove()
    draw(stage)
    stage.frame.querySelector(".slide").focus()
    stage.trigger("closed", { at: stage.at })
}

// Escape leaves what is on top first.
function leave(stage) {
    if (stage.isBlank) { stage.isBlank = false; draw(stage) }
    else if (stage.hasNotes && stage.isOpen) { stage.hasNotes = false; draw(stage) }
    else close(stage)
}

function full(stage) {
    if (document.fullscreenElement) { stage.wasFull = false; document.exitFullscreen().catch(() => {}) }
    else document.documentElement.requestFullscreen?.().then(() => { stage.wasFull = true }).catch(() => {})
}

function drill(stage, page, params) {
    if (!page) return
    const wasOpen = stage.isOpen
    stage.trigger("drilled", { page, params, at: stage.at, is_showing: wasOpen })
}

function find(stage) {
    if (!stage.isOpen || !stage.data.units.length) return
    stage.isFinding = true
    stage.chosen = null
    stage.picked = 0
    draw(stage)
    stage.over.querySelector("input").focus()
}

function typed(stage, event) {
    const found = stage.found || []
    if (event.key === "Escape") {
        if (stage.chosen) { stage.chosen = null; results(stage) }
        else { stage.isFinding = false; draw(stage) }
    } else if (event.key === "Enter") {
        if (stage.chosen) drill(stage, "don-vi", [["unit", stage.chosen]])
        else if (found.length) choose(stage, found[stage.picked].id)
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        stage.picked = Math.max(0, Math.min(found.length - 1, stage.picked + (event.key === "ArrowDown" ? 1 : -1)))
        results(stage)
    } else return event.stopImmediatePropagation()
    event.preventDefault()
    event.stopImmediatePropagation()
}

function choose(stage, id) {
    stage.chosen = id
    results(stage)
}

function results(stage) {
    const wanted = fold(stage.over.querySelector("input").value).split(/\s+/).filter(Boolean)
    const all = wanted.length ? stage.data.units.filter((unit) => wanted.every((word) => unit.key.includes(word))) : []
    stage.found = all.slice(0, MOST_FOUND)
    const box = stage.over.querySelector(".found")
    const unit = stage.chosen && stage.data.units.find((one) => one.id === stage.chosen)
    const { words } = stage.data
    if (unit) {
        const rows = unit.figures.map(([name, value]) => `<tr><th scope="row">${safe(name)}</th><td>${safe(value)}</td></tr>`).join("")
        box.innerHTML = `<h3>${safe(unit.name)}</h3><table>${rows}</table><p class="hint">${safe(words.open_unit)}</p>`
    } else if (all.length) {
        const lines = stage.found.map((one, at) =>
            `<li role="option" data-unit="${safe(one.id)}" aria-selected="${at === stage.picked}">${safe(one.name)} <span>${safe(one.level)}</span></li>`)
        const more = all.length - stage.found.length
        box.innerHTML = `<ul role="listbox">${lines.join("")}</ul>` + (more ? `<p class="hint">${safe(words.more.replace("#", more))}</p>` : "")
    } else box.innerHTML = wanted.length ? `<p class="hint">${safe(words.not_found)}</p>` : `<p class="hint">${safe(words.type)}</p>`
}

function draw(stage) {
    const { data } = stage
    const slide = data.slides[stage.at]
    const place = stage.frame.querySelector(".place")
    place.innerHTML = stage.isOpen ? "" : body(data, slide, stage.at)
    stage.frame.querySelector(".at").textContent = `${stage.at + 1}/${data.slides.length}`
    const told = stage.frame.querySelector(".notes")
    told.hidden = !stage.hasNotes
    told.innerHTML = notes(data, slide)
    if (stage.isOpen) {
        if (data.is_speaker) stage.over.innerHTML = speaker(data, stage)
        else {
            const find = stage.isFinding ? `<div class="finder" role="dialog" aria-label="${safe(data.words.find)}"><input type="text" aria-label="${safe(data.words.find)}" placeholder="${safe(data.words.find)}" autocomplete="off"><div class="found"></div></div>` : ""
            const side = stage.hasNotes ? `<aside class="aside">${notes(data, slide)}</aside>` : ""
            stage.over.innerHTML = (stage.isBlank ? `<div class="blank" role="img" aria-label="${safe(data.words.blank)}"></div>` : body(data, slide, stage.at)) + side + find
            if (stage.isFinding) results(stage)
        }
        stage.over.classList.toggle("noted", Boolean(stage.hasNotes) && !data.is_speaker)
        tick(stage)
    }
    pace(stage)
    for (const root of [place, stage.over]) fit(root)
    if (stage.isOpen && !stage.isFinding) stage.over.querySelector(".slide")?.focus()
}

function tick(stage) {
    const now = new Date()
    const clock = `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`
    const passed = Math.floor((Date.now() - stage.begun) / 1000)
    const spent = `${Math.floor(passed / 60)}:${String(passed % 60).padStart(2, "0")}`
    for (const one of stage.over.querySelectorAll("[data-clock]")) one.textContent = one.dataset.clock === "spent" ? `${clock} · ${spent}` : clock
}

// Words that do not fit their slide are set smaller, step by step, and never cut.
function fit(root) {
    for (const one of root.querySelectorAll("[data-fit]")) {
        let size = 1
        one.style.setProperty("--fit", size)
        while (size > 0.5 && (one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)) {
            size -= 0.04
            one.style.setProperty("--fit", size)
        }
    }
}

function body(data, slide, at) {
    const inner = slide.kind === "title" ? title(data, slide) : content(slide)
    const badge = data.badge ? `<span class="badge">${safe(data.badge)}</span>` : ""
    return `<section class="slide ${slide.kind}" tabindex="0" role="group" aria-roledescription="${safe(data.words.slide)}" aria-label="${at + 1}/${data.slides.length}: ${safe(slide.title)}" data-id="${safe(slide.id)}">` +
        `<h2 data-fit>${safe(slide.title)}</h2>${inner}` +
        `<footer><span>${badge}${safe(slide.foot)}</span><span><span data-pace></span><span data-clock="now" aria-hidden="true"></span> ${at + 1}/${data.slides.length}</span></footer></section>`
}

function title(data, slide) {
    return `<div class="main first">${[...slide.points, data.standing].map((line) => `<p>${safe(line)}</p>`).join("")}</div>`
}

function content(slide) {
    const tiles = slide.figures.map(tile).join("")
    const points = slide.svg ? "" : slide.points.map((point) => `<p>${safe(point)}</p>`).join("")
    if (slide.kind === "text") return `<div class="main" data-fit><ul class="points">${slide.points.map((one) => `<li>${safe(one)}</li>`).join("")}</ul></div>`
    if (slide.table) return `<div class="main" data-fit>${table(slide)}</div>${points ? `<div class="small">${points}</div>` : ""}`
    const chart = slide.svg ? `<div class="chart" role="img" aria-label="${safe(slide.alt)}">${slide.svg}</div>` : ""
    const kind = slide.svg ? "beside" : "tiles"
    return `<div class="main ${kind}">${chart}<div class="figures">${tiles}</div></div>${points ? `<div class="small">${points}</div>` : ""}`
}

function tile(one) {
    const status = one.status ? `<p class="status ${safe(one.tone)}">${safe(one.status)}</p>` : ""
    const lines = one.lines.map((line) => `<p class="line">${safe(line)}</p>`).join("")
    return `<div class="tile" data-fit><p class="name">${safe(one.name)}</p><p class="value"><b>${safe(one.value)}</b> <span>${safe(one.counts)}</span></p>${status}${lines}</div>`
}

function table(slide) {
    const isShort = (at) => slide.table.rows.every((row) => row[at].length < 14)
    const side = (at) => (slide.table.columns[at].is_right ? ' class="right"' : isShort(at) ? ' class="short"' : "")
    const head = slide.table.columns.map((one, at) => `<th scope="col"${side(at)}>${safe(one.label)}</th>`).join("")
    const rows = slide.table.rows.map((row) => `<tr>${row.map((cell, at) => `<td${side(at)}>${safe(cell)}</td>`).join("")}</tr>`).join("")
    return `<table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table>`
}

function notes(data, slide) {
    const lines = slide.notes.map((line) => `<li>${safe(line)}</li>`).join("")
    return `<h3>${safe(data.words.notes)}</h3><ul>${lines}</ul>`
}

function speaker(data, stage) {
    const next = data.slides[stage.at + 1]
    return `<div class="desk"><div class="now">${body(data, data.slides[stage.at], stage.at)}</div><div class="side"><p class="clock" data-clock="spent"></p>` +
        `<h3>${safe(data.words.next)}</h3><p>${next ? safe(next.title) : "–"}</p>${notes(data, data.slides[stage.at])}</div></div>`
}

function bar(data) {
    const { words } = data
    const button = (name, text) => `<button type="button" data-act="${name}">${safe(text)}</button>`
    const seconds = [0, 10, 20, 30, 60].map((one) => `<option value="${one}">${one ? safe(words.seconds.replace("#", one)) : safe(words.by_hand)}</option>`).join("")
    return button("show", words.show) + button("back", "◀ " + words.back) + '<span class="at" aria-live="polite"></span>' + button("next", words.next_slide + " ▶") +
        button("notes", words.notes) + button("speaker", words.speaker) + button("drill", words.drill) +
        `<label>${safe(words.auto)} <select data-auto>${seconds}</select></label>`
}
