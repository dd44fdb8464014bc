// Enter in the search box opens the first find, also where the finds of the last letters are still on their way.
export default function ({ data }) {
    const box = document.querySelector(`.st-key-${data.key}_box`)
    const input = box && box.querySelector("input")
    if (!input) return
    input.finds = data
    const open = () => {
        const { name, id } = input.finds
        const isFirst = (link) => id && new URL(link.href).searchParams.get(name) === id
        const link = [...box.querySelectorAll("a")].find(isFirst)
        if (link) link.click()
        return Boolean(link)
    }
    // The links are drawn just before or just after this runs: those of the letters before may still stand there.
    if (input.awaited === data.typed) {
        input.awaited = null
        if (!open()) {
            const watch = new MutationObserver(() => open() && watch.disconnect())
            watch.observe(box, { childList: true, subtree: true, attributes: true })
            input.addEventListener("input", () => watch.disconnect(), { once: true })
        }
    }
    if (input.isHeard) return
    input.isHeard = true
    input.addEventListener("input", () => { input.awaited = null })
    input.addEventListener("keydown", (event) => {
        const typed = input.value.trim()
        if (event.key !== "Enter" || !typed) return
        if (input.finds.typed === typed) open()
        else input.awaited = typed
    })
}
