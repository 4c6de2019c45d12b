// The quote of a number, shown while the number is pointed at or has the focus; Escape takes it away.
const preview = document.createElement("div");
preview.className = "preview";
preview.id = "preview";
preview.setAttribute("role", "tooltip");
preview.hidden = true;
element.append(preview);
let previewed = null;

function showPreview(button) {
  const source = button.closest(".exchange")?.querySelector(numbered("template", button.dataset.source));
  if (!source || (panel().classList.contains("open") && !wide.matches)) return;
  previewed = button;
  const quote = document.createElement("p");
  quote.className = "quote";
  quote.textContent = source.content.querySelector("mark").textContent;
  const place = document.createElement("p");
  place.className = "fine";
  place.textContent = source.content.querySelector(".place").textContent;
  preview.replaceChildren(place, quote);
  preview.hidden = false;
  button.setAttribute("aria-describedby", "preview");
  placePreview();
}

function placePreview() {
  if (!previewed) return;
  const at = previewed.getBoundingClientRect();
  const width = preview.offsetWidth;
  preview.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - width - 8))}px`;
  const below = at.bottom + preview.offsetHeight + 8 < window.innerHeight;
  preview.style.top = `${below ? at.bottom : Math.max(8, at.top - preview.offsetHeight)}px`;
}

function hidePreview() {
  previewed?.removeAttribute("aria-describedby");
  previewed = null;
  preview.hidden = true;
}

element.addEventListener("mouseover", ({ target }) => {
  const cite = target.closest("button.cite");
  if (cite) showPreview(cite);
  else if (!target.closest(".preview") && !previewed?.matches(":focus-visible")) hidePreview();
});
element.addEventListener("mouseleave", hidePreview);
element.addEventListener("focusin", ({ target }) => {
  if (target.matches("button.cite:focus-visible")) showPreview(target);
});
element.addEventListener("focusout", hidePreview);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hidePreview();
});
document.addEventListener("click", hidePreview);
document.addEventListener("scroll", placePreview, { passive: true });
