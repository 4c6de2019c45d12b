// The source of a number, in the panel at the side.
let opener = null;
const panel = () => document.querySelector("aside.source");
const nothingChosen = panel().querySelector(".source-body").innerHTML;

function fill(button) {
  const exchange = button.closest(".exchange");
  const source = exchange.querySelector(numbered("template", button.dataset.source));
  thread.querySelectorAll("button.cite[aria-current]").forEach((each) => each.removeAttribute("aria-current"));
  exchange.querySelectorAll(numbered("button", button.dataset.source))
    .forEach((each) => each.setAttribute("aria-current", "true"));
  const body = panel().querySelector(".source-body");
  body.replaceChildren(source.content.cloneNode(true));
  const above = body.querySelector(".source-head").offsetHeight + body.clientHeight / 5;
  body.scrollTop = body.querySelector("mark").offsetTop - above;
}

function clearSource() {
  closeSource();
  panel().querySelector(".source-body").innerHTML = nothingChosen;
}

// On a narrow screen the panel is a sheet over the page, which the way back closes as well.
function openSource(button) {
  opener = button;
  if (!wide.matches && !panel().classList.contains("open")) history.pushState({ source: true }, "");
  panel().classList.add("open");
  fill(button);
  panel().querySelector(".source-body").focus({ preventScroll: true });
}

function closeSource() {
  if (!opener) return;
  panel().classList.remove("open");
  if (opener.isConnected) opener.focus();
  opener = null;
  if (history.state?.source) history.back();
}

// A link is copied whole, with the address of this server.
async function copyPart(button) {
  const { copied } = button.dataset;
  await copyText(copied.startsWith("/documents/") ? new URL(copied, window.location.href).href : copied);
  button.textContent = "Copied";
}

window.addEventListener("popstate", closeSource);

document.addEventListener("click", ({ target }) => {
  if (!(target instanceof Element)) return;
  if (target.closest("aside.source .close")) closeSource();
  const copy = target.closest("aside.source [data-copied]");
  if (copy) copyPart(copy);
  if (!element.contains(target)) return;
  const cite = target.closest("button.cite") || target.closest(".line")?.querySelector("button.cite");
  if (cite) openSource(cite);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeSource();
});

// A swipe downwards from the sheet's top closes it.
let swipe = null;
panel().addEventListener("touchstart", ({ touches }) => {
  swipe = panel().querySelector(".source-body").scrollTop <= 0 ? touches[0].clientY : null;
}, { passive: true });
panel().addEventListener("touchend", ({ changedTouches }) => {
  if (swipe !== null && changedTouches[0].clientY - swipe > 80) closeSource();
}, { passive: true });
