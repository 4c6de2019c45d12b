// How far a document is, every other second, until it stands still. Without this the link "Look again" does it.
const main = document.querySelector("main[data-moving]");

async function look() {
  try {
    const response = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (!response.ok) return later();
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const now = page.querySelector("main");
    if (!now.hasAttribute("data-moving")) return location.reload();
    document.querySelector("#how-far").replaceChildren(...now.querySelector("#how-far").childNodes);
  } catch {
    // The server is starting again, or the network is gone: ask again.
  }
  later();
}

function later() {
  setTimeout(look, 2000);
}

if (main) later();
