// What a reader does with an answer.
async function copyText(text, html) {
  if (navigator.clipboard?.write && html) {
    const item = new ClipboardItem({
      "text/plain": new Blob([text], { type: "text/plain" }),
      "text/html": new Blob([html], { type: "text/html" }),
    });
    return navigator.clipboard.write([item]);
  }
  if (navigator.clipboard?.writeText) return navigator.clipboard.writeText(text);
  // Without TLS there is no clipboard but this one.
  const given = (event) => {
    event.clipboardData.setData("text/plain", text);
    if (html) event.clipboardData.setData("text/html", html);
    event.preventDefault();
  };
  document.addEventListener("copy", given, { once: true });
  document.execCommand("copy");
}

async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  const said = await response.json();
  if (!response.ok) throw new Error(said.error.message);
  return said;
}

const copied = (exchange) => {
  const source = exchange.querySelector("template.copied").content;
  const text = [...source.children].map((each) => each.textContent).join("\n\n");
  return copyText(text, [...source.children].map((each) => each.outerHTML).join(""));
};

async function act(button) {
  const exchange = button.closest(".exchange");
  const said = exchange.querySelector(".said");
  const answer = exchange.dataset.answer;
  try {
    if ("copy" in button.dataset) {
      await copied(exchange);
      said.textContent = "Copied with its sources.";
    } else if ("link" in button.dataset) {
      const { path } = await call("POST", `/v1/answers/${answer}/link`);
      const address = new URL(path, window.location.href).href;
      const link = document.createElement("a");
      link.href = address;
      link.textContent = address;
      await copyText(address).catch(() => {});
      said.replaceChildren("Link copied: ", link);
    } else if (button.dataset.vote) {
      await vote(exchange, button.dataset.vote);
    } else if ("sendVote" in button.dataset) {
      const why = exchange.querySelector(".why");
      const reason = why.querySelector("select").value;
      const comment = why.querySelector("textarea").value.trim();
      const more = { ...(reason && { reason }), ...(comment && { comment }) };
      await call("POST", "/v1/feedback", { answer_id: answer, verdict: "down", ...more });
      why.hidden = true;
      said.textContent = "Thank you.";
    }
  } catch (error) {
    said.textContent = error.message;
  }
}

// Pressed again, a verdict is taken back.
async function vote(exchange, verdict) {
  const buttons = exchange.querySelectorAll("[data-vote]");
  const chosen = [...buttons].find((each) => each.getAttribute("aria-pressed") === "true")?.dataset.vote;
  const answer = exchange.dataset.answer;
  const taken = chosen === verdict;
  if (taken) await call("DELETE", `/v1/feedback/${answer}`);
  else await call("POST", "/v1/feedback", { answer_id: answer, verdict });
  buttons.forEach((each) => each.setAttribute("aria-pressed", String(!taken && each.dataset.vote === verdict)));
  exchange.querySelector(".why").hidden = taken || verdict === "up";
  exchange.querySelector(".said").textContent = taken ? "Taken back." : "Thank you.";
}

thread.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-copy], [data-link], [data-vote], [data-send-vote]");
  if (button) act(button);
});
document.addEventListener("click", ({ target }) => {
  document.querySelectorAll("details.menu[open]").forEach((each) => { if (!each.contains(target)) each.open = false; });
});
