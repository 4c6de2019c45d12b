// Runs once, when the thread is on the page. Gradio gives: element, trigger, props, watch.
const thread = element.querySelector(".thread");
const intro = element.querySelector(".intro");
const wide = window.matchMedia("(min-width: 64rem)");
let opener = null;

const panel = () => document.querySelector("aside.source");
const numbered = (kind, number) => `${kind}[data-source="${CSS.escape(number)}"]`;

document.documentElement.lang = "en-GB";

// The reply of an exchange is replaced as it goes on; earlier exchanges are never touched, so that a reader's place,
// focus and unfolded passages in them stay, and only what is new is read out.
function show({ id, question, reply }) {
  let exchange = thread.querySelector(`[data-exchange="${CSS.escape(id)}"]`);
  if (!exchange) exchange = begin(id, question);
  const place = exchange.querySelector(".reply");
  place.innerHTML = reply;
  const first = place.querySelector("button.cite");
  if (first && wide.matches) fill(first);
}

function begin(id, question) {
  const exchange = document.createElement("article");
  exchange.className = "exchange";
  exchange.dataset.exchange = id;
  exchange.tabIndex = -1;
  exchange.innerHTML = `<div class="asked">${question}</div><div class="reply"></div>`;
  thread.append(exchange);
  // The button that asked may be gone from the screen now; the next Tab goes on from here.
  if (element.contains(document.activeElement)) exchange.focus({ preventScroll: true });
  intro.hidden = true;
  exchange.scrollIntoView({ block: "start" });
  return exchange;
}

// Puts the source of a number into the panel.
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

function openSource(button) {
  opener = button;
  panel().classList.add("open");
  fill(button);
  panel().querySelector(".source-body").focus({ preventScroll: true });
}

function closeSource() {
  panel().classList.remove("open");
  if (opener && opener.isConnected) opener.focus();
  opener = null;
}

document.addEventListener("click", ({ target }) => {
  if (!(target instanceof Element)) return;
  if (target.closest("aside.source .close")) closeSource();
  if (!element.contains(target)) return;
  const ask = target.closest("button[data-ask]");
  if (ask) trigger("select", { question: ask.dataset.ask });
  const cite = target.closest("button.cite") || target.closest(".line")?.querySelector("button.cite");
  if (cite) openSource(cite);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && opener) closeSource();
});

watch("value", () => { if (props.value) show(props.value); });

// A question that the server does not take never reaches the page's own functions: the session is over, or too much was
// asked. Gradio would only show that something failed.
const send = window.fetch;
window.fetch = async (...request) => {
  const response = await send(...request);
  if (!String(request[0]?.url ?? request[0]).includes("/queue/join")) return response;
  thread.querySelector(".refused")?.remove();
  if (!response.ok) response.clone().json().then(({ error }) => refuse(response.status, error.message)).catch(() => {});
  return response;
};

function refuse(status, message) {
  const band = document.createElement("p");
  band.className = "band error refused";
  band.setAttribute("role", "alert");
  band.textContent = status === 401 ? "You are no longer signed in. " : message;
  if (status === 401) {
    const link = document.createElement("a");
    link.href = "/sign-in?next=/";
    link.textContent = "Sign in";
    band.append(link);
  }
  intro.hidden = true;
  thread.append(band);
  band.scrollIntoView({ block: "nearest" });
}
