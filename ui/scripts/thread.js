// Runs once, when the thread is on the page. Gradio gives: element, trigger, props, watch.
const thread = element.querySelector(".thread");
const wide = window.matchMedia("(min-width: 64rem)");
const inPage = (selector) => document.querySelector(`.gradio-container ${selector}`);
const numbered = (kind, number) => `${kind}[data-source="${CSS.escape(number)}"]`;
const exchangeOf = (id) => thread.querySelector(`[data-exchange="${CSS.escape(id)}"]`);

document.documentElement.lang = "en-GB";

// The reply of an exchange is replaced as it goes on; earlier exchanges are never touched, so that a reader's place,
// focus and unfolded passages in them stay, and only what is new is read out.
function show(shown) {
  const exchange = exchangeOf(shown.id) || begin(shown);
  exchange.querySelector(".reply").innerHTML = shown.reply;
  exchange.classList.toggle("working", shown.working);
  if (shown.answer) exchange.dataset.answer = shown.answer;
  if (shown.vote) exchange.querySelector(`[data-vote="${shown.vote}"]`).setAttribute("aria-pressed", "true");
  if (shown.replaces) thread.querySelector(`[data-answer="${CSS.escape(shown.replaces)}"]`)?.remove();
  inPage("#foot").classList.toggle("working", thread.querySelector(".working") !== null);
  const first = exchange.querySelector(".reply button.cite");
  if (wide.matches && first) fill(first);
  else if (wide.matches && !shown.working) clearSource();
  if (!shown.back) endEditing();
  // What came to nothing is put back to be changed, unless the reader is writing something else by now.
  else if (!inPage("#question textarea").value) putIntoBox(shown.back);
}

function begin({ id, question }) {
  const exchange = document.createElement("article");
  exchange.className = "exchange";
  exchange.dataset.exchange = id;
  exchange.tabIndex = -1;
  exchange.innerHTML = `<div class="asked">${question}</div><div class="reply"></div>`;
  thread.append(exchange);
  // The button that asked may be gone from the screen now; the next Tab goes on from here.
  if (element.contains(document.activeElement) || inPage("#first").contains(document.activeElement))
    exchange.focus({ preventScroll: true });
  inPage("#first").hidden = true;
  exchange.scrollIntoView({ block: "start" });
  return exchange;
}

// A conversation from the list, or none: everything that is shown gives way to it.
function reopen({ conversation, exchanges, problem, again }) {
  thread.replaceChildren();
  clearSource();
  inPage("#first").hidden = exchanges.length > 0;
  exchanges.forEach(show);
  endEditing();
  if (!problem) return name(conversation);
  refuse(problem);
  // It stays in the address, and is tried again where the server is only not yet ready.
  if (again) setTimeout(() => trigger("expand", { conversation: again }), 2000);
}

watch("value", () => {
  if (!props.value) return;
  if ("exchanges" in props.value) return reopen(props.value);
  show(props.value);
  if (!props.value.working) answered(props.value);
});

// A question is put into the box again, to be asked differently; its answer then takes the place of the old one.
function edit(button) {
  const exchange = button.closest(".exchange");
  putIntoBox({ question: button.dataset.edit, answer: exchange.dataset.answer });
  inPage("#question textarea").focus();
}

function putIntoBox({ question, answer }) {
  trigger("edit", { question, answer });
  inPage("#foot").classList.toggle("editing", Boolean(answer));
}

function endEditing() {
  inPage("#foot").classList.remove("editing");
}

document.addEventListener("click", ({ target }) => {
  if (!(target instanceof Element)) return;
  const ask = target.closest(".thread button[data-ask], #first button[data-ask]");
  if (ask) trigger("select", { question: ask.dataset.ask });
  const changed = target.closest(".thread button[data-edit]");
  if (changed) edit(changed);
});
